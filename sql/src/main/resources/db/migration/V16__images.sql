-- Images of repositories: what a sandbox held after clone and setup, frozen at the host under the same id, so that later sessions begin with it. One at a
-- time is built of a repository, whatever nodes do. A build has a session of its own that nobody made and nobody sees; its sandbox does the work.

create table image (
    id                uuid        primary key,
    repository_id     uuid        not null references repository,
    kind              text        not null check (kind in ('BASELINE', 'PREBUILT')),
    cause             text        not null check (cause in ('FIRST_SETUP', 'SCHEDULE', 'PUSH', 'PERSON')),
    branch            text        not null check (length(branch) between 1 and 250),
    status            text        not null check (status in ('BUILDING', 'READY', 'FAILED', 'SUPERSEDED', 'DELETED')),
    requested_by      uuid        references person on delete set null,

    session_id        uuid        references session on delete set null,
    generation        integer,
    offered_at        timestamptz,
    claims            integer     not null default 0,
    claimed_until     timestamptz,

    head_commit       text        check (length(head_commit) <= 64),
    setup_fingerprint text        check (length(setup_fingerprint) <= 64),
    runtime_version   text        check (length(runtime_version) <= 64),
    bytes             bigint,
    files             bigint,
    reason            text        check (length(reason) <= 2000),
    log               text        not null default '' check (length(log) <= 1048576),
    log_dropped       bigint      not null default 0,

    created_at        timestamptz not null,
    started_at        timestamptz,
    finished_at       timestamptz,
    last_used_at      timestamptz,
    discarded_at      timestamptz,
    version           integer     not null default 0
);
create unique index image_building on image (repository_id) where status = 'BUILDING';
create index image_of_repository on image (repository_id, created_at desc);
create index image_session on image (session_id) where session_id is not null;
create index image_undeleted on image (status) where discarded_at is null and status in ('FAILED', 'SUPERSEDED');

-- When images of a repository are built ahead; a repository without a row has the defaults. Whoever moves the time of the next look has claimed it.
create table image_rules (
    repository_id uuid        primary key references repository on delete cascade,
    prebuild      boolean     not null default false,
    every_minutes integer     not null default 30 check (every_minutes between 5 and 1440),
    command       text        check (length(command) between 1 and 4096),
    next_look_at  timestamptz not null,
    pushed        boolean     not null default false,
    changed_at    timestamptz not null
);
create index image_rules_due on image_rules (next_look_at) where prebuild;

-- A session without a creator belongs to nobody yet, or is there for an image: it is shown at no door.
alter table session
    add column if not exists pooled boolean not null default false,
    alter column created_by drop not null;

alter table sandbox_command drop constraint sandbox_command_name_check;
alter table sandbox_command add constraint sandbox_command_name_check check (name in ('PROMPT', 'STOP', 'SHUTDOWN', 'REFRESH', 'PROCEED'));
