-- Two more sums, kept true as those of days are: weeks that are over by county, line and item; and how many cases were
-- open when a month began.
create or replace function case_day_forget(p_kind text, p_at timestamptz) returns void language plpgsql as $$
declare
  v_day date := (p_at at time zone 'Asia/Shanghai')::date;
  v_week date := date_trunc('week', p_at at time zone 'Asia/Shanghai')::date;
begin
  if p_at is null or p_at >= case_today() then
    return;
  end if;
  perform pg_advisory_xact_lock_shared(815, v_day - date '2000-01-01');
  delete from cases_daysummed where kind = p_kind and day = v_day;
  if p_kind in ('came', 'ended') then
    perform pg_advisory_xact_lock_shared(816, v_week - date '2000-01-01');
    delete from cases_daysummed where kind = 'items' and day = v_week;
  end if;
end $$;

-- Of months that began in (p_from, p_until] it is no longer known what was open. 817 is ours among the locks, as 815 of
-- days and 816 of weeks: who sums holds one lock and waits for nobody while holding it.
create or replace function case_open_forget(p_from timestamptz, p_until timestamptz) returns void language plpgsql as $$
begin
  if p_from >= case_today() then
    return;
  end if;
  perform pg_advisory_xact_lock_shared(817, 0);
  delete from cases_daysummed
  where kind = 'open' and day::timestamp at time zone 'Asia/Shanghai' > p_from
    and day::timestamp at time zone 'Asia/Shanghai' <= p_until;
end $$;

-- Until when a case is open.
create or replace function case_end(p_open boolean, p_closed_at timestamptz) returns timestamptz
  language sql immutable as $$
  select case when p_open then 'infinity' else coalesce(p_closed_at, '-infinity') end
$$;

create or replace function case_day_touched() returns trigger language plpgsql as $$
declare
  v_came boolean := true; v_ended boolean := true; v_due boolean := true; v_open boolean := true;
  v_old_end timestamptz; v_new_end timestamptz;
begin
  if tg_op = 'UPDATE' then
    v_came := (old.received_at, old.region_id, old.line, old.item_code, old.channel)
      is distinct from (new.received_at, new.region_id, new.line, new.item_code, new.channel);
    v_ended := (old.closed_at, old.region_id, old.line, old.item_code, old.state, old.late, old.instant, old.minutes)
      is distinct from
      (new.closed_at, new.region_id, new.line, new.item_code, new.state, new.late, new.instant, new.minutes);
    v_due := 'closed' in (old.state, new.state) and (old.due_at, old.region_id, old.line, old.state, old.late)
      is distinct from (new.due_at, new.region_id, new.line, new.state, new.late);
    v_old_end := case_end(old.open, old.closed_at);
    v_new_end := case_end(new.open, new.closed_at);
    v_open := (old.received_at, old.region_id, old.line) is distinct from (new.received_at, new.region_id, new.line);
    if not v_open and v_old_end <> v_new_end then
      perform case_open_forget(least(v_old_end, v_new_end), greatest(v_old_end, v_new_end));
    end if;
  end if;
  if tg_op <> 'INSERT' then
    if v_came then perform case_day_forget('came', old.received_at); end if;
    if v_ended then perform case_day_forget('ended', old.closed_at); end if;
    if v_due then perform case_day_forget('due', old.due_at); end if;
    if v_open then perform case_open_forget(old.received_at, case_end(old.open, old.closed_at)); end if;
  end if;
  if tg_op <> 'DELETE' then
    if v_came then perform case_day_forget('came', new.received_at); end if;
    if v_ended then perform case_day_forget('ended', new.closed_at); end if;
    if v_due then perform case_day_forget('due', new.due_at); end if;
    if v_open then perform case_open_forget(new.received_at, case_end(new.open, new.closed_at)); end if;
  end if;
  return null;
end $$;

create or replace trigger case_day_updated
  after update of received_at, region_id, line, item_code, channel, closed_at, state, late, instant, minutes, due_at
  on cases_case for each row
  when (least(old.received_at, old.closed_at, old.due_at, new.received_at, new.closed_at, new.due_at) < case_today()
    and (old.received_at, old.region_id, old.line, old.item_code, old.channel, old.closed_at, old.state, old.late,
      old.instant, old.minutes, old.due_at)
    is distinct from (new.received_at, new.region_id, new.line, new.item_code, new.channel, new.closed_at, new.state,
      new.late, new.instant, new.minutes, new.due_at))
  execute function case_day_touched();

-- Whether anybody still writes who began before the moment.
create or replace function case_written_from_before(p_moment timestamptz) returns boolean language sql volatile as $$
  select exists (
    select from pg_stat_activity a
    where a.datname = current_database() and a.backend_type = 'client backend'
      and a.xact_start + make_interval(
        secs => coalesce(nullif(current_setting('yichuang.clock_ahead', true), ''), '0')::double precision) < p_moment)
