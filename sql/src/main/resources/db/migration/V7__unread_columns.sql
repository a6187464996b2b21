-- Columns that nothing reads.
alter table sandbox drop column checked_at, drop column call_claimed_until;
