"""Who stands for a unit, by the licence that lies on the desk.

Here alone a representative is kept, and here whoever is displaced hears of it: as representative, or as handler."""

from dataclasses import dataclass
from datetime import datetime

from yichuang.audit.services import record
from yichuang.core.errors import FieldProblem, Invalid
from yichuang.identity import queries, rules
from yichuang.identity.models import LegalRepresentative, RealName
from yichuang.identity.services import proving
from yichuang.notify import services as notify
from yichuang.registry import services as registry
from yichuang.registry.models import Employer, Person


@dataclass(frozen=True)
class Licence:
    """What a clerk reads.

    person: whose document lies beside the licence;
    printed_name: the representative's name as it stands in the licence."""

    person: Person
    printed_name: str


def read_licence(*, employer: Employer, licence: Licence, actor: str, now: datetime) -> None:
    """Keep the person as the unit's legal representative; whoever was it before is told, and so is the unit.

    In the caller's transaction.
    actor: the officer who has the licence on the desk.
    Raises Invalid (field licence_name) where the register does not name the person already and the licence, as it was
    read, does not either. 民法典 61."""
    person = licence.person
    known = queries.representatives_of(employer)
    is_known = _is_known(employer, person)
    if not is_known:
        _require_name(licence, known)
    if known and not is_known:
        _tell_of_representative(employer, now)
    proving.represent(
        employer=employer, person=person, came_from=actor.replace("officer", "window", 1), now=now
    )
    registry.correct_legal_representative(employer=employer, name=person.name, actor=actor)
    data = {"person": str(person.uuid), "another": not is_known}
    record(
        actor=actor,
        verb="employer.representative",
        subject=queries.subject_key(employer),
        data=data,
    )


def tell_of_handler(*, employer: Employer, handler: Person, phone: str, now: datetime) -> None:
    """Before another becomes the unit's handler, whoever handled its business is told.

    That is whose account it was, and whom the register names, where it has another phone: of the new one's name may be
    another.
    handler: the new one, who has this phone."""
    phones = {}
    accounts = RealName.objects.select_related("handler")
    account = accounts.filter(employer=employer).first()
    is_displaced = account is not None and account.handler_id != handler.pk
    if is_displaced:
        before = queries.subject_key(account.handler)
        phones[before] = account.phone
    registered = employer.handler_phone or ""
    name = employer.handler_name or ""
    is_the_same = account is not None and not is_displaced
    if phone == registered:
        is_the_same = True
    stays = rules.is_among(handler.name, [name])
    if not name:
        registered = ""
    elif stays and is_the_same:
        registered = ""
    if registered and registered not in phones.values():
        unit = queries.subject_key(employer)
        phones[unit] = registered
    _tell("handler_changed", employer, phones, now)


def _require_name(licence: Licence, known: frozenset[str]) -> None:
    """Raises Invalid where the licence does not name its bearer.

    known: whom the register names;
    the sentence says it, masked."""
    wrong = rules.licence_problem(licence.printed_name, licence.person.name, known)
    if not wrong:
        return
    problem = FieldProblem("licence_name", wrong, "licence")
    raise Invalid([problem])


def _is_known(employer: Employer, person: Person) -> bool:
    """Whether the register names this very person.

    It knows representatives by name.
    Once a licence has shown who it is, nobody else of that name is."""
    known = queries.representatives_of(employer)
    if queries.has_another_representative(employer, person):
        return False
    return rules.is_among(person.name, known)


def _tell_of_representative(employer: Employer, now: datetime) -> None:
    """The unit, and the person before where a licence has shown who that is."""
    unit = queries.subject_key(employer)
    phones = {unit: queries.contact_phone(employer)}
    licences = LegalRepresentative.objects.select_related("person")
    earlier = licences.filter(employer=employer).first()
    if earlier:
        before = queries.subject_key(earlier.person)
        phones[before] = queries.known_phone(earlier.person)
    _tell("representative_changed", employer, phones, now)


def _tell(kind: str, employer: Employer, phones: dict[str, str], now: datetime) -> None:
    """One message to each.

    kind: a key of packs/messages;
    phones: of each recipient the phone to which it goes."""
    moment = now.timestamp()
    for recipient, phone in phones.items():
        key = f"{kind}:{employer.uuid}:{recipient}:{moment}"
        notify.send(recipient=recipient, kind=kind, context={}, phone=phone, key=key)
