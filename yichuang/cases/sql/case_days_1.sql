-- Sums of days that are over, kept true by the database itself. A write that touches what is counted of a past day takes
-- the mark of that day away, whoever writes; without its mark a day is counted from its cases.
create or replace function case_today() returns timestamptz language sql volatile as $$
  select date_trunc('day', core_now() at time zone 'Asia/Shanghai') at time zone 'Asia/Shanghai'
$$;

-- Who writes and who sums the same day wait for each other: 815 is ours among the locks of this database.
create or replace function case_day_forget(p_kind text, p_at timestamptz) returns void language plpgsql as $$
declare
  v_day date := (p_at at time zone 'Asia/Shanghai')::date;
begin
  if p_at is null or p_at >= case_today() then
    return;
  end if;
  perform pg_advisory_xact_lock_shared(815, v_day - date '2000-01-01');
  delete from cases_daysummed where kind = p_kind and day = v_day;
end $$;

create or replace function case_day_touched() returns trigger language plpgsql as $$
declare
  v_came boolean := true; v_ended boolean := true; v_due boolean := true;
begin
  if tg_op = 'UPDATE' then
    v_came := (old.received_at, old.region_id, old.line, old.channel)
      is distinct from (new.received_at, new.region_id, new.line, new.channel);
    v_ended := (old.closed_at, old.region_id, old.line, old.state, old.late, old.instant, old.minutes)
      is distinct from (new.closed_at, new.region_id, new.line, new.state, new.late, new.instant, new.minutes);
    v_due := 'closed' in (old.state, new.state) and (old.due_at, old.region_id, old.line, old.state, old.late)
      is distinct from (new.due_at, new.region_id, new.line, new.state, new.late);
  end if;
  if tg_op <> 'INSERT' then
    if v_came then perform case_day_forget('came', old.received_at); end if;
    if v_ended then perform case_day_forget('ended', old.closed_at); end if;
    if v_due then perform case_day_forget('due', old.due_at); end if;
  end if;
  if tg_op <> 'DELETE' then
    if v_came then perform case_day_forget('came', new.received_at); end if;
    if v_ended then perform case_day_forget('ended', new.closed_at); end if;
    if v_due then perform case_day_forget('due', new.due_at); end if;
  end if;
  return null;
end $$;

-- What is received, and what is closed in time, costs one comparison.
create or replace trigger case_day_inserted after insert on cases_case for each row
  when (least(new.received_at, new.closed_at, new.due_at) < case_today())
  execute function case_day_touched();
create or replace trigger case_day_updated
  after update of received_at, region_id, line, channel, closed_at, state, late, instant, minutes, due_at
  on cases_case for each row
  when (least(old.received_at, old.closed_at, old.due_at, new.received_at, new.closed_at, new.due_at) < case_today()
    and (old.received_at, old.region_id, old.line, old.channel, old.closed_at, old.state, old.late, old.instant,
      old.minutes, old.due_at)
    is distinct from (new.received_at, new.region_id, new.line, new.channel, new.closed_at, new.state, new.late,
      new.instant, new.minutes, new.due_at))
  execute function case_day_touched();
create or replace trigger case_day_deleted after delete on cases_case for each row
  execute function case_day_touched();

-- The sums of one day, from its cases. Returns whether it was summed: not while anybody still writes who began on it.
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
  insert into cases_dayended (day, county, line, closed, late, instant, within, timed, minutes)
    select p_day, c.county, c.line, count(*), count(*) filter (where c.late), count(*) filter (where c.instant),
      count(*) filter (where c.instant and c.minutes <= 30), count(c.minutes) filter (where c.instant),
      coalesce(sum(c.minutes) filter (where c.instant), 0)
    from cases_case c where c.state = 'closed' and c.closed_at >= v_from and c.closed_at < v_until
    group by c.county, c.line;
  delete from cases_daydue where day = p_day;
  insert into cases_daydue (day, county, line, closed, late)
    select p_day, c.county, c.line, count(*), count(*) filter (where c.late)
    from cases_case c where not c.open and c.state = 'closed' and c.due_at >= v_from and c.due_at < v_until
    group by c.county, c.line;
  insert into cases_daysummed (kind, day) values ('came', p_day), ('ended', p_day), ('due', p_day)
    on conflict (kind, day) do nothing;
  return true;
end $$;

-- Summed days that are not what their cases are, counted another way than they are summed: none, or no sum is to be
-- believed.
create or replace function case_days_differing() returns table (kind text, day date) language sql stable as $$
  with cases as (
    select c.*, (c.received_at at time zone 'Asia/Shanghai')::date came_on,
      (c.closed_at at time zone 'Asia/Shanghai')::date ended_on, (c.due_at at time zone 'Asia/Shanghai')::date due_on
    from cases_case c),
  came as (
    select c.came_on as day, c.county, c.line, sum((c.channel = 1)::int) c1, sum((c.channel = 2)::int) c2,
      sum((c.channel = 3)::int) c3, sum((c.channel = 4)::int) c4, sum((c.channel = 5)::int) c5,
      sum((c.channel = 6)::int) c6
    from cases c join cases_daysummed m on m.kind = 'came' and m.day = c.came_on group by 1, 2, 3),
  ended as (
    select c.ended_on as day, c.county, c.line, sum(1) as closed, sum(c.late::int) as late,
      sum(c.instant::int) as instant,
      sum((c.instant and coalesce(c.minutes <= 30, false))::int) as within,
      sum((c.instant and c.minutes is not null)::int) as timed,
      coalesce(sum(case when c.instant then c.minutes end), 0) as minutes
    from cases c join cases_daysummed m on m.kind = 'ended' and m.day = c.ended_on
    where c.state = 'closed' group by 1, 2, 3),
  due as (
    select c.due_on as day, c.county, c.line, sum(1) as closed, sum(c.late::int) as late
    from cases c join cases_daysummed m on m.kind = 'due' and m.day = c.due_on
    where c.state = 'closed' group by 1, 2, 3),
  came_sums as (
    select s.day, s.county, s.line, channel_1, channel_2, channel_3, channel_4, channel_5, channel_6
    from cases_daycame s join cases_daysummed m on m.kind = 'came' and m.day = s.day),
  ended_sums as (
    select s.day, s.county, s.line, closed, late, instant, within, timed, minutes
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
