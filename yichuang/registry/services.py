"""Writes to the golden records."""

import hashlib
import json
from dataclasses import dataclass

from django.db import transaction

from yichuang.audit.services import record
from yichuang.core import crypto, spelling
from yichuang.core.errors import FieldProblem, Invalid
from yichuang.reference.rules import documents, identifiers
from yichuang.registry.models import Employer, Person
from yichuang.registry.rules import name_blind


@dataclass(frozen=True)
class Named:
    """Somebody by document and name, not looked up yet: what a door that must be fast hands on.

    phone: noted in the register together with what they apply for, where it has none."""

    name: str
    id_number: str
    id_type: str = "01"
    phone: str = ""

    @property
    def identity(self) -> bytes:
        """As in Person.identity_blind: equal only where type, number and name are equal, each by itself."""
        identity_text = json.dumps(
            [self.id_type, spelling.code(self.id_number), spelling.name(self.name)]
        )
        return crypto.blind(hashlib.sha256(identity_text.encode()).hexdigest())

    @property
    def id_blind(self) -> bytes:
        """As in Person.id_blind: equal where the number is."""
        return crypto.blind(spelling.code(self.id_number))


@dataclass(frozen=True)
class NamedEmployer:
    """An employer by its unified code and name, not looked up yet."""

    name: str
    credit_code: str

    @property
    def identity(self) -> bytes:
        """Equal only where code and name are equal."""
        identity_text = json.dumps(
            ["employer", spelling.code(self.credit_code), spelling.name(self.name)]
        )
        return crypto.blind(hashlib.sha256(identity_text.encode()).hexdigest())


@transaction.atomic
def record_person(
    *,
    name: str,
    id_number: str,
    id_type: str = "01",
    phone: str = "",
    source: str = "self",
    actor: str,
    **more,
) -> Person:
    """Find the person with this document or make them; fill in what was empty, never overwrite what police confirmed.

    more: residence_id, address, sex, birth_date. Raises Invalid when the document cannot have this number
    (reference.rules.documents) or nobody can be called by the phone."""
    name = spelling.name(name)
    id_number = spelling.code(id_number)
    phone = spelling.phone(phone)
    _refuse_impossible(id_type, id_number, phone)
    if documents.tells_birth(id_type, id_number):
        more.setdefault("sex", identifiers.sex_of(id_number))
        more.setdefault("birth_date", identifiers.birth_date_of(id_number))
    if phone:
        more |= {"phone": phone, "phone_blind": crypto.blind(phone)}
    values = {"name": name, "id_number": id_number, "source": source, **more}
    person, made = Person.objects.select_for_update().get_or_create(
        id_type=id_type, id_blind=crypto.blind(id_number), defaults=values
    )
    if made:
        record(
            actor=actor,
            verb="person.record",
            subject=f"person:{person.uuid}",
            data={"source": source},
        )
    else:
        _fill(person, values, source, actor)
    _keep_findable(person, Named(person.name, id_number, id_type).identity)
    return person


def _keep_findable(person: Person, identity: bytes) -> None:
    """The keyed hashes by which a person is found again, by document and name and by the name alone."""
    blinds = {"identity_blind": identity, "name_blind": name_blind(person.name)}
    stale = [
        field for field, value in blinds.items() if bytes(getattr(person, field) or b"") != value
    ]
    if not stale:
        return
    for field in stale:
        setattr(person, field, blinds[field])
    person.save(update_fields=stale)


def index_names(*, batch: int = 5000) -> int:
    """Make people findable by name whom a server of before has written; returns how many."""
    rows = list(Person.objects.filter(name_blind=None).order_by("id").only("name", "uuid")[:batch])
    for person in rows:
        person.name_blind = name_blind(person.name)
    Person.objects.bulk_update(rows, ["name_blind"], batch_size=500)
    return len(rows)


@transaction.atomic
def recognise_person(*, named: Named, actor: str) -> Person:
    """`record_person` for somebody who says who they are. Raises Invalid, also for a known number under another name;
    then nothing is written."""
    _refuse_made_up(named)
    person = record_person(
        name=named.name,
        id_number=named.id_number,
        id_type=named.id_type,
        phone=named.phone,
        actor=actor,
    )
    if spelling.name(person.name) != spelling.name(named.name):
        raise Invalid(
            [FieldProblem("subject.name", "姓名和证件号码对不上，请照证件再核对", "identity")]
        )
    return person


@transaction.atomic
def recognise_employer(*, named: NamedEmployer, actor: str) -> Employer:
    """`record_employer` for somebody who says which employer it is. Raises Invalid, also for a known code under another
    name; then nothing is written."""
    _refuse_made_up(named)
    employer = record_employer(name=named.name, credit_code=named.credit_code, actor=actor)
    if spelling.name(employer.name) != spelling.name(named.name):
        message = "单位名称和统一社会信用代码对不上，请照营业执照再核对"
        raise Invalid([FieldProblem("subject.name", message, "identity")])
    return employer


def _refuse_made_up(named: Named | NamedEmployer) -> None:
    """Raises Invalid for a name that nobody else can read."""
    wrong = identifiers.characters_problem(named.name)
    if wrong:
        raise Invalid([FieldProblem("subject.name", f"名称里{wrong}", "type")])


