"""Writes to the golden records."""

from django.db import transaction

from yichuang.audit.services import record
from yichuang.core import crypto, spelling
from yichuang.core.errors import FieldProblem, Invalid
from yichuang.reference.rules import documents, identifiers
from yichuang.registry import queries
from yichuang.registry.models import Employer, Person
from yichuang.registry.named import Named, NamedEmployer
from yichuang.registry.rules import name_blind

WHICH_COUNTRY = "不同国家的护照号码可以一样，请写明护照是哪个国家签发的"


@transaction.atomic
def record_person(
    *,
    name: str,
    id_number: str,
    id_type: str = "01",
    phone: str = "",
    source: str = "self",
    id_country: str = "",
    actor: str,
    **more,
) -> Person:
    """Find the person with this document or make them; fill in what was empty, never overwrite what police confirmed.

    id_country: who issued a document that is one person's of each country (`documents.OF_A_COUNTRY`). more:
    residence_id, address, sex, birth_date. Raises Invalid when the document cannot have this number
    (reference.rules.documents), nobody can be called by the phone, or it is not told which of the holders is meant."""
    name = spelling.name(name)
    id_number = spelling.code(id_number)
    phone = spelling.phone(phone)
    _refuse_impossible(id_type, id_number, phone)
    country = id_country if id_type in documents.OF_A_COUNTRY else ""
    if documents.tells_birth(id_type, id_number):
        more.setdefault("sex", identifiers.sex_of(id_number))
        more.setdefault("birth_date", identifiers.birth_date_of(id_number))
    if phone:
        more |= {"phone": phone, "phone_blind": crypto.blind(phone)}
    values = {"name": name, "id_number": id_number, "source": source, **more}
    if country:
        values["id_country"] = country
    document = Named(name, id_number, id_type, id_country=country)
    person, made = _found_or_made(document, values)
    if made:
        record(
            actor=actor,
            verb="person.record",
            subject=f"person:{person.uuid}",
            data={"source": source},
        )
    else:
        _fill(person, values, source, actor)
    _keep_findable(person)
    return person


def _found_or_made(document: Named, values: dict) -> tuple[Person, bool]:
    """The locked row of whoever is meant, and whether it was made now. Raises Invalid as `_holder` does."""
    rows = Person.objects.select_for_update()
    holder = _holder(document)
    if holder:
        return rows.get(pk=holder.pk), False
    return rows.get_or_create(
        id_type=document.id_type,
        id_blind=document.id_blind,
        id_country=document.id_country or None,
        defaults=values,
    )


def _holder(document: Named) -> Person | None:
    """Who is meant by a document whose numbers each country gives anew, if the register has them.

    Raises Invalid where no country is told and the register has others of the number, or several of the name."""
    if document.id_type not in documents.OF_A_COUNTRY:
        return None
    country = document.id_country
    holders = queries.holders(document.id_number, document.id_type, country)
    holder = queries.meant(holders, country, document.name)
    if holder:
        return holder
    if holders and not country:
        problem = FieldProblem("id_country", WHICH_COUNTRY, "required")
        raise Invalid([problem])
    return None


def _keep_findable(person: Person) -> None:
    """The keyed hashes by which a person is found again, by document and name and by the name alone."""
    country = person.id_country or ""
    named = Named(person.name, person.id_number, person.id_type, id_country=country)
    blinds = {"identity_blind": named.identity, "name_blind": name_blind(person.name)}
    stale = []
    for field, value in blinds.items():
        before = getattr(person, field)
        if bytes(before or b"") != value:
            stale.append(field)
    if not stale:
        return
    for field in stale:
        setattr(person, field, blinds[field])
    person.save(update_fields=stale)


def index_names(*, batch: int = 5000) -> int:
    """Make people findable by name whom a server of before has written; returns how many."""
    nameless = Person.objects.filter(name_blind=None)
    oldest = nameless.order_by("id").only("name", "uuid")
    rows = list(oldest[:batch])
    for person in rows:
        person.name_blind = name_blind(person.name)
    Person.objects.bulk_update(rows, ["name_blind"], batch_size=500)
    return len(rows)


@transaction.atomic
def recognise_person(*, named: Named, actor: str) -> Person:
    """`record_person` for somebody who says who they are. Raises Invalid, also for a known number under another name;
    then nothing is written."""
    _refuse_made_up(named)
    try:
        person = record_person(
            name=named.name,
            id_number=named.id_number,
            id_type=named.id_type,
            phone=named.phone,
            id_country=named.id_country,
            actor=actor,
        )
    except Invalid as refused:
        raise refused.below("subject.") from refused
    if not spelling.is_same_name(person.name, named.name):
        message = "姓名和证件号码对不上，请照证件再核对"
        raise Invalid([FieldProblem("subject.name", message, "identity")])
    return person


