-- One application in one round trip. It only writes: rules, dates, hashes and ids come from Python, as one JSON object
-- whose keys are named below; the encrypted answers come beside it.
-- A changed signature is a function beside the older one, so that old and new servers can run side by side.
create or replace function case_number(p_region text, p_day date, p_channel smallint) returns text
language plpgsql as $$
declare
  v_serial int; v_body text; v_sum int := 0; v_digit int;
begin
  insert into cases_numbercounter as c (region, day, channel, last) values (left(p_region, 6), p_day, p_channel, 1)
    on conflict (region, day, channel) do update set last = c.last + 1 returning last into v_serial;
  v_body := left(p_region, 6) || to_char(p_day, 'YYMMDD') || p_channel || lpad(v_serial::text, 7, '0');
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

create or replace function case_submit(p_told jsonb, p_form bytea) returns text language plpgsql as $$
declare
  t record; v_id bigint; v_number text; v_found int;
begin
  select * into t from jsonb_to_record(p_told) as r(
    source text, client_ref text, body_hash bytea, case_uuid uuid, version bigint, item_code text, line text,
    region text, organisation bigint, received_at_org bigint, channel smallint, person bigint, employer bigint,
    situation jsonb, password_hash bytea, at timestamptz, due_at timestamptz, yellow_on date, red_on date,
    statutory_due date, provisional boolean, instant boolean, visits smallint, officer bigint, file_owner text,
    materials jsonb, actor text, event text, hash bytea, outbox uuid);
  v_number := case_number(t.region, (t.at at time zone 'Asia/Shanghai')::date, t.channel);
  insert into cases_case (uuid, number, version_id, item_code, line, region_id, organisation_id, received_at_org_id,
      channel, source, client_ref, body_hash, person_id, employer_id, situation, form, password_hash, state, step,
      received_at, clock_from, due_at, yellow_on, red_on, alarm, statutory_due, due_provisional, instant, late, visits,
      flags, slow_reason, outcome, received_by_id, seq, head)
    values (t.case_uuid, v_number, t.version, t.item_code, t.line, t.region, t.organisation, t.received_at_org,
      t.channel, t.source, t.client_ref, t.body_hash, t.person, t.employer, t.situation, p_form, t.password_hash,
      'received', 0, t.at, t.at, t.due_at, t.yellow_on, t.red_on, 'green', t.statutory_due, t.provisional, t.instant,
      false, t.visits, '[]', '', '', t.officer, 1, t.hash)
    returning id into v_id;
  insert into cases_material (case_id, code, name, source, file_id, round, verdict, note, created_at)
    select v_id, m.paper->>'code', m.paper->>'name', m.paper->>'source', f.id, 0, '', '', t.at
    from jsonb_array_elements(t.materials) with ordinality m(paper, place)
    left join lateral (
      select s.id from cases_storedfile s
      where s.uuid = (m.paper->>'file')::uuid and s.owner = t.file_owner limit 1) f on true
    where m.paper->>'file' is null or f.id is not null
    order by m.place;
  get diagnostics v_found = row_count;
  if v_found <> jsonb_array_length(t.materials) then
    raise exception 'a file is unknown or belongs to somebody else' using errcode = 'YC422';
  end if;
  insert into cases_caseevent (case_id, seq, kind, actor, officer_id, at, state, code, on_site, data, previous, hash)
    values (v_id, 1, 'submit', t.actor, t.officer, t.at, 'received', '01', t.visits > 0, t.event,
      decode(repeat('00', 32), 'hex'), t.hash);
  insert into core_outboxevent (uuid, topic, payload, created_at, attempts, last_error)
    values (t.outbox, 'cases.CaseSubmitted',
      jsonb_build_object('case', t.case_uuid, 'item_code', t.item_code, 'at', t.at), t.at, 0, '');
  insert into audit_entry (actor, verb, subject, data)
    values (t.actor, 'case.submit', 'case:' || t.case_uuid,
      '{"item":"' || t.item_code || '","channel":' || t.channel || '}');
  return v_number;
end $$;
