"""The writing function takes one JSON object. A database made earlier keeps the older one of thirty-four arguments too,
so that servers which still call it go on working."""

from pathlib import Path

from django.db import migrations

SQL = (Path(__file__).resolve().parent.parent / "sql" / "case_submit.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [("cases", "0002_case_submit")]
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
