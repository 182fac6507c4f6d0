"""The dates that a case keeps: counted anew whenever something moves them, and when a year is announced."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from yichuang.cases.models import Case
from yichuang.cases.queries import term_facts, versions
from yichuang.cases.queries.versions import Version
from yichuang.cases.rules import timing
from yichuang.cases.rules.clocks import Counting
from yichuang.cases.rules.terms import Terms
from yichuang.cases.rules.terms_before import ACCEPTANCE
from yichuang.cases.services.journal import lock, write
from yichuang.core.clock import local
from yichuang.reference import queries as reference

Columns = dict[str, Any]


def of_new(
    version: Version,
    region: str,
    situation: Mapping[str, str],
    answers: Mapping[str, Any],
    now: datetime,
) -> Columns:
    """The dates of what comes in now, as fields of NewCase.

    By when its result is delivered nobody knows before it is decided.
    """
    terms = version.terms_in(situation)
    ends_on = timing.licence_ends(terms, answers)
    facts = timing.Facts(received_at=now, complete_at=now, expires_on=ends_on)
    columns = columns_of(facts, terms, region)
    del columns["deliver_by"]
    return columns


def terms_of(case: Case) -> Terms:
    """What holds of the clocks of a case."""
    version = versions.of_case(case)
    return version.terms_in(case.situation)


def facts_of(case: Case, **known) -> timing.Facts:
    """What happened to a case.

    As its row, its pauses and the changes of its terms have it.
    known: fields of Facts that are just being written.
    """
    return _facts(case, terms_of(case), known)


def _facts(case: Case, terms: Terms, known: Columns) -> timing.Facts:
    """The facts of a case whose terms were read: inside a transaction that is a statement."""
    facts = term_facts.of_case(case, terms)
    return replace(facts, **known)


def counted(case: Case, **known) -> Columns:
    """The dates of a case as columns, for `journal.write`.

    A pause that lasts moves them when it ends.
    known: as `facts_of` takes it.
    """
    return _counted(case, terms_of(case), known)


def _counted(case: Case, terms: Terms, known: Columns) -> Columns:
    """The dates of a case whose terms were read."""
    facts = _facts(case, terms, known)
    columns = columns_of(facts, terms, case.region_id)
    columns["clock_from"] = facts.complete_at
    return columns


def columns_of(facts: timing.Facts, terms: Terms, region: str) -> Columns:
    """The dates by the calendar of a place, as columns of a case."""
    calendar = reference.calendar(region)
    thresholds = reference.thresholds()
    dates = timing.dates(facts, terms, calendar, thresholds)
    return dates.columns()


def counted_from_answer(case: Case, answers: Mapping[str, Any], now: datetime) -> Columns:
    """`counted`, when the papers are complete now, with these answers.

    A licence that ends on another day than was said has that end.
    """
    terms = terms_of(case)
    ends_on = timing.licence_ends(terms, answers)
    known = {"complete_at": now, "expires_on": ends_on}
    return _counted(case, terms, known)


def days_moved(case: Case, fresh: Columns) -> dict[str, str]:
    """What a step tells that moves the due day: the old one and the new one.

    {} where the day stays.
    """
    before = local(case.due_at).date()
    after = local(fresh["due_at"]).date()
    if before == after:
        return {}
    return {"from": before.isoformat(), "to": after.isoformat()}


def delivery(case: Case, terms: Terms, now: datetime, *, is_granted: bool) -> date | None:
    """By when the result of a decision of now is delivered; None where no term says so."""
    facts = timing.Facts(
        received_at=case.received_at,
        complete_at=case.clock_from,
        decided_at=now,
        is_granted=is_granted,
    )
    calendar = reference.calendar(case.region_id)
    term = Counting(facts, terms, calendar).deliver()
    if term is None:
        return None
    return term.due


def moved_by_acceptance(case: Case, now: datetime) -> Columns:
    """Column values of a case that is accepted now, when a term of it begins only there; else none."""
    terms = terms_of(case)
    statute = terms.statute
    if statute is None or statute.start not in ACCEPTANCE:
        return {}
    return _counted(case, terms, {"accepted_at": now})


def keep_moved(case: Case, fresh: Columns, now: datetime) -> None:
    """Write the dates that acceptance moved, as a step that tells the old day and the new one."""
    _keep(case, fresh | {"alarm": "green"}, now)


@transaction.atomic
def recount(*, case_id: UUID, now: datetime) -> bool:
    """Count a provisional date anew.

    True when the year's pack, or the law as it is counted now, changed or
    confirmed it. The applicant is told once of another day. 国务院办公厅
    yearly notice.
    """
    case = lock(case_id)
    if not case.open:
        return False
    if not case.due_provisional:
        return False
    fresh = counted(case)
    if not differs(case, fresh):
        return False
    if fresh["due_at"] == case.due_at:
        _keep(case, fresh, now)
        return True
    in_time = now <= fresh["due_at"]
    marks = {"alarm": "green", "late": False} if in_time else {}
    _keep(case, fresh | marks, now, moved=True)
    return True


def differs(case: Case, fresh: Columns) -> bool:
    """Whether the row of the case has any of the dates otherwise."""
    for column, value in fresh.items():
        if getattr(case, column) != value:
            return True
    return False


def _keep(case: Case, fresh: Columns, now: datetime, **more) -> None:
    """Write the dates as a step that tells the old day and the new one.

    They may be the same: another date moved, or the day is sure now.
    """
    before = local(case.due_at).date()
    after = local(fresh["due_at"]).date()
    days = {"from": before.isoformat(), "to": after.isoformat(), **more}
    write(case, "recount", actor="system", now=now, data=days, **fresh)
