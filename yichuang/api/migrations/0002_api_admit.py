"""The function that knows the caller and counts the call."""

from pathlib import Path

from django.db import migrations

SQL = (Path(__file__).resolve().parent.parent / "sql" / "api_admit.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [("api", "0001_initial")]
    operations = [
        migrations.RunSQL(SQL, migrations.RunSQL.noop),
        migrations.RunSQL("alter table api_quotause set (fillfactor = 50)", "alter table api_quotause reset (fillfactor)"),
    ]
