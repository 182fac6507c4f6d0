"""Accounts of before: proved where an officer had entered the person, and that very phone, before the account was opened
and nobody but officers has touched the phone since. All others are unproved until they prove themselves."""

from django.db import migrations

SEEN = """
update identity_realname r
set proved_at = r.checked_at, proved_by = 'window:before'
from registry_person p
where p.id = r.person_id
  and r.proved_at is null
  and p.phone_blind = r.phone_blind
  and exists (
    select from audit_entry e
    where e.subject = 'person:' || p.uuid and e.verb = 'person.record' and e.actor like 'officer:%'
      and e.at < r.checked_at
  )
  and not exists (
    select from audit_entry e
    where e.subject = 'person:' || p.uuid and e.verb in ('person.contact', 'person.fill')
      and e.data like '%"phone"%' and e.actor not like 'officer:%'
  )
"""


class Migration(migrations.Migration):
    dependencies = [("identity", "0002_proof"), ("audit", "0004_the_clock_of_sql"), ("registry", "0003_one_spelling")]
    operations = [migrations.RunSQL(SEEN, migrations.RunSQL.noop)]
