-- The session log. session_log gives out the sequence: the row is bumped inside the transaction that inserts the events, so the
-- sequence has no gap and no double on any node. Narrow row and room on its page, because it changes with every group commit.

create table session_log (
    session_id         uuid    primary key references session on delete cascade,
    last_seq           bigint  not null default 0,
    sandbox_generation integer not null default 0,
    attachment         bigint  not null default 0,
    bridge_n           bigint  not null default 0
) with (fillfactor = 50);

create table event (
    session_id uuid        not null references session on delete cascade,
    seq        bigint      not null,
    type       smallint    not null,
    at         timestamptz not null,
    prompt_id  uuid,
    data       text        not null,
    primary key (session_id, seq)
);
