-- Sessions and what belongs to them. Prompts queue in the order of their ordinal; the database itself lets only one run.

create table session (
    id             uuid          primary key,
    title          text          not null check (length(title) between 1 and 200),
    title_source   text          not null check (title_source in ('DEFAULT', 'AGENT', 'PERSON')),
    status         text          not null check (status in ('CREATED', 'ACTIVE', 'COMPLETED', 'FAILED', 'ARCHIVED', 'CANCELLED')),
    former_status  text          check (former_status in ('CREATED', 'ACTIVE', 'COMPLETED', 'FAILED')),
    repository_id  uuid          not null references repository,
    base_branch    text          not null,
    work_branch    text          not null,
    base_commit    text,
    model          text          not null,
    cost           numeric(14,6) not null default 0,
    cost_limit     numeric(14,6) check (cost_limit > 0),
    tokens_input   bigint        not null default 0,
    tokens_output  bigint        not null default 0,
    created_by     uuid          not null references person,
    created_at     timestamptz   not null,
    updated_at     timestamptz   not null,
    version        integer       not null default 0
);
create index session_updated on session (updated_at desc, id);

create table participant (
    session_id uuid        not null references session on delete cascade,
    person_id  uuid        not null references person,
    joined_at  timestamptz not null,
    primary key (session_id, person_id)
);

create table prompt (
    id                uuid          primary key,
    session_id        uuid          not null references session on delete cascade,
    ordinal           integer       not null,
    status            text          not null check (status in ('QUEUED', 'RUNNING', 'STOPPING', 'COMPLETED', 'FAILED', 'CANCELLED')),
    author_id         uuid          not null references person,
    source            text          not null check (source in ('WEB', 'API')),
    text              text          not null check (length(text) between 1 and 64000),
    model             text          not null,
    client_request_id text          check (length(client_request_id) between 1 and 100),
    request_hash      text          not null,
    retry_of          uuid          references prompt on delete set null,
    reason            text,
    attempts          integer       not null default 0,
    not_before        timestamptz,
    cost              numeric(14,6) not null default 0,
    tokens_input      bigint        not null default 0,
    tokens_output     bigint        not null default 0,
    created_at        timestamptz   not null,
    started_at        timestamptz,
    stop_requested_at timestamptz,
    finished_at       timestamptz,
    version           integer       not null default 0,
    unique (session_id, ordinal)
);
-- One prompt of a session runs at a time, whatever nodes and dispatchers do.
create unique index prompt_one_running on prompt (session_id) where status in ('RUNNING', 'STOPPING');
create unique index prompt_request on prompt (session_id, client_request_id) where client_request_id is not null;
create index prompt_unfinished on prompt (session_id, ordinal) where status in ('QUEUED', 'RUNNING', 'STOPPING');

create table artifact (
    id         uuid        primary key,
    session_id uuid        not null references session on delete cascade,
    prompt_id  uuid        references prompt on delete set null,
    kind       text        not null check (kind in ('BRANCH')),
    name       text        not null,
    url        text,
    detail     text        not null default '',
    created_at timestamptz not null,
    updated_at timestamptz not null,
    unique (session_id, kind, name)
);
