-- A group commit holds a row of session_log and inserts events; a person's transaction holds the row of session and then wants the one of
-- session_log. While events referred to session, the check of that reference waited for the second transaction, which waited for the first:
-- PostgreSQL ended one of them as a deadlock. Events refer to the log, whose row their writer holds anyway.

alter table event drop constraint event_session_id_fkey;
alter table event add constraint event_log_fkey foreign key (session_id) references session_log on delete cascade;
