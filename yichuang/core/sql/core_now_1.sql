-- The platform's clock in SQL: the machine's, moved by what the session says.
create function core_now() returns timestamptz language sql volatile as $$
  select clock_timestamp()
    + make_interval(secs => coalesce(nullif(current_setting('yichuang.clock_ahead', true), ''), '0')::double precision)
$$;
