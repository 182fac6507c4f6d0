"""One clock for SQL: the machine's, moved by what the session says (YICHUANG_CLOCK_AHEAD, for tests)."""

from django.db import migrations

FORWARD = """
create function core_now() returns timestamptz language sql volatile as $$
  select clock_timestamp()
    + make_interval(secs => coalesce(nullif(current_setting('yichuang.clock_ahead', true), ''), '0')::double precision)
$$;
"""
BACKWARD = "drop function core_now();"


class Migration(migrations.Migration):
    dependencies = [("core", "0002_outbox")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
