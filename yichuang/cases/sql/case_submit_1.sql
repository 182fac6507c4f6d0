-- One application in one round trip. It only writes: rules, dates, hashes and ids come from Python.
-- A changed signature gets a new name, so that old and new servers can run side by side.
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

create or replace function case_submit(
  p_source text, p_ref text, p_body bytea, p_uuid uuid, p_version bigint, p_item text, p_line text, p_region text,
  p_org bigint, p_received_org bigint, p_channel smallint, p_person bigint, p_employer bigint, p_situation jsonb,
  p_form bytea, p_password bytea, p_at timestamptz, p_due timestamptz, p_yellow date, p_red date, p_statutory date,
  p_provisional boolean, p_instant boolean, p_visits smallint, p_officer bigint, p_owner text,
  p_codes text[], p_names text[], p_sources text[], p_files uuid[], p_actor text, p_event text, p_hash bytea,
  p_outbox uuid
) returns text language plpgsql as $$
declare
  v_id bigint; v_number text; v_found int;
begin
  v_number := case_number(p_region, (p_at at time zone 'Asia/Shanghai')::date, p_channel);
  insert into cases_case (uuid, number, version_id, item_code, line, region_id, organisation_id, received_at_org_id,
      channel, source, client_ref, body_hash, person_id, employer_id, situation, form, password_hash, state, step,
      received_at, clock_from, due_at, yellow_on, red_on, alarm, statutory_due, due_provisional, instant, late, visits,
      flags, slow_reason, outcome, received_by_id, seq, head)
    values (p_uuid, v_number, p_version, p_item, p_line, p_region, p_org, p_received_org,
      p_channel, p_source, p_ref, p_body, p_person, p_employer, p_situation, p_form, p_password, 'received', 0,
      p_at, p_at, p_due, p_yellow, p_red, 'green', p_statutory, p_provisional, p_instant, false, p_visits,
      '[]', '', '', p_officer, 1, p_hash)
    returning id into v_id;
  insert into cases_material (case_id, code, name, source, file_id, round, verdict, note, created_at)
    select v_id, m.code, m.name, m.source, f.id, 0, '', '', p_at
    from unnest(p_codes, p_names, p_sources, p_files) with ordinality m(code, name, source, file, place)
    left join lateral (
      select s.id from cases_storedfile s where s.uuid = m.file and s.owner = p_owner limit 1) f on true
    where m.file is null or f.id is not null
    order by m.place;
  get diagnostics v_found = row_count;
  if v_found <> cardinality(p_codes) then
    raise exception 'a file is unknown or belongs to somebody else' using errcode = 'YC422';
  end if;
  insert into cases_caseevent (case_id, seq, kind, actor, officer_id, at, state, code, on_site, data, previous, hash)
    values (v_id, 1, 'submit', p_actor, p_officer, p_at, 'received', '01', p_visits > 0, p_event,
      decode(repeat('00', 32), 'hex'), p_hash);
  insert into core_outboxevent (uuid, topic, payload, created_at, attempts, last_error)
    values (p_outbox, 'cases.CaseSubmitted', jsonb_build_object('case', p_uuid, 'item_code', p_item, 'at', p_at),
      p_at, 0, '');
  insert into audit_entry (actor, verb, subject, data)
    values (p_actor, 'case.submit', 'case:' || p_uuid, '{"item":"' || p_item || '","channel":' || p_channel || '}');
  return v_number;
end $$;
