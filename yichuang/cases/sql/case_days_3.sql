-- What ended on a day is every case that came to its end: what was done (办结), what was refused (不予受理), and what was
-- dropped (撤回, 退件, 作废). Late is what was done or refused late.
create or replace function case_is_done(p_state text) returns boolean language sql immutable as $$
  select p_state in ('closed', 'refused')
$$;

create or replace function case_is_over(p_state text) returns boolean language sql immutable as $$
  select p_state in ('closed', 'refused', 'returned', 'withdrawn', 'voided')
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
    v_due := (case_is_done(old.state) or case_is_done(new.state)) and
      (old.due_at, old.region_id, old.line, old.state, old.late)
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

-- The sums of one day. Returns whether it was summed: not while anybody still writes who began on it.
create or replace function case_sum_day(p_day date) returns boolean language plpgsql as $$
declare
  v_from timestamptz := p_day::timestamp at time zone 'Asia/Shanghai';
  v_until timestamptz := (p_day + 1)::timestamp at time zone 'Asia/Shanghai';
  v_ahead interval := make_interval(
    secs => coalesce(nullif(current_setting('yichuang.clock_ahead', true), ''), '0')::double precision);
begin
  if v_until > case_today() or exists (
    select from pg_stat_activity a
    where a.datname = current_database() and a.backend_type = 'client backend'
      and a.xact_start + v_ahead < v_until
  ) then
    return false;
  end if;
  perform pg_advisory_xact_lock(815, p_day - date '2000-01-01');
  delete from cases_daycame where day = p_day;
  insert into cases_daycame (day, county, line, channel_1, channel_2, channel_3, channel_4, channel_5, channel_6)
    select p_day, c.county, c.line, count(*) filter (where c.channel = 1), count(*) filter (where c.channel = 2),
      count(*) filter (where c.channel = 3), count(*) filter (where c.channel = 4),
      count(*) filter (where c.channel = 5), count(*) filter (where c.channel = 6)
    from cases_case c where c.received_at >= v_from and c.received_at < v_until group by c.county, c.line;
  delete from cases_dayended where day = p_day;
  insert into cases_dayended (day, county, line, closed, refused, dropped, late, instant, within, timed, minutes)
    select p_day, c.county, c.line, count(*) filter (where c.state = 'closed'),
      count(*) filter (where c.state = 'refused'), count(*) filter (where not case_is_done(c.state)),
      count(*) filter (where c.late and case_is_done(c.state)),
      count(*) filter (where c.instant and c.state = 'closed'),
      count(*) filter (where c.instant and c.state = 'closed' and c.minutes <= 30),
      count(c.minutes) filter (where c.instant and c.state = 'closed'),
      coalesce(sum(c.minutes) filter (where c.instant and c.state = 'closed'), 0)
    from cases_case c where case_is_over(c.state) and c.closed_at >= v_from and c.closed_at < v_until
    group by c.county, c.line;
  delete from cases_daydue where day = p_day;
  insert into cases_daydue (day, county, line, closed, late)
    select p_day, c.county, c.line, count(*), count(*) filter (where c.late)
    from cases_case c where not c.open and case_is_done(c.state) and c.due_at >= v_from and c.due_at < v_until
    group by c.county, c.line;
  insert into cases_daysummed (kind, day) values ('came', p_day), ('ended', p_day), ('due', p_day)
    on conflict (kind, day) do nothing;
  return true;
end $$;

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
    (day, county, line, item_code, received, online, closed, refused, dropped, late, instant, within)
    select p_week, county, line, item_code,
      count(*) filter (where came), count(*) filter (where came and channel in (2, 3)),
      count(*) filter (where not came and state = 'closed'), count(*) filter (where not came and state = 'refused'),
      count(*) filter (where not came and not case_is_done(state)),
      count(*) filter (where not came and late and case_is_done(state)),
      count(*) filter (where not came and instant and state = 'closed'),
      count(*) filter (where not came and instant and state = 'closed' and minutes <= 30)
    from (
      select c.county, c.line, c.item_code, c.channel, c.state, c.late, c.instant, c.minutes, true as came
      from cases_case c where c.received_at >= v_from and c.received_at < v_until
      union all
      select c.county, c.line, c.item_code, c.channel, c.state, c.late, c.instant, c.minutes, false as came
      from cases_case c
      where case_is_over(c.state) and c.closed_at >= v_from and c.closed_at < v_until
    ) counted
    group by county, line, item_code;
  insert into cases_daysummed (kind, day) values ('items', p_week) on conflict (kind, day) do nothing;
  return true;
end $$;

