"""Whoever a new application concerns without having sent it is told of it at once.

The applicant in whose name another sent it, and those whom its form names
beside them. 个人信息保护法 9, 44, 51.
"""

from yichuang.cases.queries import bodies, named, taken_back
from yichuang.cases.queries.moved import Moved
from yichuang.cases.queries.named import NamedPerson
from yichuang.catalog import tables as catalog
from yichuang.core.clock import local
from yichuang.identity import queries as identity
from yichuang.notify import services as notify
from yichuang.registry import queries as register
from yichuang.registry.models import Person

_KINDS = {"about": "case_about_you", "agent": "named_as_agent"}


def warn(after: Moved) -> None:
    """Tell the applicant by the phone that is known to be theirs.

    Whoever filed may have typed a phone of their own. Nobody is told where
    an officer saw them or their account is proved. 个人信息保护法 9, 51.
    """
    case = after.case
    filed_by = after.step.actor
    if filed_by.startswith("officer:") or identity.is_proved(filed_by):
        return
    known = identity.joined_phone(case.person)
    if not known:
        return
    sent_at = local(after.step.at)
    if known == taken_back.phone_of(case, sent_at.date()):
        return
    notify.send(
        recipient=f"person:{case.person.uuid}",
        kind="case_in_your_name",
        context=_known_to(case.person, after),
        key=f"{case.ref}:{after.step.seq}:known",
        link=f"/my/cases/{case.uuid}/",
        phone=known,
    )


def tell(after: Moved) -> None:
    """Tell whom the form names beside its applicant, by the phone that is known to be theirs.

    A card is reported lost, a pension stopped, a mandate claimed by whoever
    knows a number. Told is the holder of the number, whatever name was
    written and whether they were joined to the case. 个人信息保护法 44.
    """
    case = after.case
    persons = to_be_told(after)
    if not persons:
        return
    rows = case.parties.values_list("person_id", flat=True)
    joined = set(rows)
    for person in persons:
        for holder in person.holders:
            link = ""
            if holder.pk in joined:
                link = f"/my/concerned/{case.uuid}/"
            phone = identity.known_phone(holder)
            notify.send(
                recipient=f"person:{holder.uuid}",
                kind=_KINDS[person.role],
                context=_known_to(holder, after),
                key=f"{case.ref}:{after.step.seq}:{person.role}:{holder.uuid}",
                link=link,
                phone=phone,
            )


def to_be_told(after: Moved) -> list[NamedPerson]:
    """Those beside the applicant who are named.

    But for whom the pack leaves out (packs/catalogue/untold.yaml).
    """
    left_out = set()
    for pair in after.version.form.about:
        if pair.name in catalog.untold():
            number = pair.number_in(after.case.form)
            left_out.add(number)
    named_persons = named.beside_applicant(after.version, after.case)
    return [person for person in named_persons if person.number not in left_out]


def _known_to(person: Person, after: Moved) -> dict[str, str]:
    """What somebody is told of a case that another has sent."""
    case = after.case
    return {
        "item": after.version.guide.name,
        "number": case.number,
        "place": bodies.of_case(case),
        "document": register.document_of(person),
    }
