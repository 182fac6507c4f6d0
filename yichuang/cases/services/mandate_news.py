"""A mandate of a unit is told at once to who is said to have signed it, and to the unit (民法典 165, 171)."""

from datetime import datetime

from yichuang.cases import tables
from yichuang.cases.models import Case, Mandate
from yichuang.cases.rules.mandates import ONE
from yichuang.core import masking
from yichuang.core.spoken import chinese_date
from yichuang.identity import queries as identity
from yichuang.identity.models import LegalRepresentative, RealName
from yichuang.notify import services as notify
from yichuang.registry.models import Employer, Person

ONE_MATTER = "一件事"  # brought to the counter before anything is begun
PAGE = "/account/mandates/"


def tell(mandate: Mandate, for_case: Case | None) -> None:
    """Who may act, in what, until when, and how it is ended.

    for_case: at which it was read, None at the counter.

    In the transaction that keeps the mandate."""
    unit = mandate.employer
    bringer = mandate.person
    of_unit = identity.subject_key(unit)
    phones = {}
    phones[of_unit] = _phone_of(unit, bringer)
    phones |= representative_phone(unit)
    context = {
        "unit": unit.name,
        "who": masking.name(mandate.person.name),
        "what": _what(mandate, for_case),
        "until": _until(mandate),
    }
    for recipient, phone in phones.items():
        link = ""
        if recipient.startswith("employer:"):
            link = PAGE
        notify.send(
            recipient=recipient,
            kind="mandate_brought",
            context=context,
            key=f"mandate_brought:{mandate.uuid}:{recipient}",
            link=link,
            phone=phone,
        )


def representative_phone(unit: Employer) -> dict[str, str]:
    """The unit's representative and the phone known to be theirs; {} where no licence has shown who that is."""
    licences = LegalRepresentative.objects.select_related("person")
    of_unit = licences.filter(employer=unit)
    licence = of_unit.first()
    if licence is None:
        return {}
    person = licence.person
    recipient = identity.subject_key(person)
    phone = identity.known_phone(person)
    return {recipient: phone}


def tell_of_end(unit: Employer, person: Person, now: datetime) -> None:
    """That the unit lets somebody act for it no longer: to them, to the unit's phone of the register, and to its
    representative.

    In the transaction that ends it."""
    ended = identity.subject_key(person)
    recipient_of_unit = identity.subject_key(unit)
    phones = representative_phone(unit)
    phones[ended] = identity.known_phone(person)
    phones[recipient_of_unit] = unit.handler_phone or identity.contact_phone(unit)
    context = {"unit": unit.name, "who": masking.name(person.name)}
    moment = now.timestamp()
    for recipient, phone in phones.items():
        notify.send(
            recipient=recipient,
            kind="mandate_ended",
            context=context,
            key=f"mandate_ended:{unit.uuid}:{person.uuid}:{recipient}:{moment}",
            phone=phone,
        )


def _what(mandate: Mandate, for_case: Case | None) -> str:
    """For which matters, as the object of 办.

    One for one matter names the item of the case at which it was read.
    """
    if mandate.scope != ONE:
        return tables.scopes_of_mandates()[mandate.scope]
    if for_case is None:
        return ONE_MATTER
    name = for_case.version.definition["name"]
    return f"“{name}”这一件事"


def _phone_of(unit: Employer, bringer: Person) -> str:
    """The unit's own; that of the register where the account is the bringer's already."""
    accounts = RealName.objects.filter(employer=unit)
    of_bringer = accounts.filter(handler=bringer)
    if of_bringer.exists():
        return unit.handler_phone or ""
    return identity.contact_phone(unit)


def _until(mandate: Mandate) -> str:
    day = mandate.until
    if day is None:
        return "只管今天"
    return f"到{chinese_date(day)}"
