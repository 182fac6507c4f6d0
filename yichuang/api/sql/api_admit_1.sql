-- Who is calling, and one more call counted, in one round trip. No row: no such key. Python judges the numbers.
-- Meant for autocommit: the count is not worth a wait for the disk, so this transaction does not wait for it.
create or replace function api_admit(p_hash bytea, p_today date, p_minute timestamptz)
returns table (key_id bigint, key_name text, key_channel int, key_source text, key_scopes text[],
  quota_day int, quota_minute int, used_day int, used_minute int)
language plpgsql as $$
declare
  k api_apikey%rowtype;
begin
  select * into k from api_apikey a
    where a.key_hash = p_hash and a.active and (a.expires_on is null or a.expires_on >= p_today);
  if not found then
    return;
  end if;
  perform set_config('synchronous_commit', 'off', true);
  insert into api_quotause as q (key_id, day, n, minute, minute_n) values (k.id, p_today, 1, p_minute, 1)
    on conflict on constraint quota_use_once do update
    set n = q.n + 1, minute_n = case when q.minute = p_minute then q.minute_n + 1 else 1 end, minute = p_minute
    returning q.n, q.minute_n into used_day, used_minute;
  key_id := k.id; key_name := k.name; key_channel := k.channel; key_source := k.source; key_scopes := k.scopes;
  quota_day := k.daily_quota; quota_minute := k.minute_quota;
  return next;
end $$;
