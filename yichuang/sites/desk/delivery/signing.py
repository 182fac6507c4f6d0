"""Who signs for a result at the counter: whom the page offers, and what the clerk typed."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from uuid import UUID

from django.http import QueryDict

from yichuang.accounts.models import Officer
from yichuang.accounts.services import count_lookup
from yichuang.cases import services
from yichuang.cases.models import Delivery
from yichuang.cases.queries import collecting as queries
from yichuang.cases.rules.collecting import (
    AGENT,
    APPLICANT,
    CALLED,
    FAMILY,
    MANDATE,
    RELATIONS,
    NamedAgent,
    Shown,
)
from yichuang.core import clock, days, spelling
from yichuang.core.errors import FieldProblem, Invalid
from yichuang.reference.rules import documents
from yichuang.sites.desk.intake import identify
from yichuang.sites.ui.wording import cndate

PLACES = {"number": "document", "name": "signer"}  # of the counter → of this form
TYPED = ("by", "document", "signer", "kind", "relation", "signed_on", "until")


def offered(rows: Sequence[Delivery], today: date) -> None:
    """Each row gets what was typed at none of them yet (`typed`, `bad`), and as whom somebody may come for a person
    (`comers` with their labels, `relations` of family, `agent_words`: whether the agent whom the form names may have
    it, "" where it names none)."""
    for row in rows:
        row.typed = dict.fromkeys(TYPED, "")
        row.bad = set()
        row.agent_words = ""
        row.relations = ()
    of_persons = [row for row in rows if row.case.person_id]
    cases = [row.case for row in of_persons]
    agents = queries.agents_named(cases)
    for row in of_persons:
        agent = agents.get(row.case_id)
        codes = [APPLICANT, MANDATE]
        if services.is_served(row.case):
            codes.insert(1, FAMILY)
            row.relations = RELATIONS
        if agent:
            row.agent_words = _words(agent, today)
            codes.insert(1, AGENT)
        row.comers = []
        for code in codes:
            label = CALLED[code]
            row.comers.append((code, label))


def typed_at(
    rows: Iterable[Delivery], at: UUID, posted: QueryDict, problems: Iterable[FieldProblem]
) -> None:
    """The row of this case gets what was typed at it, and the fields that were wrong."""
    for row in rows:
        if row.case.uuid == at:
            row.typed = {key: posted.get(key, "") for key in TYPED}
            row.bad = {problem.field for problem in problems}


def _words(agent: NamedAgent, today: date) -> str:
    """Of the agent, for who hands it out: whether they may have it today.

    Where they may not, it says why, in the words of the refusal."""
    fault = agent.fault(today)
    if fault:
        return f"代办人{agent.name}：{fault}"
    if agent.until is None:
        return f"代办人{agent.name}，可以领"
    return f"代办人{agent.name}，可以领，委托到{cndate(agent.until)}"


def collector(typed: QueryDict) -> services.Collector:
    """Whoever signs. Raises Invalid for what is no day."""
    signed = typed.get("signed_on", "")
    signed_on = days.typed(signed, "signed_on", "委托书签的日期")
    last = typed.get("until", "")
    until = days.typed(last, "until", "委托到哪天")
    mandate = Shown(signed_on, until)
    return services.Collector(
        name=typed.get("signer", ""),
        kind=typed.get("kind", ""),
        number=typed.get("document", ""),
        relation=typed.get("relation", ""),
        by=typed.get("by", APPLICANT),
        mandate=mandate,
    )


def check_together(collector: services.Collector, officer: Officer) -> str:
    """A warning for the officer, "" where a register says that the typed name and document belong together.

    Of the applicant and the agent nothing is asked: their names stand in the case.
    Raises Invalid where they do not belong together, by the same registers as at the counter."""
    number = spelling.code(collector.number)
    kind = collector.kind or documents.kind_of(number) or documents.CITIZEN
    name = spelling.name(collector.name)
    if not collector.is_typed or not name:
        return ""
    if documents.problem(kind, number):
        return ""
    now = clock.now()
    count_lookup(officer, now)
    try:
        return identify.belong_together(kind, number, name)
    except Invalid as invalid:
        in_place = []
        for problem in invalid.problems:
            field = PLACES[problem.field]
            in_place.append(replace(problem, field=field))
        raise Invalid(in_place) from invalid
