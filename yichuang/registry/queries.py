"""Reads of the golden records. Whoever shows a person's record to somebody records the reading (audit)."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import F, Q, QuerySet

from yichuang.audit import queries as audit
from yichuang.core import crypto, masking, spelling
from yichuang.core.errors import NotFound
from yichuang.reference.rules import documents, identifiers
from yichuang.registry.models import CreditRecord, Employer, Person
from yichuang.registry.rules import name_blind

UNKNOWN_SEX = "0"  # GB/T 2261.1: nobody has said it, so no form is filled with it
CITIZENS_SHAPE = r"^[1-9][0-9]{16}[0-9X]$"  # of what GB 11643 may be; the rest is judged one by one


def person_by_id_number(id_number: str, id_type: str = "01") -> Person | None:
    """The person with this document, or None; of a kind whose numbers each country gives anew see `holders`."""
    blind = crypto.blind(id_number)
    rows = Person.objects.filter(id_type=id_type, id_blind=blind)
    return rows.first()


def holders(id_number: str, id_type: str, country: str = "") -> list[Person]:
    """Everybody who may be meant by a document: one person, save where a country was not told.

    country: who issued it. Whose country is not known may be of any; they come last."""
    blind = _blind_of(id_number)
    rows = Person.objects.filter(id_type=id_type, id_blind=blind)
    if country:
        of_country = Q(id_country=country)
        of_any = Q(id_country=None)
        rows = rows.filter(of_country | of_any)
    country_first = F("id_country").asc(nulls_last=True)
    ordered = rows.order_by(country_first, "id")
    return list(ordered)


def meant(holders: list[Person], country: str, name: str) -> Person | None:
    """Of several people with passports of one number, the one of this country, else the only one of this name.

    "" for a country or a name that was not told; nobody where neither tells which of them."""
    namesakes = []
    for holder in holders:
        if country and holder.id_country == country:
            return holder
        if spelling.is_same_name(holder.name, name):
            namesakes.append(holder)
    if len(namesakes) == 1:
        return namesakes[0]
    return None


def person_by_identity(identity: bytes) -> Person | None:
    """The person of this document under this very name (`Named.identity`), or None."""
    return Person.objects.filter(identity_blind=identity).first()


def persons_named(name: str) -> QuerySet[Person]:
    """Everybody of exactly this name, however many there are."""
    return Person.objects.filter(name_blind=name_blind(name))


def persons_by_phone(phone: str) -> list[Person]:
    """Everybody who left this phone number."""
    return list(
        Person.objects.filter(phone_blind=crypto.blind(spelling.phone(phone))).order_by("id")
    )


def persons_by_number(number: str) -> list[Person]:
    """Everybody with a document of this number, whatever its kind."""
    spelled = spelling.code(number)
    blind = crypto.blind(spelled)
    holders = Person.objects.filter(id_blind=blind)
    return list(holders.order_by("id"))


def persons_by_numbers(numbers: Iterable[str]) -> dict[str, list[Person]]:
    """The same of many numbers in one read.

    number → its holders; numbers that nobody has are left out.
    """
    number_by_blind = {}
    for number in numbers:
        blind = _blind_of(number)
        number_by_blind[blind] = number
    blinds = list(number_by_blind)
    rows = Person.objects.filter(id_blind__in=blinds)
    holders: dict[str, list[Person]] = {}
    for person in rows.order_by("id"):
        blind = bytes(person.id_blind)
        number = number_by_blind[blind]
        same_number = holders.setdefault(number, [])
        same_number.append(person)
    return holders


def misnamed(pairs: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
    """Of many (name, number) those whose number the register has under other names only.

    One read, and one more where a name is not written as the register has it. Persons whose name was not indexed yet
    say nothing.
    """
    blind_by_pair = {}
    for pair in pairs:
        name, number = pair
        blind_by_pair[pair] = _blind_of(number)
    blinds = list(blind_by_pair.values())
    rows = Person.objects.filter(id_blind__in=blinds, name_blind__isnull=False)
    names: dict[bytes, set[bytes]] = {}
    for person in rows.only("id_blind", "name_blind", "uuid"):
        blind = bytes(person.id_blind)
        known_names = names.setdefault(blind, set())
        known_name = bytes(person.name_blind)
        known_names.add(known_name)
    wrong = set()
    for pair, blind in blind_by_pair.items():
        known_names = names.get(blind)
        if not known_names:
            continue
        name, number = pair
        if name_blind(name) not in known_names:
            wrong.add(pair)
    return _of_other_names(wrong)


def _of_other_names(pairs: set[tuple[str, str]]) -> set[tuple[str, str]]:
    """Those of them whose number nobody has under the name, however it is written."""
    if not pairs:
        return pairs
    spelled = {}
    for pair in pairs:
        _, number = pair
        spelled[pair] = spelling.code(number)
    numbers = spelled.values()
    holders_by_number = persons_by_numbers(numbers)
    others = set()
    for pair, number in spelled.items():
        name, _ = pair
        holders = holders_by_number.get(number, [])
        if not _bears_one(holders, name):
            others.add(pair)
    return others


def _bears_one(holders: list[Person], name: str) -> bool:
    """Whether one of them bears the name."""
    for holder in holders:
        if spelling.is_same_name(holder.name, name):
            return True
    return False


def _blind_of(number: str) -> bytes:
    """As in Person.id_blind."""
    spelled = spelling.code(number)
    return crypto.blind(spelled)


def employers_named(text: str, limit: int) -> list[Employer]:
    """Employers whose name holds the text; names of units are public."""
    if not text:
        return []
    named = Employer.objects.filter(name__contains=text)
    return list(named.order_by("name")[:limit])


def employer_by_code(credit_code: str) -> Employer | None:
    """The employer with this unified code, or None."""
    return Employer.objects.filter(credit_code=spelling.code(credit_code)).first()


def person(uuid) -> Person:
    """The person. Raises NotFound."""
    row = Person.objects.filter(uuid=uuid).first()
    if row is None:
        raise NotFound("没有这个人的记录", way_out="请核对证件号码")
    return row


def doubles() -> list[tuple[str, str]]:
    """(record that is kept, its double) as "person:<uuid>" or "employer:<uuid>": found when spellings were unified."""
    entries = audit.by_verbs(["person.double", "employer.double"])
    pairs = []
    for entry in entries:
        kind = entry.subject.partition(":")[0]
        pairs.append((f"{kind}:{json.loads(entry.data)['same_as']}", entry.subject))
    return pairs


@dataclass(frozen=True)
class Misfiled:
    """A unit in the register whose code is a citizen's number: somebody was taken for a unit. name and number are
    masked here, and nowhere told whole."""

    pk: int
    uuid: UUID
    name: str
    number: str
    region: str
    entered_at: datetime


def misfiled() -> list[Misfiled]:
    """Units that stand under a number of GB 11643, the last one first. One citizen's number in 31 ends as a credit code
    would (GB 32100), and was taken for one until that was seen."""
    rows = Employer.objects.filter(credit_code__regex=CITIZENS_SHAPE).order_by("-created_at", "-pk")
    units = []
    for unit in rows.iterator():
        if identifiers.id_number_problem(unit.credit_code) is None:
            units.append(
                Misfiled(
                    pk=unit.pk,
                    uuid=unit.uuid,
                    name=masking.name(unit.name),
                    number=masking.id_number(unit.credit_code),
                    region=unit.region_id or "",
                    entered_at=unit.created_at,
                )
            )
    return units


def facts(subject: Person | Employer) -> dict[str, str]:
    """What the register knows, by the names that forms prefill from (registry.person.*, registry.employer.*)."""
    if isinstance(subject, Person):
        known = {
            "name": subject.name,
            "id_type": subject.id_type,
            "id_number": subject.id_number,
            "other_id": "" if subject.id_type in documents.LIKE_CITIZEN else subject.id_number,
            "sex": "" if subject.sex == UNKNOWN_SEX else subject.sex,
            "birth_date": subject.birth_date.isoformat() if subject.birth_date else "",
            "phone": subject.phone or "",
            "residence_region": subject.residence_id or "",
            "residence_address": subject.address or "",
        }
        return {f"registry.person.{k}": v for k, v in known.items() if v}
    known = {
        "name": subject.name,
        "credit_code": subject.credit_code,
        "kind": subject.kind,
        "industry": subject.industry,
        "legal_rep_name": subject.legal_rep_name or "",
        "handler_name": subject.handler_name or "",
        "region": (subject.region_id or "")[:6],
        "address": subject.address,
        "handler_phone": subject.handler_phone or "",
    }
    return {f"registry.employer.{k}": v for k, v in known.items() if v}


def facts_said(*, name: str, id_number: str, id_type: str) -> dict[str, str]:
    """The same names for somebody who said who they are and was not looked up yet, spelled as the register does."""
    number = spelling.code(id_number)
    said = {"name": spelling.name(name), "id_type": id_type, "id_number": number}
    if id_type not in documents.LIKE_CITIZEN:
        said["other_id"] = number
    if documents.tells_birth(id_type, number):
        said |= {
            "sex": identifiers.sex_of(number),
            "birth_date": identifiers.birth_date_of(number).isoformat(),
        }
    return {f"registry.person.{key}": value for key, value in said.items() if value}


def employer_facts_said(*, name: str, credit_code: str) -> dict[str, str]:
    """The same names for an employer that was named and not looked up yet, spelled as the register does."""
    said = {"name": spelling.name(name), "credit_code": spelling.code(credit_code)}
    return {f"registry.employer.{key}": value for key, value in said.items() if value}


def document_of(subject: Person | Employer) -> str:
    """The document that they show at a window, as a sentence asks them to bring it: that of who comes for a unit is not
    known."""
    if isinstance(subject, Person):
        return documents.to_bring(subject.id_type)
    return documents.ANY


def credit_records(subject: Person | Employer) -> QuerySet[CreditRecord]:
    """What is kept of somebody's credit, in whatever state.

    The newest first.
    """
    if isinstance(subject, Person):
        rows = CreditRecord.objects.filter(person=subject)
    else:
        rows = CreditRecord.objects.filter(employer=subject)
    return rows.order_by("-id")


def credit_records_of_officers() -> QuerySet[CreditRecord]:
    """Every record, with whom it is about and the officers who found it."""
    return CreditRecord.objects.select_related(
        "person", "employer", "proposed_by__organisation", "confirmed_by"
    )


def credit_record(record_id: UUID) -> CreditRecord:
    """One of them. Raises CreditRecord.DoesNotExist."""
    return credit_records_of_officers().get(uuid=record_id)


def age_on(person: Person, day: date) -> int | None:
    """Full years of age on `day`; None when the birth date is not known."""
    born = person.birth_date
    return born and day.year - born.year - ((day.month, day.day) < (born.month, born.day))
