"""能领多少、领多久、哪天答复: what a guide says of a benefit, and by when each step is done."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

from yichuang.cases.rules import branches, terms_before, timing
from yichuang.catalog import tables
from yichuang.catalog.rules.guides import Guide
from yichuang.catalog.rules.limits import spoken
from yichuang.catalog.rules.processes import Step
from yichuang.core.clock import local
from yichuang.reference import queries as reference
from yichuang.reference.rules.deadlines import deadline
from yichuang.sites.ui import wording

ACCEPTING = "受理"


@dataclass(frozen=True)
class ToldStep:
    """One step of the process as the reader sees it. long: how long it takes, "" when at once."""

    step: Step
    long: str
    accepting: bool


def benefit_of(code: str, today: date) -> dict[str, Any] | None:
    """What the item gives and for how long; None for an item that is no benefit.

    amount, long, basis: sentences.
    doubt: the text of the basis was not opened.
    over: the day on which this round of policy ended, in words, "" while it lasts.
    """
    row = tables.benefits().get(code)
    if row is None:
        return None
    return {
        "amount": row["amount"],
        "long": row["long"],
        "basis": row["basis"],
        "doubt": not row.get("read", True),
        "over": _over(row.get("until"), today),
    }


def _over(until: str | None, today: date) -> str:
    if not until:
        return ""
    last = date.fromisoformat(until)
    if today <= last:
        return ""
    return wording.cndate(last)


def due_of(
    g: Guide, region: str, now: datetime, answers: Mapping[str, str] = MappingProxyType({})
) -> date | None:
    """The last day of the answer to an application sent now.

    None when it is done on the spot.
    """
    if not g.limits.promised_days:
        return None
    facts = timing.Facts(received_at=now, complete_at=now)
    terms = branches.terms_of(g.definition, answers)
    calendar = reference.calendar(region)
    thresholds = reference.thresholds()
    answer = timing.dates(facts, terms, calendar, thresholds)
    return local(answer.at).date()


def accept_by_of(
    g: Guide, region: str, now: datetime, answers: Mapping[str, str] = MappingProxyType({})
) -> date | None:
    """The last day to say whether an application sent now is accepted.

    None for what is done before that day or only reported, and for versions
    of before whose term runs from the papers.
    """
    if not g.limits.promised_days:
        return None
    terms = branches.terms_of(g.definition, answers)
    if terms.accept is None:
        return None
    if terms.rule == terms_before.RULE and not terms.promise_from_acceptance:
        return None
    calendar = reference.calendar(region)
    accept = deadline(now, terms.accept.days, terms.accept.unit, (), calendar)
    answered_by = due_of(g, region, now, answers)
    if answered_by and accept.due > answered_by:
        return None
    return accept.due


def steps_told(g: Guide) -> list[ToldStep]:
    """The steps as the page shows them.

    Where the term begins with acceptance, accepting has the law's own
    days and the longest step of the rest is given what it had of the
    promise.
    """
    unit = g.limits.promised_unit
    steps = []
    for step in g.steps:
        is_accepting = step.name == ACCEPTING
        steps.append(ToldStep(step, _long(step.days, unit), is_accepting))
    if not terms_before.waits(g.definition):
        return steps
    freed = sum(each.step.days for each in steps if each.accepting)
    longest = max(g.steps, key=lambda step: step.days)
    apart = []
    for each in steps:
        long = each.long
        if each.step == longest:
            long = _long(longest.days + freed, unit)
        if each.accepting:
            term = terms_before.accepting(g.definition)
            long = _long(term["days"], term["unit"])
        apart.append(replace(each, long=long))
    return apart


def _long(days: int, unit: str | None) -> str:
    return spoken(days, unit) if days else ""
