"""An entry without a time takes it from the one clock of SQL."""

from django.db import migrations

FORWARD = "alter table audit_entry alter column at set default core_now();"
BACKWARD = "alter table audit_entry alter column at set default clock_timestamp();"


class Migration(migrations.Migration):
    dependencies = [("audit", "0003_what_an_officer_did"), ("core", "0003_core_now")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
