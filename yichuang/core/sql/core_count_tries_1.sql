-- How often each key was tried; p_add tries more are counted first, none when it is 0. One round trip for all keys.
-- A count lasts p_seconds from its first try; where p_locks has a number, a count that reaches it begins its time anew.
-- p_alone: not within a larger transaction, so the count does not wait for the disk. Keys are taken in order, so that
-- two callers never hold each other up.
create or replace function core_count_tries(p_keys bytea[], p_seconds int[], p_locks int[], p_now timestamptz,
  p_add int, p_alone boolean, out tries int[], out ends timestamptz[])
language plpgsql as $$
begin
  if p_add > 0 then
    if p_alone then
      perform set_config('synchronous_commit', 'off', true);
    end if;
    insert into core_try as t (key, n, until)
      select k.key, p_add, p_now + make_interval(secs => k.seconds)
      from unnest(p_keys, p_seconds) k(key, seconds) order by k.key
      on conflict (key) do update set
        n = case when t.until > p_now then t.n + excluded.n else excluded.n end,
        until = case
          when t.until > p_now and t.n + excluded.n
            < coalesce((p_locks)[array_position(p_keys, t.key)], 2147483647) then t.until
          else excluded.until end;
  end if;
  select array_agg(coalesce(t.n, 0) order by k.place), array_agg(t.until order by k.place) into tries, ends
    from unnest(p_keys) with ordinality k(key, place) left join core_try t on t.key = k.key and t.until > p_now;
end $$;
