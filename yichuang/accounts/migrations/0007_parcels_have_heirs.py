"""What a courier leaves to an officer falls to the issuers when that officer leaves, not to the heads of the place."""

from django.db import migrations

HEIRS = """
    update accounts_todo as todo
    set role = heirs.role,
        region_id = coalesce(todo.region_id, unit.region_id)
    from (values ('parcel', 'issuer'), ('parcel_twice', 'issuer'), ('urging_answered', 'supervisor'))
            as heirs (kind, role),
        accounts_officer as officer,
        accounts_organisation as unit
    where todo.kind = heirs.kind
        and todo.done_at is null
        and todo.role = ''
        and officer.id = todo.owner_id
        and unit.id = officer.organisation_id
"""
PASSED_ON = """
    update accounts_todo
    set role = 'issuer'
    where kind in ('parcel', 'parcel_twice')
        and done_at is null
        and owner_id is null
        and role = 'approver'
"""


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0006_a_role_ends_in_the_course_of_a_day"),
    ]

    operations = [
        migrations.RunSQL(HEIRS, migrations.RunSQL.noop),
        migrations.RunSQL(PASSED_ON, migrations.RunSQL.noop),
    ]