$$;

-- The sums of one week that begins on this Monday, by item. Returns whether it was summed, as case_sum_day does.
create or replace function case_sum_week(p_week date) returns boolean language plpgsql as $$
declare
  v_from timestamptz := p_week::timestamp at time zone 'Asia/Shanghai';
  v_until timestamptz := (p_week + 7)::timestamp at time zone 'Asia/Shanghai';
begin
  if v_until > case_today() or case_written_from_before(v_until) then
    return false;
  end if;
  perform pg_advisory_xact_lock(816, p_week - date '2000-01-01');
  delete from cases_weekofitem where day = p_week;
  insert into cases_weekofitem
    (day, county, line, item_code, received, online, closed, late, instant, within)
    select p_week, county, line, item_code,
      count(*) filter (where came), count(*) filter (where came and channel in (2, 3)),
      count(*) filter (where not came), count(*) filter (where not came and late),
      count(*) filter (where not came and instant), count(*) filter (where not came and instant and minutes <= 30)
    from (
      select c.county, c.line, c.item_code, c.channel, c.late, c.instant, c.minutes, true as came
      from cases_case c where c.received_at >= v_from and c.received_at < v_until
      union all
      select c.county, c.line, c.item_code, c.channel, c.late, c.instant, c.minutes, false as came
      from cases_case c
      where c.state = 'closed' and c.closed_at >= v_from and c.closed_at < v_until
    ) counted
    group by county, line, item_code;
  insert into cases_daysummed (kind, day) values ('items', p_week) on conflict (kind, day) do nothing;
  return true;
end $$;

-- How many cases were open when this month began, by county and line. Returns whether it is known.
create or replace function case_keep_open(p_month date) returns boolean language plpgsql as $$
declare
  v_begun timestamptz := p_month::timestamp at time zone 'Asia/Shanghai';
begin
  if v_begun > case_today() or case_written_from_before(v_begun) then
    return false;
  end if;
  perform pg_advisory_xact_lock(817, 0);
  delete from cases_openthen where day = p_month;
  insert into cases_openthen (day, county, line, open)
    select p_month, county, line, count(*)
    from (
      select c.county, c.line from cases_case c where c.received_at < v_begun and c.open
      union all
      select c.county, c.line from cases_case c
      where c.received_at < v_begun and c.closed_at >= v_begun and not c.open
    ) counted
    group by county, line;
  insert into cases_daysummed (kind, day) values ('open', p_month) on conflict (kind, day) do nothing;
  return true;
end $$;

-- As case_days_differing, of weeks by item and of what was open.
create or replace function case_sums_differing() returns table (kind text, day date) language sql stable as $$
  with weeks as (select m.day from cases_daysummed m where m.kind = 'items'),
  months as (
    select m.day, m.day::timestamp at time zone 'Asia/Shanghai' as begun from cases_daysummed m where m.kind = 'open'),
  came as (
    select w.day, c.county, c.line, c.item_code, sum(1) as received, sum((c.channel in (2, 3))::int) as online
    from cases_case c join weeks w on w.day = date_trunc('week', c.received_at at time zone 'Asia/Shanghai')::date
    group by 1, 2, 3, 4),
  ended as (
    select w.day, c.county, c.line, c.item_code, sum(1) as closed, sum(c.late::int) as late,
      sum(c.instant::int) as instant, sum((c.instant and coalesce(c.minutes <= 30, false))::int) as within
    from cases_case c join weeks w on w.day = date_trunc('week', c.closed_at at time zone 'Asia/Shanghai')::date
    where c.state = 'closed' group by 1, 2, 3, 4),
  items as (
    select day, county, line, item_code, coalesce(received, 0), coalesce(online, 0), coalesce(closed, 0),
      coalesce(late, 0), coalesce(instant, 0), coalesce(within, 0)
    from came full join ended using (day, county, line, item_code)),
  item_sums as (
    select s.day, s.county, s.line, s.item_code, s.received, s.online, s.closed, s.late, s.instant, s.within
    from cases_weekofitem s join weeks w using (day)),
  opened as (
    select m.day, c.county, c.line, sum(1) as open
    from months m join cases_case c on c.received_at < m.begun and (c.open or c.closed_at >= m.begun)
    group by 1, 2, 3),
  open_sums as (
    select s.day, s.county, s.line, s.open from cases_openthen s join months m using (day))
  select 'items', x.day from ((table items except table item_sums) union (table item_sums except table items)) x
  union
  select 'open', x.day from ((table opened except table open_sums) union (table open_sums except table opened)) x
  order by 1, 2
$$;
