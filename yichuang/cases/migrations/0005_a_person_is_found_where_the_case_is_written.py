"""The writing function finds a person by document and name, so that an application is one round trip."""

from pathlib import Path

from django.db import migrations

SQL = (Path(__file__).resolve().parent.parent / "sql" / "case_submit.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [("cases", "0004_results_of_an_item"), ("registry", "0002_a_known_person_in_one_look")]
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