@transaction.atomic
def recognise_employer(*, named: NamedEmployer, actor: str) -> Employer:
    """`record_employer` for somebody who says which employer it is. Raises Invalid, also for a known code under another
    name; then nothing is written."""
    _refuse_made_up(named)
    employer = record_employer(name=named.name, credit_code=named.credit_code, actor=actor)
    if not spelling.is_same_name(employer.name, named.name):
        message = "单位名称和统一社会信用代码对不上，请照营业执照再核对"
        raise Invalid([FieldProblem("subject.name", message, "identity")])
    return employer


def _refuse_made_up(named: Named | NamedEmployer) -> None:
    """Raises Invalid for a name that nobody else can read."""
    wrong = identifiers.characters_problem(named.name)
    if wrong:
        message = f"名称里{wrong}"
        raise Invalid([FieldProblem("subject.name", message, "type")])


def recognise(*, named: Named | NamedEmployer, actor: str) -> Person | Employer:
    """Whoever is named, found in the register or entered there. Raises Invalid; then nothing is written."""
    if isinstance(named, NamedEmployer):
        return recognise_employer(named=named, actor=actor)
    return recognise_person(named=named, actor=actor)


def named_problems(named: Named | NamedEmployer) -> list[FieldProblem]:
    """What cannot be true of name, number, code or phone, under `subject.`; nothing is looked up or written."""
    if isinstance(named, NamedEmployer):
        code = spelling.code(named.credit_code)
        wrong = {"credit_code": identifiers.credit_code_problem(code)}
    else:
        number = spelling.code(named.id_number)
        phone = spelling.phone(named.phone)
        wrong = _impossible(named.id_type, number, phone)
    made_up = identifiers.characters_problem(named.name)
    if made_up:
        wrong["name"] = f"名称里{made_up}"
    return _problems(wrong, "subject.")


def _refuse_impossible(id_type: str, id_number: str, phone: str) -> None:
    wrong = _impossible(id_type, id_number, phone)
    problems = _problems(wrong, "")
    if problems:
        raise Invalid(problems)


def _problems(wrong: dict[str, str | None], before: str) -> list[FieldProblem]:
    """Each that is wrong, its field under `before`."""
    problems = []
    for field, words in wrong.items():
        if not words:
            continue
        problem = FieldProblem(before + field, words, "type")
        problems.append(problem)
    return problems


def _impossible(id_type: str, id_number: str, phone: str) -> dict[str, str | None]:
    return {
        "id_number": documents.problem(id_type, id_number),
        "phone": identifiers.phone_problem(phone) if phone else None,
    }


def _fill(person: Person, values: dict, source: str, actor: str) -> None:
    stronger = source == "police" and person.source == "self"
    changed = {}
    for key, value in values.items():
        before = getattr(person, key)
        if not value or value == before:
            continue
        if stronger or not before:
            changed[key] = value
    if changed:
        _change(person, changed)
        _record_fields(person, "person.fill", changed, actor)


@transaction.atomic
def note_country(*, person: Person, country: str, actor: str) -> None:
    """Who issued the passport of somebody of whom it was not known."""
    changed = {"id_country": country}
    _change(person, changed)
    _keep_findable(person)
    _record_fields(person, "person.fill", changed, actor)


def _not_empty(values: dict[str, str]) -> dict[str, str]:
    """What somebody has filled in."""
    filled_in = {}
    for field, value in values.items():
        if value:
            filled_in[field] = value
    return filled_in


def _change(row: Person | Employer, values: dict) -> None:
    """Write these values and no others."""
    fields = ["updated_at"]
    for field, value in values.items():
        setattr(row, field, value)
        fields.append(field)
    row.save(update_fields=fields)


def _record_fields(row: Person | Employer, verb: str, values: dict, actor: str) -> None:
    """That these fields were written: their names, and not what stands in them."""
    kind = row._meta.model_name
    record(actor=actor, verb=verb, subject=f"{kind}:{row.uuid}", data={"fields": sorted(values)})


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
    changed = _not_empty(values)
    if phone:
        changed["phone_blind"] = crypto.blind(phone)
    _change(person, changed)
    _record_fields(person, "person.contact", changed, actor)
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
    changed = _not_empty(values)
    _change(employer, changed)
    _record_fields(employer, "employer.contact", changed, actor)
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
    record(actor=actor, verb="employer.legal_rep", subject=f"employer:{employer.uuid}")


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
    changed = {}
    for field, value in _not_empty(more).items():
        if not getattr(employer, field):
            changed[field] = value
    if changed:
        _change(employer, changed)
        _record_fields(employer, "employer.fill", changed, actor)
    return employer
