-- What the layer of a session held at certain moments. A snapshot outlives the session's row until the host has deleted it, so nothing refers to the session.
-- A sandbox knows what its layer was made from and what it shall be made from next; a prompt knows whether a later restore has taken it back.

create table snapshot (
    id            uuid        primary key,
    session_id    uuid        not null,
    generation    integer     not null,
    prompt_id     uuid,
    prompt_number integer,
    cause         text        not null check (cause in ('AFTER_PROMPT', 'BEFORE_STOP', 'BEFORE_RESTORE', 'ASKED_FOR')),
    status        text        not null check (status in ('WANTED', 'TAKING', 'READY', 'FAILED', 'SKIPPED', 'DISCARDED', 'DELETED')),
    bytes         bigint,
    files         bigint,
    reason        text,
    created_at    timestamptz not null,
    taken_at      timestamptz,
    ended_at      timestamptz,
    version       integer     not null default 0
);
create index snapshot_of_session on snapshot (session_id, created_at desc);
create index snapshot_open on snapshot (created_at) where status in ('WANTED', 'TAKING', 'DISCARDED');

-- The prompts that were already taken back when a snapshot was taken: going to it brings back all others that had ended.
create table snapshot_undone (
    snapshot_id uuid not null references snapshot on delete cascade,
    prompt_id   uuid not null references prompt on delete cascade,
    primary key (snapshot_id, prompt_id)
);

alter table sandbox
    add column layer               text not null default 'NONE' check (layer in ('NONE', 'KEPT', 'LOST')),
    add column start_snapshot_id   uuid,
    add column restore_snapshot_id uuid,
    add column restore_asked_by    uuid;
update sandbox set layer = 'KEPT' where generation > 0;

alter table prompt
    add column undone_at timestamptz;

-- Minutes that a sandbox may live before it is replaced at rest.
alter table repository
    add column lifetime_minutes integer not null default 120 check (lifetime_minutes between 15 and 1440);
