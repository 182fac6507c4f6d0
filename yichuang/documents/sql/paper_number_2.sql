-- The next number of a kind, an issuer and a year, in one round trip. paper_id: the paper that was issued before for the
-- same occasion, then nothing is numbered; serial null with no paper: the look is not kept yet, nothing is numbered.
-- The counter stays locked until the caller's transaction ends: a rollback gives the number back.
-- p_waits: whether to wait for who holds the counter; else that is refused with YC055, for a caller that holds others:
-- two that hold each other's next one would never end.
create or replace function paper_number(p_kind text, p_issuer text, p_year int, p_subject text, p_occasion text,
  p_look text, p_waits boolean, out paper_id bigint, out look_id bigint, out serial int) language plpgsql as $$
declare
  v_counter constant bigint := hashtextextended(concat_ws(' ', 'paper', p_kind, p_issuer, p_year), 0);
begin
  select p.id into paper_id from documents_paper p
    where p.kind = p_kind and p.subject = p_subject and p.occasion = p_occasion;
  if found then
    return;
  end if;
  select l.id into look_id from documents_look l where l.digest = p_look;
  if not found then
    return;
  end if;
  if p_waits then
    perform pg_advisory_xact_lock(v_counter);
  elsif not pg_try_advisory_xact_lock(v_counter) then
    raise exception 'another transaction holds the counter' using errcode = 'YC055';
  end if;
  -- whoever waited looks again: the other may have issued this paper
  select p.id into paper_id from documents_paper p
    where p.kind = p_kind and p.subject = p_subject and p.occasion = p_occasion;
  if found then
    return;
  end if;
  insert into documents_papercounter as c (kind, issuer_code, year, last) values (p_kind, p_issuer, p_year, 1)
    on conflict (kind, issuer_code, year) do update set last = c.last + 1 returning c.last into serial;
end $$;
