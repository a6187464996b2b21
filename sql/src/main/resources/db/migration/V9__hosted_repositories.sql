-- Repositories that an app at a code host was given. They keep the host's number, because names change there and numbers do not; a repository that the
-- host no longer gives stays as a row, because sessions point to it. Aliases and keywords are lines of text: they are shown and matched, never joined.

alter table repository drop constraint repository_kind_check;
alter table repository
    add constraint repository_kind_check check (kind in ('GIT', 'LOCAL', 'HOSTED')),
    add column external_id     bigint,
    add column installation_id bigint,
    add column full_name       text    check (length(full_name) between 3 and 250),
    add column web_url         text    check (length(web_url) between 1 and 2000),
    add column archived        boolean not null default false,
    add column missing         boolean not null default false,
    add column aliases         text    not null default '' check (length(aliases) <= 1010),
    add column keywords        text    not null default '' check (length(keywords) <= 1010),
    add column readable        text    not null default '' check (length(readable) <= 1010),
    add constraint repository_hosted check (
        (kind = 'HOSTED') = (external_id is not null and installation_id is not null and full_name is not null and web_url is not null)
    );
create unique index repository_external on repository (external_id) where external_id is not null;

create table app_installation (
    id           bigint      primary key,
    account      text        not null check (length(account) between 1 and 250),
    everything   boolean     not null,
    suspended    boolean     not null,
    settings_url text        not null check (length(settings_url) between 1 and 2000),
    seen_at      timestamptz not null
);

-- One row for the whole installation: whichever node claims it looks at the host, and a node that dies holds the others up for as long as its claim.
create table host_look (
    id            integer     primary key check (id = 1),
    wanted        boolean     not null default true,
    claimed_until timestamptz,
    not_before    timestamptz,
    done_at       timestamptz,
    problem       text        check (length(problem) <= 1000)
);
insert into host_look (id) values (1);
