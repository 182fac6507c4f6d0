"""The record is only ever added to, whoever asks; and each row knows its transaction, for the sealer of Part 3."""

from django.db import migrations

FORWARD = """
alter table audit_entry add column xid xid8 not null default pg_current_xact_id();
alter table audit_entry alter column at set default clock_timestamp();
create index audit_entry_xid on audit_entry (xid, id);
create function audit_frozen() returns trigger language plpgsql as $$
begin
  raise exception 'the audit record is append-only';
end $$;
create trigger audit_frozen_row before update or delete on audit_entry for each row execute function audit_frozen();
create trigger audit_frozen_all before truncate on audit_entry for each statement execute function audit_frozen();
"""
BACKWARD = """
drop trigger audit_frozen_row on audit_entry;
drop trigger audit_frozen_all on audit_entry;
drop function audit_frozen();
drop index audit_entry_xid;
alter table audit_entry drop column xid;
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
