-- Pull requests that sessions want. A row is the claim: one for each branch of a session, so that double clicks, retries and dead nodes meet in it
-- and never make a second one. What the host said last stands beside what is wanted.

alter table artifact drop constraint artifact_kind_check;
alter table artifact
    add constraint artifact_kind_check check (kind in ('BRANCH', 'PULL_REQUEST')),
    add column state text;

create table pull_request (
    id              uuid        primary key,
    session_id      uuid        not null references session on delete cascade,
    repository_id   uuid        not null references repository,
    head            text        not null check (length(head) between 1 and 250),
    status          text        not null check (status in ('WANTED', 'WORKING', 'DONE', 'LINK', 'FAILED')),

    title           text        not null check (length(title) between 1 and 256),
    body            text        not null check (length(body) <= 60000),
    base            text        not null check (length(base) between 1 and 250),
    draft_wanted    boolean     not null,
    requested_by    uuid        not null references person,
    prompt_id       uuid        references prompt on delete set null,
    expected_commit text,
    asked_at        timestamptz not null,
    asks            integer     not null,

    attempts        integer     not null default 0,
    claimed_until   timestamptz,
    not_before      timestamptz,
    reason          text,
    link            text,

    host_repository bigint,
    number          bigint,
    url             text,
    state           text        check (state in ('OPEN', 'MERGED', 'CLOSED')),
    draft           boolean     not null default false,
    head_commit     text,
    author          text,
    as_app          boolean     not null default false,
    checks          text        not null default 'NONE' check (checks in ('NONE', 'PENDING', 'PASSED', 'FAILED')),
    refreshed_at    timestamptz,
    refresh_due_at  timestamptz,

    created_at      timestamptz not null,
    changed_at      timestamptz not null,
    version         integer     not null default 0,
    unique (session_id, repository_id, head),
    check (status <> 'DONE' or number is not null),
    check (status <> 'LINK' or link is not null)
);
create index pull_request_due on pull_request (status) where status in ('WANTED', 'WORKING');
create index pull_request_refresh on pull_request (refresh_due_at) where refresh_due_at is not null;
create index pull_request_place on pull_request (host_repository, number);

-- How pull requests of a repository are opened; a repository without a row has the defaults.
create table pull_request_rules (
    repository_id uuid    primary key references repository on delete cascade,
    draft         text    not null default 'AS_ASKED' check (draft in ('AS_ASKED', 'ALWAYS', 'NEVER')),
    label         text    check (length(label) between 1 and 50),
    as_app        boolean not null default false
);
