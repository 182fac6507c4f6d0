"""People and employers entered before numbers, names and phones had one spelling are spelled anew. Who then turns out
to stand twice stays as he is and is listed in the record: `./yi manage doubles`."""

from django.db import migrations

from yichuang.core import crypto, spelling

BATCH = 500


def spell_persons(apps, editor):
    Person, Entry = apps.get_model("registry", "Person"), apps.get_model("audit", "Entry")
    for person in Person.objects.order_by("id").iterator(chunk_size=BATCH):
        number, name = spelling.code(person.id_number), spelling.name(person.name)
        phone = spelling.phone(person.phone or "") or None
        if (number, name, phone) == (person.id_number, person.name, person.phone):
            continue
        blind = crypto.blind(number)
        same = Person.objects.filter(id_type=person.id_type, id_blind=blind).exclude(pk=person.pk).first()
        if same:
            _list(Entry, "person", person, same)
            continue
        person.id_number, person.id_blind, person.name, person.phone = number, blind, name, phone
        person.phone_blind = crypto.blind(phone) if phone else None
        person.identity_blind = None  # filled when the person is met again
        person.save()


def spell_employers(apps, editor):
    Employer, Entry = apps.get_model("registry", "Employer"), apps.get_model("audit", "Entry")
    for employer in Employer.objects.order_by("id").iterator(chunk_size=BATCH):
        code, name = spelling.code(employer.credit_code), spelling.name(employer.name)
        if (code, name) == (employer.credit_code, employer.name):
            continue
        same = Employer.objects.filter(credit_code=code).exclude(pk=employer.pk).first()
        if same:
            _list(Entry, "employer", employer, same)
            continue
        employer.credit_code, employer.name = code, name
        employer.save()


def _list(Entry, kind, row, same):
    Entry.objects.create(
        actor="system", verb=f"{kind}.double", subject=f"{kind}:{row.uuid}", data=f'{{"same_as":"{same.uuid}"}}'
    )


class Migration(migrations.Migration):
    dependencies = [
        ("registry", "0002_a_known_person_in_one_look"),
        ("audit", "0001_initial"),
    ]
    operations = [
        migrations.RunPython(spell_persons, migrations.RunPython.noop),
        migrations.RunPython(spell_employers, migrations.RunPython.noop),
    ]