def recognise(*, named: Named | NamedEmployer, actor: str) -> Person | Employer:
    """Whoever is named, found in the register or entered there. Raises Invalid; then nothing is written."""
    if isinstance(named, NamedEmployer):
        return recognise_employer(named=named, actor=actor)
    return recognise_person(named=named, actor=actor)


def named_problems(named: Named | NamedEmployer) -> list[FieldProblem]:
    """What cannot be true of name, number, code or phone, under `subject.`; nothing is looked up or written."""
    if isinstance(named, NamedEmployer):
        wrong = {"credit_code": identifiers.credit_code_problem(spelling.code(named.credit_code))}
    else:
        wrong = _impossible(
            named.id_type, spelling.code(named.id_number), spelling.phone(named.phone)
        )
    made_up = identifiers.characters_problem(named.name)
    if made_up:
        wrong["name"] = f"名称里{made_up}"
    return [FieldProblem(f"subject.{key}", words, "type") for key, words in wrong.items() if words]


def _refuse_impossible(id_type: str, id_number: str, phone: str) -> None:
    wrong = _impossible(id_type, id_number, phone)
    problems = [FieldProblem(key, words, "type") for key, words in wrong.items() if words]
    if problems:
        raise Invalid(problems)


def _impossible(id_type: str, id_number: str, phone: str) -> dict[str, str | None]:
    return {
        "id_number": documents.problem(id_type, id_number),
        "phone": identifiers.phone_problem(phone) if phone else None,
    }


def _fill(person: Person, values: dict, source: str, actor: str) -> None:
    stronger = source == "police" and person.source == "self"
    changed = [
        k
        for k, v in values.items()
        if v and getattr(person, k) != v and (stronger or not getattr(person, k))
    ]
    for key in changed:
        setattr(person, key, values[key])
    if changed:
        person.save(update_fields=[*changed, "updated_at"])
        record(
            actor=actor,
            verb="person.fill",
            subject=f"person:{person.uuid}",
            data={"fields": sorted(changed)},
        )


@transaction.atomic
def update_contact(
    *, person: Person, actor: str, phone: str = "", residence_id: str = "", address: str = ""
) -> Person:
    """The person's own change of phone or address. Raises Invalid for a phone that cannot exist."""
    phone = spelling.phone(phone)
    address = spelling.free(address)
    if phone and (wrong := identifiers.phone_problem(phone)):
        raise Invalid([FieldProblem("phone", wrong, "type")])
    values = {"phone": phone, "residence_id": residence_id, "address": address}
    changed = {k: v for k, v in values.items() if v}
    if phone:
        changed["phone_blind"] = crypto.blind(phone)
    for key, value in changed.items():
        setattr(person, key, value)
    person.save(update_fields=[*changed, "updated_at"])
    record(
        actor=actor,
        verb="person.contact",
        subject=f"person:{person.uuid}",
        data={"fields": sorted(changed)},
    )
    return person


@transaction.atomic
def update_employer_contact(
    *, employer: Employer, actor: str, handler_name: str = "", phone: str = "", address: str = ""
) -> Employer:
    """The employer's own change of who handles its business and where. Raises Invalid for a phone that cannot exist."""
    handler_name = spelling.name(handler_name)
    phone = spelling.phone(phone)
    address = spelling.free(address)
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
def correct_employer_name(*, employer: Employer, name: str, actor: str) -> None:
    """The name as an officer read it in the licence: what somebody typed once does not stay."""
    if spelling.name(employer.name) == name:
        return
    employer.name = name
    employer.save(update_fields=["name", "updated_at"])
    record(actor=actor, verb="employer.name", subject=f"employer:{employer.uuid}")


@transaction.atomic
def correct_legal_representative(*, employer: Employer, name: str, actor: str) -> None:
    """The representative as an officer read it in the licence, whoever the register named before."""
    spelled = spelling.name(name)
    before = employer.legal_rep_name or ""
    if spelling.name(before) == spelled:
        return
    employer.legal_rep_name = spelled
    employer.save(update_fields=["legal_rep_name", "updated_at"])
    subject = f"employer:{employer.uuid}"
    record(actor=actor, verb="employer.legal_rep", subject=subject)


@transaction.atomic
def record_employer(*, name: str, credit_code: str, actor: str, **more) -> Employer:
    """Find the employer with this code or make it; fill in what was empty.

    more: kind, industry, legal_rep_name, region_id, address, handler_name, handler_phone.
    Raises Invalid when the code cannot exist (GB 32100-2015)."""
    name = spelling.name(name)
    credit_code = spelling.code(credit_code)
    wrong = identifiers.credit_code_problem(credit_code)
    if wrong:
        raise Invalid([FieldProblem("credit_code", wrong, "type")])
    employer, made = Employer.objects.select_for_update().get_or_create(
        credit_code=credit_code, defaults={"name": name, **more}
    )
    if made:
        record(actor=actor, verb="employer.record", subject=f"employer:{employer.uuid}")
        return employer
    changed = {k: v for k, v in more.items() if v and not getattr(employer, k)}
    for key, value in changed.items():
        setattr(employer, key, value)
    if changed:
        employer.save(update_fields=[*changed, "updated_at"])
        record(
            actor=actor,
            verb="employer.fill",
            subject=f"employer:{employer.uuid}",
            data={"fields": sorted(changed)},
        )
    return employer
