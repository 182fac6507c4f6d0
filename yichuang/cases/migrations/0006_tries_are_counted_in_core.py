"""Wrong tries of tracking are counted with all others (core.limits), under keys that nobody reads.

The table stays for servers that still count in it; nothing reads it after them."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0005_a_person_is_found_where_the_case_is_written"),
        ("core", "0004_what_processes_share"),
    ]
    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL("delete from cases_trackingtry", migrations.RunSQL.noop)],
            state_operations=[migrations.DeleteModel(name="TrackingTry")],
        )
    ]
