-- Repositories that sessions may work on. The credential is an encrypted envelope; the control plane alone can open it.

create table repository (
    id             uuid        primary key,
    name           text        not null check (name ~ '^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$'),
    kind           text        not null check (kind in ('GIT', 'LOCAL')),
    url            text        not null check (length(url) between 1 and 2000),
    default_branch text        not null check (length(default_branch) between 1 and 250),
    description    text        not null default '' check (length(description) <= 1000),
    credential     text,
    enabled        boolean     not null default true,
    demo           boolean     not null default false,
    created_at     timestamptz not null,
    version        integer     not null default 0
);
create unique index repository_name on repository (lower(name));
