-- What a pooled connection is asked before it is lent: cheap, and no class has to be found for it.
create view connection_check as select 1 as alive;

-- Columns that nothing reads.
alter table sandbox drop column checked_at, drop column call_claimed_until;
