-- What is counted of ratings stands in the invitation, whoever writes it: where its case is, of which line and item, and
-- the grade that was given. A case never moves to another place, line or item.
create or replace function ratings_invitation_placed() returns trigger language plpgsql as $$
begin
  select c.county, c.region_id, c.line, c.item_code into new.county, new.region_id, new.line, new.item_code
    from cases_case c where c.id = new.case_id;
  return new;
end $$;

create or replace trigger ratings_invitation_placed before insert or update of case_id on ratings_invitation
  for each row execute function ratings_invitation_placed();

create or replace function ratings_rating_told() returns trigger language plpgsql as $$
begin
  update ratings_invitation i set grade = new.grade where i.id = new.invitation_id;
  return null;
end $$;

create or replace trigger ratings_rating_told after insert or update of grade on ratings_rating
  for each row execute function ratings_rating_told();
