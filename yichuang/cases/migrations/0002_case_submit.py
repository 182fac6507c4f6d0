"""The one function that writes a new case; kept as SQL beside the migrations."""

from pathlib import Path

from django.db import migrations

SQL = (Path(__file__).resolve().parent.parent / "sql" / "case_submit.sql").read_text(encoding="utf-8")
UNTUNE = """
alter table cases_case reset (autovacuum_vacuum_scale_factor, autovacuum_vacuum_insert_scale_factor);
"""
TUNE = """
alter table cases_case set (autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_insert_scale_factor = 0.02);
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial"), ("core", "0002_outbox"), ("audit", "0002_append_only")]
    operations = [
        migrations.RunSQL(SQL, migrations.RunSQL.noop),
        migrations.RunSQL(TUNE, UNTUNE),
    ]
