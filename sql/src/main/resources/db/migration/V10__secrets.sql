-- What the vault keeps besides credentials of repositories. Secrets are of the whole installation (no repository) or of one repository, whose value
-- wins. The version is part of what an envelope is sealed for, so an old envelope put back is refused. A sandbox keeps its token sealed: derived
-- from the master key alone it would be another one after that key was changed, and a repeated order must hand out the same.

create table secret (
    id            uuid        primary key,
    repository_id uuid        references repository on delete cascade,
    name          text        not null check (name ~ '^[A-Za-z_][A-Za-z0-9_]{0,127}$'),
    version       integer     not null check (version > 0),
    sealed        text        not null,
    bytes         integer     not null check (bytes between 0 and 16384),
    changed_by    uuid        references person on delete set null,
    changed_at    timestamptz not null
);
create unique index secret_of_installation on secret (name) where repository_id is null;
create unique index secret_of_repository on secret (repository_id, name) where repository_id is not null;

alter table sandbox add column sealed_token text;
