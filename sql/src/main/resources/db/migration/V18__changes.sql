-- What a session changed in its working tree, as its sandbox said last: one row, so that it is there when the sandbox is gone and never
-- grows with the number of looks. The generation and the number within it fence out what comes late.

create table changes (
    session_id uuid        primary key references session on delete cascade,
    generation integer     not null,
    number     bigint      not null,
    hash       text        not null,
    base       text,
    head       text,
    truncated  boolean     not null,
    files      text        not null,
    patches    bytea       not null,
    bytes      bigint      not null,
    taken_at   timestamptz not null
);
-- The patches are gzip already, one member for each file, and are read by pieces.
alter table changes alter column patches set storage external;
