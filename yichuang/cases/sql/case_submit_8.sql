-- One application in one round trip, or many in one. They only write: rules, dates, hashes and ids come from Python, as
-- one JSON object for each case (rules/new_case.py): its keys are columns of cases_case, and a few beside them; the
-- encrypted answers come beside it. Servers of before go on calling case_submit(jsonb, bytea).
create or replace function case_number(p_region text, p_day date, p_channel smallint, p_serial int) returns text
language plpgsql immutable as $$
declare
  v_body text; v_sum int := 0; v_digit int;
begin
  v_body := left(p_region, 6) || to_char(p_day, 'YYMMDD') || p_channel || lpad(p_serial::text, 7, '0');
  for i in reverse 20..1 loop
    v_digit := ascii(substr(v_body, i, 1)) - 48;
    if i % 2 = 0 then
      v_digit := v_digit * 2;
      if v_digit > 9 then v_digit := v_digit - 9; end if;
    end if;
    v_sum := v_sum + v_digit;
  end loop;
  return v_body || ((10 - v_sum % 10) % 10);
end $$;

-- p_serial: taken already; null: the next one of the place where the case is filed
create or replace function case_submit(p_new jsonb, p_form bytea, p_serial int) returns text language plpgsql as $$
declare
  c cases_case%rowtype; v_place text; v_day date; v_serial int := p_serial; v_found int;
begin
  c := jsonb_populate_record(null::cases_case, p_new);
  if p_new->>'identity' is not null then
    select p.id into c.person_id from registry_person p where p.identity_blind = (p_new->>'identity')::bytea;
    if not found then
      return null;  -- nobody by this document and name: nothing is written
    end if;
  end if;
  if (p_new->>'alone')::boolean then
    -- one open case of this item a person: who sends two at once waits here, and the second finds the first
    perform 1 from registry_person p where p.id = c.person_id for no key update;
    select o.number into c.number from cases_case o
      where o.person_id = c.person_id and o.item_code = c.item_code and o.open
        and (o.source, o.client_ref) is distinct from (c.source, c.client_ref)
      order by o.id desc limit 1;
    if found then
      raise exception 'a case of this item is open' using errcode = 'YC409', detail = c.number;
    end if;
  end if;
  v_place := coalesce(c.filed_in_id, c.region_id);
  v_day := (c.received_at at time zone 'Asia/Shanghai')::date;
  if v_serial is null then
    insert into cases_numbercounter as n (region, day, channel, last) values (left(v_place, 6), v_day, c.channel, 1)
      on conflict (region, day, channel) do update set last = n.last + 1 returning last into v_serial;
  end if;
  c.number := case_number(v_place, v_day, c.channel, v_serial);
  insert into cases_case (uuid, number, version_id, item_code, line, region_id, filed_in_id, organisation_id,
      received_at_org_id, channel, source, client_ref, body_hash, person_id, employer_id, situation, form,
      password_hash, received_at, clock_from, due_at, yellow_on, red_on, statutory_due, accept_by, decides_on,
      due_provisional, instant, visits, received_by_id, head)
    values (c.uuid, c.number, c.version_id, c.item_code, c.line, c.region_id, c.filed_in_id, c.organisation_id,
      c.received_at_org_id, c.channel, c.source, c.client_ref, c.body_hash, c.person_id, c.employer_id, c.situation,
      p_form, c.password_hash, c.received_at, c.received_at, c.due_at, c.yellow_on, c.red_on, c.statutory_due,
      c.accept_by, c.decides_on, c.due_provisional, c.instant, c.visits, c.received_by_id, c.head)
    returning id into c.id;
  insert into cases_material (case_id, code, name, source, file_id, round, verdict, note, created_at)
    select c.id, m.paper->>'code', m.paper->>'name', m.paper->>'source', f.id, 0, '', '', c.received_at
    from jsonb_array_elements(p_new->'materials') with ordinality m(paper, place)
    left join lateral (
      select s.id from cases_storedfile s
      where s.uuid = (m.paper->>'file')::uuid and p_new->'file_owners' ? s.owner limit 1
      for key share) f on true  -- whoever removes unclaimed files waits, or was here before
    where m.paper->>'file' is null or f.id is not null
    order by m.place;
  get diagnostics v_found = row_count;
  if v_found <> jsonb_array_length(p_new->'materials') then
    raise exception 'a file is unknown or belongs to somebody else' using errcode = 'YC422';
  end if;
  if jsonb_array_length(p_new->'parties') > 0 then
    insert into cases_party (case_id, role, person_id, employer_id, until)
      select c.id, p.role, p.person_id, p.employer_id, p.until
      from jsonb_to_recordset(p_new->'parties') p(role text, person_id bigint, employer_id bigint, until date);
  end if;
  insert into cases_caseevent (case_id, seq, kind, actor, officer_id, at, state, code, on_site, data, previous, hash)
    values (c.id, 1, 'submit', p_new->>'actor', c.received_by_id, c.received_at, 'received', '01', c.visits > 0,
      p_new->>'event', decode(repeat('00', 32), 'hex'), c.head);
  insert into core_outboxevent (uuid, topic, payload, created_at, attempts, last_error)
    values ((p_new->>'outbox')::uuid, 'cases.CaseSubmitted',
      jsonb_strip_nulls(jsonb_build_object('case', c.uuid, 'item_code', c.item_code, 'at', c.received_at,
        'request_id', p_new->>'request_id')), c.received_at, 0, '');
  insert into audit_entry (actor, verb, subject, data)
    values (p_new->>'actor', 'case.submit', 'case:' || c.uuid,
      '{"item":"' || c.item_code || '","channel":' || c.channel || '}');
  return c.number;
end $$;

-- Counters are taken in one order, whatever the order of the cases, so that two batches never wait for each other.
create or replace function case_submit_many(p_new jsonb, p_forms bytea[]) returns text[] language plpgsql as $$
declare
  g record; v_last int; v_numbers text[];
begin
  for g in
    select left(coalesce(n.new->>'filed_in_id', n.new->>'region_id'), 6) collate "C" as region,
      ((n.new->>'received_at')::timestamptz at time zone 'Asia/Shanghai')::date as day,
      (n.new->>'channel')::smallint as channel, array_agg(n.place::int order by n.place) as places
    from jsonb_array_elements(p_new) with ordinality n(new, place)
    group by 1, 2, 3 order by 1, 2, 3
  loop
    insert into cases_numbercounter as n (region, day, channel, last)
      values (g.region, g.day, g.channel, cardinality(g.places))
      on conflict (region, day, channel) do update set last = n.last + excluded.last returning last into v_last;
    for i in 1..cardinality(g.places) loop
      v_numbers[g.places[i]] :=
        case_submit(p_new->(g.places[i] - 1), p_forms[g.places[i]], v_last - cardinality(g.places) + i);
    end loop;
  end loop;
  return v_numbers;
end $$;
