-- Every change of a table that something in memory is made of writes the one row of core_revision anew, in the same
-- transaction. Its number is a time in microseconds, so that it never comes back: not after a rollback, whose content
-- somebody may have kept, and not after an older copy of the database was put in place.
-- The triggers fire before the statement: the row is taken first, so two changes wait for each other instead of
-- holding what the other needs.
create or replace function core_revise() returns trigger
language plpgsql as $$
declare
  moment bigint := (extract(epoch from core_now()) * 1000000)::bigint;
begin
  insert into core_revision as r (id, number, packs) values (1, moment, '')
    on conflict (id) do update set number = greatest(r.number + 1, moment);
  return null;
end $$;