-- Summed days and weeks that are not what their cases are, counted another way than they are summed.
create or replace function case_days_differing() returns table (kind text, day date) language sql stable as $$
  with cases as (
    select c.*, (c.received_at at time zone 'Asia/Shanghai')::date came_on,
      (c.closed_at at time zone 'Asia/Shanghai')::date ended_on,
      c.instant and c.state = 'closed' as at_once, (c.due_at at time zone 'Asia/Shanghai')::date due_on
    from cases_case c),
  came as (
    select c.came_on as day, c.county, c.line, sum((c.channel = 1)::int) c1, sum((c.channel = 2)::int) c2,
      sum((c.channel = 3)::int) c3, sum((c.channel = 4)::int) c4, sum((c.channel = 5)::int) c5,
      sum((c.channel = 6)::int) c6
    from cases c join cases_daysummed m on m.kind = 'came' and m.day = c.came_on group by 1, 2, 3),
  ended as (
    select c.ended_on as day, c.county, c.line, sum((c.state = 'closed')::int) as closed,
      sum((c.state = 'refused')::int) as refused, sum((c.state not in ('closed', 'refused'))::int) as dropped,
      sum((c.late and c.state in ('closed', 'refused'))::int) as late, sum(c.at_once::int) as instant,
      sum((c.at_once and coalesce(c.minutes <= 30, false))::int) as within,
      sum((c.at_once and c.minutes is not null)::int) as timed,
      coalesce(sum(case when c.at_once then c.minutes end), 0) as minutes
    from cases c join cases_daysummed m on m.kind = 'ended' and m.day = c.ended_on
    where case_is_over(c.state) group by 1, 2, 3),
  due as (
    select c.due_on as day, c.county, c.line, sum(1) as closed, sum(c.late::int) as late
    from cases c join cases_daysummed m on m.kind = 'due' and m.day = c.due_on
    where c.state in ('closed', 'refused') group by 1, 2, 3),
  came_sums as (
    select s.day, s.county, s.line, channel_1, channel_2, channel_3, channel_4, channel_5, channel_6
    from cases_daycame s join cases_daysummed m on m.kind = 'came' and m.day = s.day),
  ended_sums as (
    select s.day, s.county, s.line, closed, refused, dropped, late, instant, within, timed, minutes
    from cases_dayended s join cases_daysummed m on m.kind = 'ended' and m.day = s.day),
  due_sums as (
    select s.day, s.county, s.line, closed, late
    from cases_daydue s join cases_daysummed m on m.kind = 'due' and m.day = s.day)
  select 'came', x.day from ((table came except table came_sums) union (table came_sums except table came)) x
  union
  select 'ended', x.day from ((table ended except table ended_sums) union (table ended_sums except table ended)) x
  union
  select 'due', x.day from ((table due except table due_sums) union (table due_sums except table due)) x
  order by 1, 2
$$;

create or replace function case_sums_differing() returns table (kind text, day date) language sql stable as $$
  with weeks as (select m.day from cases_daysummed m where m.kind = 'items'),
  months as (
    select m.day, m.day::timestamp at time zone 'Asia/Shanghai' as begun from cases_daysummed m where m.kind = 'open'),
  came as (
    select w.day, c.county, c.line, c.item_code, sum(1) as received, sum((c.channel in (2, 3))::int) as online
    from cases_case c join weeks w on w.day = date_trunc('week', c.received_at at time zone 'Asia/Shanghai')::date
    group by 1, 2, 3, 4),
  ended as (
    select w.day, c.county, c.line, c.item_code, sum((c.state = 'closed')::int) as closed,
      sum((c.state = 'refused')::int) as refused, sum((c.state not in ('closed', 'refused'))::int) as dropped,
      sum((c.late and c.state in ('closed', 'refused'))::int) as late,
      sum((c.instant and c.state = 'closed')::int) as instant,
      sum((c.instant and c.state = 'closed' and coalesce(c.minutes <= 30, false))::int) as within
    from cases_case c join weeks w on w.day = date_trunc('week', c.closed_at at time zone 'Asia/Shanghai')::date
    where case_is_over(c.state) group by 1, 2, 3, 4),
  items as (
    select day, county, line, item_code, coalesce(received, 0), coalesce(online, 0), coalesce(closed, 0),
      coalesce(refused, 0), coalesce(dropped, 0), coalesce(late, 0), coalesce(instant, 0), coalesce(within, 0)
    from came full join ended using (day, county, line, item_code)),
  item_sums as (
    select s.day, s.county, s.line, s.item_code, s.received, s.online, s.closed, s.refused, s.dropped, s.late, s.instant, s.within
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

-- What was summed before lacks these numbers: it is counted from its cases until it is summed anew.
delete from cases_daysummed where kind in ('ended', 'due', 'items');
