-- Months of the record that are to come: each gets a table of its own before it begins. A month that has no table goes
-- into audit_entry_rest; a month that began there stays there. Returns how many were made.
create or replace function audit_make_months(p_day date, p_ahead int) returns int language plpgsql as $$
declare
  v_first date; v_from timestamptz; v_until timestamptz; v_before timestamptz; v_name text; v_made int := 0;
begin
  select substring(pg_get_expr(c.relpartbound, c.oid) from 'TO \(''([^'']+)''\)')::timestamptz into v_before
    from pg_class c where c.oid = 'audit_entry_before'::regclass;
  for n in 0..p_ahead loop
    v_first := (date_trunc('month', p_day) + make_interval(months => n))::date;
    v_from := v_first::timestamp at time zone 'Asia/Shanghai';
    v_until := (v_first + interval '1 month') at time zone 'Asia/Shanghai';
    v_name := 'audit_entry_' || to_char(v_first, 'YYYY_MM');
    continue when v_from < v_before or to_regclass(v_name) is not null;
    continue when exists (select from audit_entry_rest r where r.at >= v_from and r.at < v_until);
    execute format('create table %I partition of audit_entry for values from (%L) to (%L)', v_name, v_from, v_until);
    execute format('create trigger audit_frozen_all before truncate on %I'
      ' for each statement execute function audit_frozen()', v_name);
    v_made := v_made + 1;
  end loop;
  return v_made;
end $$;
