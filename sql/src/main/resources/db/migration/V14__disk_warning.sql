-- Whether the people of a session have been told that its files nearly fill its disk: once for each time that this begins.

alter table sandbox
    add column disk_nearly_full boolean not null default false;
