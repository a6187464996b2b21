-- Who may come in: people, their console logins and the tokens of their programs. Every secret is kept as a SHA-256 hash only.

create table person (
    id            uuid        primary key,
    email         text        not null check (length(email) between 3 and 254),
    name          text        not null check (length(name) between 1 and 100),
    role          text        not null check (role in ('ADMIN', 'MEMBER', 'VIEWER')),
    password_hash text,
    created_at    timestamptz not null,
    disabled_at   timestamptz,
    version       integer     not null default 0
);
create unique index person_email on person (lower(email));

-- A console login is a row, so that a restarted server or another node knows it.
create table login (
    id           uuid        primary key,
    person_id    uuid        not null references person on delete cascade,
    token_hash   text        not null unique,
    user_agent   text        not null default '',
    created_at   timestamptz not null,
    last_seen_at timestamptz not null,
    expires_at   timestamptz not null
);
create index login_person on login (person_id);

create table api_token (
    id           uuid        primary key,
    person_id    uuid        not null references person on delete cascade,
    name         text        not null check (length(name) between 1 and 100),
    scope        text        not null check (scope in ('READ', 'WRITE', 'ADMIN')),
    token_hash   text        not null unique,
    created_at   timestamptz not null,
    last_used_at timestamptz,
    expires_at   timestamptz,
    revoked_at   timestamptz
);
create index api_token_person on api_token (person_id);

-- Failed sign-ins per name, so that guessing is slow on every node.
create table sign_in_failure (
    email      text        primary key,
    failures   integer     not null,
    last_at    timestamptz not null
);
