-- An event refers to its session's log row, not to the session. The check of a foreign key locks the row it refers to: a group commit,
-- which holds the log row, must never wait for a session's row, whose holder may be waiting for that very log row.

alter table event drop constraint event_session_id_fkey;
alter table event
    add constraint event_session_log foreign key (session_id) references session_log (session_id) on delete cascade;
