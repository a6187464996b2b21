-- What the agent shows and asks: files that it leaves with the session, a line about how it gets on, and questions that its turn waits for.

alter table artifact drop constraint artifact_kind_check;
alter table artifact drop constraint artifact_session_id_kind_name_key;
alter table artifact
    add column media_type text   check (length(media_type) between 1 and 100),
    add column bytes      bigint check (bytes > 0),
    add column sha256     text   check (length(sha256) = 64),
    add constraint artifact_kind_check check (kind in ('BRANCH', 'PULL_REQUEST', 'IMAGE', 'VIDEO', 'REPORT')),
    add constraint artifact_file_check check (
        case when kind in ('BRANCH', 'PULL_REQUEST')
             then media_type is null and bytes is null and sha256 is null
             else media_type is not null and bytes is not null and sha256 is not null end);
-- A branch has one row. A file may come twice by the same name, as before and after a change; the same file by the same name is the same.
create unique index artifact_name on artifact (session_id, kind, name) where sha256 is null;
create unique index artifact_file on artifact (session_id, name, sha256) where sha256 is not null;
-- The sum over all files is asked for with each one that comes in; it need not read the rows.
create index artifact_bytes on artifact (bytes) where bytes is not null;

-- Files of removed sessions that are still to be deleted.
create table discarded_blobs (
    session_id   uuid        primary key,
    discarded_at timestamptz not null
);

alter table session
    add column reported_status text check (length(reported_status) between 1 and 500);

create table question (
    id          uuid        primary key,
    session_id  uuid        not null references session on delete cascade,
    prompt_id   uuid        not null references prompt on delete cascade,
    generation  integer     not null,
    status      text        not null check (status in ('OPEN', 'ANSWERED', 'EXPIRED', 'WITHDRAWN')),
    text        text        not null check (length(text) between 1 and 4000),
    options     text        not null,
    asked_at    timestamptz not null,
    expires_at  timestamptz not null,
    answer      text        check (length(answer) between 1 and 4000),
    answered_by uuid        references person,
    closed_at   timestamptz,
    version     integer     not null default 0,
    check ((status = 'ANSWERED') = (answer is not null)),
    check ((status = 'ANSWERED') = (answered_by is not null)),
    check ((status = 'OPEN') = (closed_at is null))
);
create index question_of_session on question (session_id, asked_at);
create index question_of_prompt on question (prompt_id);
create index question_open on question (expires_at) where status = 'OPEN';
