-- One step of a case in one round trip: its row, the entry of its trail, the record and the event. Python has locked
-- the case, judged the step and hashed it. "set": columns of cases_case to write, seq among them; "event": columns of
-- cases_caseevent; "outbox", "record": columns of their tables. Returns the id of the trail's entry.
create or replace function case_move(p_case bigint, p_move jsonb) returns bigint language plpgsql as $$
declare
  v_columns text; v_event bigint; v_found int;
begin
  select string_agg(format('%1$I = r.%1$I', k), ', ') into v_columns from jsonb_object_keys(p_move->'set') k;
  execute 'update cases_case c set ' || v_columns
    || ' from jsonb_populate_record(null::cases_case, $1) r where c.id = $2 and c.seq = r.seq - 1'
    using p_move->'set', p_case;
  get diagnostics v_found = row_count;
  if v_found <> 1 then
    raise exception 'case % was moved by somebody else: it was not locked', p_case;
  end if;
  insert into cases_caseevent (case_id, seq, kind, actor, officer_id, at, state, code, on_site, data, previous, hash)
    select p_case, e.seq, e.kind, e.actor, e.officer_id, e.at, e.state, e.code, e.on_site, e.data, e.previous, e.hash
    from jsonb_populate_record(null::cases_caseevent, p_move->'event') e
    returning id into v_event;
  insert into audit_entry (at, actor, verb, subject, data)
    select a.at, a.actor, a.verb, a.subject, a.data from jsonb_populate_record(null::audit_entry, p_move->'record') a;
  insert into core_outboxevent (uuid, topic, payload, created_at, attempts, last_error)
    select o.uuid, o.topic, o.payload, o.created_at, 0, ''
    from jsonb_populate_record(null::core_outboxevent, p_move->'outbox') o;
  return v_event;
end $$;
