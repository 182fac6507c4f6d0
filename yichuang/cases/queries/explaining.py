"""How the dates of one case were counted, day by day, as whoever checks them from outside reads it."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from yichuang.cases.models import Case, TermChange
from yichuang.cases.queries import clocks, term_facts, versions
from yichuang.cases.queries.clocks import Clocks
from yichuang.cases.rules.clocks import ACCEPT, DELIVER, PROMISE, SILENCE, STATUTE
from yichuang.cases.rules.timing import Stopped
from yichuang.reference.rules.deadlines import Deadline
from yichuang.reference.rules.derivation import Step

EXPIRY = "许可到期"
PROMISED = "平台承诺"

Row = dict[str, Any]


def explained(case: Case, now: datetime) -> Row:
    """Everything from which the dates of a case follow, and the dates.

    number, item, version, rule: whose dates they are, and by which rule
    they were counted ("" for versions that froze none).
    calendar: {years, provisional}.
    clocks: {clock, start, start_why, due, unit, days, extension, basis,
    article, provisional, moved, days_list} each; days_list: {date, kind,
    index, why} of each day from the receipt to the last.
    pauses: {from, to, why, clocks} each; changes: {kind, cause, on_day,
    days, unit, until, reason, basis, settled} each.
    """
    version = versions.of_case(case)
    answer = clocks.clocks_of(case, now)
    rows = _clocks(case, answer)
    return {
        "number": case.number,
        "item": case.item_code,
        "version": version.number,
        "rule": answer.terms.rule,
        "calendar": _calendar(answer),
        "clocks": rows,
        "pauses": [_pause(stop) for stop in answer.stood],
        "changes": [_change(change) for change in answer.changes],
    }


def _clocks(case: Case, answer: Clocks) -> list[Row]:
    """The clocks that the case has, in the order in which they run out in common."""
    version = versions.of_case(case)
    terms = answer.terms
    starts = answer.starts
    delivery = version.definition.get("deliver_by") or {}
    rows = []
    if answer.accept:
        row = _clock(ACCEPT, answer.accept, starts, terms.accept_basis)
        rows.append(row)
    row = _clock(PROMISE, answer.promise, starts, "")
    row["extension"] = _extension(answer)
    rows.append(row)
    if answer.statute and terms.statute:
        row = _clock(STATUTE, answer.statute, starts, terms.statute.article)
        row["extension"] = _extension(answer)
        rows.append(row)
    if answer.deliver:
        row = _clock(DELIVER, answer.deliver, starts, delivery.get("article", ""))
        rows.append(row)
    if answer.silence and terms.silence:
        row = _clock(SILENCE, answer.silence, starts, terms.silence.basis)
        rows.append(row)
    elif answer.decides_on and terms.silence:
        row = _expiry(answer.decides_on, terms.silence.basis)
        rows.append(row)
    return rows


def _clock(name: str, term: Deadline, starts: Mapping[str, str], article: str) -> Row:
    """One clock.

    starts: from what each clock runs; article: "" for what the platform
    promises.
    """
    return {
        "clock": name,
        "start": term.start.isoformat(),
        "start_why": starts[name],
        "due": term.due.isoformat(),
        "unit": term.unit,
        "days": term.days,
        "extension": None,
        "basis": article or PROMISED,
        "article": article,
        "provisional": term.provisional,
        "moved": term.moved,
        "days_list": [_day(step) for step in term.steps],
    }


def _expiry(last: date, article: str) -> Row:
    """The clock of a licence that silence renews: nothing is counted, it ends on its day."""
    day = last.isoformat()
    return {
        "clock": SILENCE,
        "start": day,
        "start_why": EXPIRY,
        "due": day,
        "unit": "",
        "days": 0,
        "extension": None,
        "basis": article,
        "article": article,
        "provisional": False,
        "moved": False,
        "days_list": [],
    }


def _extension(answer: Clocks) -> Row | None:
    """What was added to the term; None where nothing was."""
    facts = term_facts.by_changes(answer.changes)
    if "until" not in facts:
        return None
    span = facts["extension"]
    return {"days": span and span.days, "unit": span and span.unit, "until": _iso(facts["until"])}


def _day(step: Step) -> Row:
    """One day of a count."""
    return {"date": step.date.isoformat(), "kind": step.kind, "index": step.index, "why": step.why}


def _pause(stop: Stopped) -> Row:
    """Days that some clocks did not count."""
    return {
        "from": stop.first.isoformat(),
        "to": stop.last.isoformat(),
        "why": stop.why,
        "clocks": list(stop.clocks),
    }


def _change(change: TermChange) -> Row:
    """One change of the terms; an extension that waits for its grant is not settled."""
    return {
        "kind": change.kind,
        "cause": change.cause,
        "on_day": change.on_day.isoformat(),
        "days": change.days,
        "unit": change.unit,
        "until": _iso(change.until),
        "reason": change.reason,
        "basis": change.basis,
        "settled": term_facts.is_settled(change),
    }


def _calendar(answer: Clocks) -> Row:
    """The years that the counts touch, and whether the notice of one of them is still awaited."""
    years: set[int] = set()
    provisional = False
    for term in (answer.accept, answer.promise, answer.statute, answer.deliver, answer.silence):
        if term is None:
            continue
        years.update(range(term.received.year, term.due.year + 1))
        provisional = provisional or term.provisional
    return {"years": sorted(years), "provisional": provisional}


def _iso(day: date | None) -> str | None:
    """A day in ISO, where there is one."""
    if day is None:
        return None
    return day.isoformat()
