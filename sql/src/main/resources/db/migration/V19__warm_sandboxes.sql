-- Sandboxes that are up before anybody asks. A pooled session is an ordinary one that nobody has made and nobody sees yet; the recipe is what its
-- sandbox was booted with, so that a claim never hands out one that would be booted differently today. A draft is a prompt that is being written.

alter table repository add column warm_sandboxes integer not null default 0 check (warm_sandboxes between 0 and 10);

alter table session
    add column if not exists pooled boolean not null default false,
    alter column created_by drop not null,
    add constraint session_creator check (pooled or created_by is not null);
create index session_pooled on session (repository_id) where pooled;

create table warm_sandbox (
    session_id uuid        primary key references session on delete cascade,
    recipe     text        not null,
    made_at    timestamptz not null
);

create table warm_pool (
    repository_id uuid        primary key references repository on delete cascade,
    draft_until   timestamptz,
    failures      integer     not null default 0,
    not_before    timestamptz,
    reason        text
);

alter table sandbox add column draft_at timestamptz;

alter table sandbox_command drop constraint sandbox_command_name_check;
alter table sandbox_command
    add constraint sandbox_command_name_check check (name in ('PROMPT', 'STOP', 'SHUTDOWN', 'REFRESH', 'PROCEED'));
