"""The agents whom forms name, as a counter asks before it takes a correction or hands out a result; and what is shown
there."""

from collections.abc import Iterable
from datetime import date

from yichuang.cases.models import Case, Party
from yichuang.cases.queries.versions import Version
from yichuang.cases.rules import parties
from yichuang.cases.rules.collecting import NamedAgent
from yichuang.cases.rules.parties import RECEIVES, SUPPLIES, Mandated
from yichuang.catalog import queries as catalog
from yichuang.core import spelling
from yichuang.reference.rules import documents
from yichuang.registry.models import Person

CARD = "社会保障卡"
OF_A_UNIT = f"经办人{documents.ANY}和单位的授权委托书"


def agents_named(cases: Iterable[Case]) -> dict:
    """Key of a person's case → the agent whom its form names (NamedAgent).

    Cases without one are left out, and those of units."""
    mandates = {}
    for case in cases:
        if case.person_id is None:
            continue
        mandate = parties.mandated(case.form)
        if mandate:
            mandates[case.pk] = mandate
    if not mandates:
        return {}
    last_days = _last_days(mandates)
    agents = {}
    for key, mandate in mandates.items():
        number = spelling.code(mandate.number)
        until = last_days.get((key, number), mandate.until)
        agents[key] = _named(mandate, number, until)
    return agents


def agent_named(case: Case) -> NamedAgent | None:
    """Whom the form of this case names as agent."""
    agents = agents_named([case])
    return agents.get(case.pk)


def to_bring(case: Case, version: Version) -> str:
    """What whoever collects the result at a counter shows there, as a sentence asks them to bring it."""
    if not isinstance(case.subject, Person):
        return OF_A_UNIT
    document = documents.to_bring(case.subject.id_type)
    result = catalog.result_as_answered(version.guide, case.form)
    gives_card = CARD in result.title
    if case.subject.id_type != documents.CITIZEN or gives_card:
        return document
    return f"{document}或{CARD}"


def _last_days(cases: Iterable[int]) -> dict:
    """(key of the case, number of its agent) → until when they act.

    The applicant may have shortened it since the form was sent."""
    agents = Party.objects.filter(case_id__in=list(cases), role="agent")
    people = agents.exclude(person=None)
    last_days = {}
    for party in people.select_related("person"):
        number = party.person.id_number
        last_days[party.case_id, number] = party.until
    return last_days


def _named(mandate: Mandated, number: str, until: date | None) -> NamedAgent:
    return NamedAgent(
        name=mandate.name,
        number=number,
        receives=RECEIVES in mandate.scope,
        supplies=SUPPLIES in mandate.scope,
        until=until,
        stopped=_is_stopped(until, mandate.until),
        kind=mandate.kind,
    )


def _is_stopped(until: date | None, written: date | None) -> bool:
    """Whether the applicant has ended the mandate before the day that the form says."""
    if until is None:
        return False
    if written is None:
        return True
    return until < written
