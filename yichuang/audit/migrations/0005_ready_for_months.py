"""The record as it is becomes the first part of a record by months (0006). What takes long is done here, while writers
go on: an index that the parts will share, and the proof that every entry lies before the months to come."""

from django.db import migrations

BOUND = """
select date_trunc('month', greatest(core_now(), max(at)) at time zone 'Asia/Shanghai' + interval '1 month')
  at time zone 'Asia/Shanghai' from audit_entry
"""
INDEX = (
    "drop index concurrently if exists audit_before_number",
    "create index concurrently audit_before_number on audit_entry (id)",
)


def prove(apps, schema_editor) -> None:
    """Begun again, it proves anew: a month may have ended since."""
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(BOUND)
        (bound,) = cursor.fetchone()
        cursor.execute("alter table audit_entry drop constraint if exists audit_before_until")
        cursor.execute(
            "alter table audit_entry add constraint audit_before_until check (at < %s::timestamptz) not valid", [bound]
        )
        cursor.execute("alter table audit_entry validate constraint audit_before_until")


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("audit", "0004_the_clock_of_sql")]
    operations = [
        migrations.RunSQL(INDEX, ["drop index concurrently if exists audit_before_number"]),
        migrations.RunPython(prove, migrations.RunPython.noop),
    ]
