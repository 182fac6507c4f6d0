-- The same step of many cases in one round trip: their rows, the entries of their trails, the records and the events.
-- Python has locked the cases, judged the steps and hashed them. Each of p_moves is what case_move takes, and "case", the
-- id of its case; all of them set the same columns. Returns how many there were.
create or replace function case_moves(p_moves jsonb[]) returns int language plpgsql as $$
declare
  v_columns text; v_shapes int; v_moved int; v_all int := cardinality(p_moves);
begin
  if v_all = 0 then
    return 0;
  end if;
  select count(distinct shape.names) into v_shapes from unnest(p_moves) m
    cross join lateral (select array_agg(k order by k) as names from jsonb_object_keys(m->'set') k) shape;
  if v_shapes <> 1 then
    raise exception 'steps that set different columns: one call for each kind';
  end if;
  select string_agg(format('%1$I = r.%1$I', k), ', ') into v_columns from jsonb_object_keys(p_moves[1]->'set') k;
  execute 'update cases_case c set ' || v_columns
    || ' from unnest($1) m cross join lateral jsonb_populate_record(null::cases_case, m->''set'') r'
    || ' where c.id = (m->>''case'')::bigint and c.seq = r.seq - 1'
    using p_moves;
  get diagnostics v_moved = row_count;
  if v_moved <> v_all then
    raise exception '% of % cases were moved by somebody else: they were not locked', v_all - v_moved, v_all;
  end if;
  insert into cases_caseevent (case_id, seq, kind, actor, officer_id, at, state, code, on_site, data, previous, hash)
    select (m->>'case')::bigint, e.seq, e.kind, e.actor, e.officer_id, e.at, e.state, e.code, e.on_site, e.data,
      e.previous, e.hash
    from unnest(p_moves) m cross join lateral jsonb_populate_record(null::cases_caseevent, m->'event') e;
  insert into audit_entry (at, actor, verb, subject, data)
    select a.at, a.actor, a.verb, a.subject, a.data
    from unnest(p_moves) m cross join lateral jsonb_populate_record(null::audit_entry, m->'record') a;
  insert into core_outboxevent (uuid, topic, payload, created_at, attempts, last_error)
    select o.uuid, o.topic, o.payload, o.created_at, 0, ''
    from unnest(p_moves) m cross join lateral jsonb_populate_record(null::core_outboxevent, m->'outbox') o;
  return v_moved;
end $$;
