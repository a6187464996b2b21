-- What the limits count. A log knows its size, because the sum over its events would be read with every look at a session; a sandbox knows since
-- when it waits for a free place, so that places are given in order, and whether somebody asked for it although nothing is queued.

alter table session_log
    add column bytes        bigint  not null default 0,
    add column nearly_full  boolean not null default false;
update session_log l set bytes = (select coalesce(sum(octet_length(e.data)), 0) from event e where e.session_id = l.session_id);

alter table sandbox
    add column waiting_since      timestamptz,
    add column start_requested_at timestamptz;
create index sandbox_waiting on sandbox (waiting_since) where waiting_since is not null;
