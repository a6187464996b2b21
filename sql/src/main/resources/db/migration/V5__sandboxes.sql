-- The current sandbox of a session (one row, so never two) and the orders for it. Orders are rows: the node that holds the bridge
-- sends them, and a new connection gets what is still open.

create table sandbox (
    session_id       uuid        primary key references session on delete cascade,
    generation       integer     not null default 0,
    status           text        not null check (status in ('NONE', 'STARTING', 'BOOTING', 'READY', 'STOPPING', 'STOPPED', 'LOST', 'FAILED')),
    reason           text,
    phase            text,
    token_hash       text,
    failures         integer     not null default 0,
    not_before       timestamptz,
    waiting          text,
    created_at       timestamptz,
    ready_at         timestamptz,
    heartbeat_at     timestamptz,
    progress_at      timestamptz,
    idle_since       timestamptz,
    checked_at       timestamptz,
    call_claimed_until timestamptz,
    version          integer     not null default 0
);
create unique index sandbox_token on sandbox (token_hash) where token_hash is not null;
create index sandbox_live on sandbox (status) where status in ('STARTING', 'BOOTING', 'READY', 'STOPPING');

create table sandbox_command (
    id         bigint      generated always as identity primary key,
    session_id uuid        not null references session on delete cascade,
    generation integer     not null,
    name       text        not null check (name in ('PROMPT', 'STOP', 'SHUTDOWN')),
    prompt_id  uuid,
    payload    text        not null,
    created_at timestamptz not null,
    settled_at timestamptz,
    outcome    text
);
create index sandbox_command_open on sandbox_command (session_id, generation, id) where settled_at is null;

-- Layers of removed sessions that the host still has to delete.
create table discarded_layer (
    session_id   uuid        primary key,
    discarded_at timestamptz not null,
    not_before   timestamptz
);

create table stream_token (
    token_hash text        primary key,
    person_id  uuid        not null references person on delete cascade,
    session_id uuid        not null references session on delete cascade,
    scope      text        not null check (scope in ('READ', 'WRITE')),
    created_at timestamptz not null,
    expires_at timestamptz not null
);
