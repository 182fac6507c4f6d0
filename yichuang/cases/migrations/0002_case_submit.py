"""The one function that writes a new case; kept as SQL beside the migrations."""

from django.db import migrations

from yichuang.core.frozen import run_file

DIGEST = "27ca7eef62a45d992eeae3b7973191877f7eeee4675cf9932d9ead71e1a3c020"
UNTUNE = """
alter table cases_case reset (autovacuum_vacuum_scale_factor, autovacuum_vacuum_insert_scale_factor);
"""
TUNE = """
alter table cases_case set (autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_insert_scale_factor = 0.02);
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial"), ("core", "0002_outbox"), ("audit", "0002_append_only")]
    operations = [
        run_file(__file__, "case_submit_1.sql", DIGEST),
        migrations.RunSQL(TUNE, UNTUNE),
    ]
