"""The record is kept by months, each a table of its own. No row is moved or read: what there is becomes the first part."""

from django.db import migrations

from yichuang.core.frozen import run_file

DIGEST = "8aff3a231cb4c6f38257995567c9f5db277932b00848bd650b58398da3a6db53"
AHEAD = 12
BOUND = """
select substring(pg_get_constraintdef(oid) from '''([^'']+)''')::timestamptz
from pg_constraint where conname = 'audit_before_until' and conrelid = 'audit_entry'::regclass
"""
DIVIDE = """
alter table audit_entry rename to audit_entry_before;
alter index audit_subject rename to audit_before_subject;
alter index audit_officer rename to audit_before_officer;
alter index audit_entry_xid rename to audit_before_xid;
drop trigger audit_frozen_row on audit_entry_before;
drop trigger audit_frozen_all on audit_entry_before;
alter table audit_entry_before alter column id drop identity if exists;
alter table audit_entry_before drop constraint audit_entry_pkey;
create table audit_entry (like audit_entry_before including defaults) partition by range (at);
create sequence audit_entry_id_seq owned by audit_entry.id;
select setval('audit_entry_id_seq', (select coalesce(max(id), 0) + 1 from audit_entry_before), false);
alter table audit_entry alter column id set default nextval('audit_entry_id_seq');
create index audit_entry_number on audit_entry (id);
create index audit_subject on audit_entry (subject, id);
create index audit_officer on audit_entry (actor, id) where actor like 'officer:%';
create index audit_entry_xid on audit_entry (xid, id);
create trigger audit_frozen_row before update or delete on audit_entry for each row execute function audit_frozen();
create trigger audit_frozen_all before truncate on audit_entry for each statement execute function audit_frozen();
"""
ATTACH = "alter table audit_entry attach partition audit_entry_before for values from (minvalue) to (%s)"
REST = """
alter table audit_entry_before drop constraint audit_before_until;
create table audit_entry_rest partition of audit_entry default;
create trigger audit_frozen_all before truncate on audit_entry_before for each statement execute function audit_frozen();
create trigger audit_frozen_all before truncate on audit_entry_rest for each statement execute function audit_frozen();
"""
MONTHS = "select audit_make_months((core_now() at time zone 'Asia/Shanghai')::date, %s)"


def divide(apps, schema_editor) -> None:
    """Writers wait for a moment, for nothing is read."""
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(BOUND)
        (bound,) = cursor.fetchone()
        cursor.execute(DIVIDE)
        cursor.execute(ATTACH, [bound])
        cursor.execute(REST)
        cursor.execute(MONTHS, [AHEAD])


class Migration(migrations.Migration):
    dependencies = [("audit", "0005_ready_for_months")]
    operations = [
        run_file(__file__, "audit_make_months_1.sql", DIGEST),
        migrations.RunPython(divide, elidable=False),
    ]
