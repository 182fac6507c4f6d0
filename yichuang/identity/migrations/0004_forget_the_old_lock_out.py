"""What the lock-out of before kept (numbers and phones as they were typed) is forgotten; its tables are read by nobody."""

from django.db import migrations

FORGET = """
do $$
declare
  kept text;
begin
  foreach kept in array array['axes_accessattemptexpiration', 'axes_accessattempt', 'axes_accessfailurelog',
                              'axes_accesslog'] loop
    if to_regclass(kept) is not null then
      execute format('delete from %I', kept);
    end if;
  end loop;
end
$$
"""


class Migration(migrations.Migration):
    dependencies = [("identity", "0003_who_was_seen_at_a_window")]
    operations = [migrations.RunSQL(FORGET, migrations.RunSQL.noop)]
