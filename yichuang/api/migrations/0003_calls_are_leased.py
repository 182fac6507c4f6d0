"""Several calls are counted at once. A database made earlier keeps the function that counts one, for servers which
still call it."""

from pathlib import Path

from django.db import migrations

SQL = (Path(__file__).resolve().parent.parent / "sql" / "api_admit.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [("api", "0002_api_admit")]
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
