"""Writes to the golden records."""

from django.db import connection, transaction

from yichuang.audit.services import record
from yichuang.core import crypto, db
from yichuang.core.errors import FieldProblem, Invalid
from yichuang.reference.rules import identifiers
from yichuang.registry.models import Employer, Person

CITIZEN_TYPES = ("01", "04", "05")
_KNOWN = "select id, uuid, name, phone_blind is not null from registry_person where id_type = %s and id_blind = %s"


@transaction.atomic
def record_person(
    *, name: str, id_number: str, id_type: str = "01", phone: str = "", source: str = "self", actor: str, **more
) -> Person:
    """Find the person with this document or make them; fill in what was empty, never overwrite what police confirmed.

    more: residence_id, address, sex, birth_date. Raises Invalid when the number cannot exist (GB 11643-1999)."""
    id_number = id_number.strip().upper()
    if id_type in CITIZEN_TYPES and (wrong := identifiers.id_number_problem(id_number)):
        raise Invalid([FieldProblem("id_number", wrong, "type")])
    if id_type in CITIZEN_TYPES:
        more.setdefault("sex", identifiers.sex_of(id_number))
        more.setdefault("birth_date", identifiers.birth_date_of(id_number))
    if phone:
        more |= {"phone": phone, "phone_blind": crypto.blind(phone)}
    values = {"name": name.strip(), "id_number": id_number, "source": source, **more}
    person, made = Person.objects.select_for_update().get_or_create(
        id_type=id_type, id_blind=crypto.blind(id_number), defaults=values
    )
    if made:
        record(actor=actor, verb="person.record", subject=f"person:{person.uuid}", data={"source": source})
    else:
        _fill(person, values, source, actor)
    return person


def recognise_person(*, name: str, id_number: str, id_type: str, phone: str, actor: str) -> Person:
    """`record_person` for a door that must be fast: one read for somebody who is known, whose other fields are then
    loaded when asked for. Raises Invalid, also for a known number under another name."""
    id_number = id_number.strip().upper()
    row = db.call(_KNOWN, (id_type, crypto.blind(id_number)))
    if row is None or (phone and not row[3]):
        return record_person(name=name, id_number=id_number, id_type=id_type, phone=phone, actor=actor)
    if crypto.decrypt(row[2]) != name.strip():
        raise Invalid([FieldProblem("subject.name", "姓名和证件号码对不上，请照证件再核对", "identity")])
    return Person.from_db(connection.alias, ["id", "uuid"], row[:2])


def _fill(person: Person, values: dict, source: str, actor: str) -> None:
    stronger = source == "police" and person.source == "self"
    changed = [k for k, v in values.items() if v and getattr(person, k) != v and (stronger or not getattr(person, k))]
    for key in changed:
        setattr(person, key, values[key])
    if changed:
        person.save(update_fields=[*changed, "updated_at"])
        record(actor=actor, verb="person.fill", subject=f"person:{person.uuid}", data={"fields": sorted(changed)})


@transaction.atomic
def update_contact(*, person: Person, actor: str, phone: str = "", residence_id: str = "", address: str = "") -> Person:
    """The person's own change of phone or address. Raises Invalid for a phone that cannot exist."""
    if phone and (wrong := identifiers.phone_problem(phone)):
        raise Invalid([FieldProblem("phone", wrong, "type")])
    values = {"phone": phone, "residence_id": residence_id, "address": address}
    changed = {k: v for k, v in values.items() if v}
    if phone:
        changed["phone_blind"] = crypto.blind(phone)
    for key, value in changed.items():
        setattr(person, key, value)
    person.save(update_fields=[*changed, "updated_at"])
    record(actor=actor, verb="person.contact", subject=f"person:{person.uuid}", data={"fields": sorted(changed)})
    return person


@transaction.atomic
def update_employer_contact(
    *, employer: Employer, actor: str, handler_name: str = "", phone: str = "", address: str = ""
) -> Employer:
    """The employer's own change of who handles its business and where. Raises Invalid for a phone that cannot exist."""
    if phone and (wrong := identifiers.phone_problem(phone)):
        raise Invalid([FieldProblem("phone", wrong, "type")])
    values = {"handler_name": handler_name, "handler_phone": phone, "address": address}
    changed = {k: v for k, v in values.items() if v}
    for key, value in changed.items():
        setattr(employer, key, value)
    employer.save(update_fields=[*changed, "updated_at"])
    data = {"fields": sorted(changed)}
    record(actor=actor, verb="employer.contact", subject=f"employer:{employer.uuid}", data=data)
    return employer


@transaction.atomic
def record_employer(*, name: str, credit_code: str, actor: str, **more) -> Employer:
    """Find the employer with this code or make it; fill in what was empty.

    more: kind, industry, legal_rep_name, region_id, address, handler_name, handler_phone.
    Raises Invalid when the code cannot exist (GB 32100-2015)."""
    credit_code = credit_code.strip().upper()
    if wrong := identifiers.credit_code_problem(credit_code):
        raise Invalid([FieldProblem("credit_code", wrong, "type")])
    employer, made = Employer.objects.select_for_update().get_or_create(
        credit_code=credit_code, defaults={"name": name.strip(), **more}
    )
    if made:
        record(actor=actor, verb="employer.record", subject=f"employer:{employer.uuid}")
        return employer
    changed = {k: v for k, v in more.items() if v and not getattr(employer, k)}
    for key, value in changed.items():
        setattr(employer, key, value)
    if changed:
        employer.save(update_fields=[*changed, "updated_at"])
        record(actor=actor, verb="employer.fill", subject=f"employer:{employer.uuid}", data={"fields": sorted(changed)})
    return employer
