"""A new calendar of a year: the dates of all open cases that it touches are counted anew, in batches.

One run for each calendar that was loaded. What a killed run has written
stands, and its successor finds nothing to change there; whom it moved is
told at the end, once a person, however many of their cases moved.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import groupby
from typing import NamedTuple

from django.db import transaction
from django.db.models import F

from yichuang.cases.models import Case, Recount, Recounted
from yichuang.cases.queries import recounts
from yichuang.cases.queries.many_versions import Reader
from yichuang.cases.services import dates, year_news
from yichuang.cases.services.journal import Step, write_many
from yichuang.core import clock
from yichuang.core.clock import local
from yichuang.core.jobs import each
from yichuang.reference import queries as reference

BATCH = 500  # cases of one transaction
# column → the clock whose last day it is, the one that is told first
CLOCKS = {
    "statutory_due": "statute",
    "accept_by": "accept",
    "decides_on": "silence",
    "deliver_by": "deliver",
}


class Shift(NamedTuple):
    """A last day that moved.

    clock: which of the clocks of the case.
    """

    clock: str
    from_on: date
    to_on: date


def recount_year(*, year: int, now: datetime) -> Recount:
    """Count what the calendar of a year touches anew, list what moved, and tell each person once.

    A run that was begun and not ended is taken up. Raises Conflict where
    this process reads another calendar than was loaded last: its job is
    tried again when it has taken up the packs.
    """
    digest = reference.loaded_calendar(year)
    run = _begun(year, digest, now)
    reader = Reader()
    skipped = []
    for keys in _batches(recounts.touching(year), BATCH):
        skipped += _recount(run, keys, now, reader, skip_locked=True)
    for keys in _batches(skipped, 1):
        _recount(run, keys, now, reader, skip_locked=False)
    _tell(run)
    run.refresh_from_db()
    run.ended_at = clock.now()
    run.save(update_fields=["ended_at"])
    return run


def sweep(*, now: datetime) -> int:
    """Count the provisional dates anew, as every night: the law as it is counted may have changed too.

    Only those that differ are locked and written, each told by itself.
    Returns how many. Raises Unfinished when some failed.
    """
    uuids = []
    reader = Reader()
    for keys in _batches(recounts.provisional(), BATCH):
        cases = list(recounts.with_subjects(keys))
        for case, _ in _differing(cases, reader):
            uuids.append(case.uuid)

    def count_again(uuid) -> None:
        """Locked, and judged again: it may have moved since."""
        dates.recount(case_id=uuid, now=now)

    return each("cases.recount", uuids, count_again)


def _batches(keys: Sequence[int], size: int) -> Iterator[Sequence[int]]:
    """The keys, so many at a time.

    In their order; the last batch may be smaller.
    None for no keys.
    """
    for start in range(0, len(keys), size):
        yield keys[start : start + size]


def _begun(year: int, digest: str, now: datetime) -> Recount:
    """The run of this calendar that has not ended, or a new one.

    What it has looked at is looked at again.
    """
    since = {"begun_at": now}
    runs = Recount.objects
    run, _ = runs.get_or_create(year=year, digest=digest, ended_at=None, defaults=since)
    Recount.objects.filter(pk=run.pk).update(looked=0)
    return run


@transaction.atomic
def _recount(
    run: Recount, keys: Sequence[int], now: datetime, reader: Reader, skip_locked: bool
) -> list[int]:
    """Write what the calendar makes of these cases, in one transaction.

    Returns the keys of those that somebody else holds: they are looked at
    when all others are done.
    skip_locked: False waits for whoever holds them.
    """
    locked = recounts.with_subjects(keys).select_for_update(of=("self",), skip_locked=skip_locked)
    cases = list(locked)
    steps = []
    rows = []
    for case, fresh in _differing(cases, reader):
        shift = _shift(case, fresh)
        step = _step(run, case, fresh, now)
        steps.append(step)
        if shift:
            row = Recounted(run=run, case=case, **shift._asdict())
            rows.append(row)
    write_many("recount", steps, actor="system", now=now)
    Recounted.objects.bulk_create(rows, ignore_conflicts=True)
    own_run = Recount.objects.filter(pk=run.pk)
    own_run.update(looked=F("looked") + len(cases), moved=F("moved") + len(rows))
    if not skip_locked:
        return []
    held_here = {case.pk for case in cases}
    return [key for key in keys if key not in held_here]


def _differing(cases: Sequence[Case], reader: Reader) -> Iterator[tuple[Case, dates.Columns]]:
    """Those of the cases whose dates are others by the calendar of now.

    With these dates, as columns.
    """
    terms = reader.terms_of(cases)
    facts = recounts.facts_of(cases, terms)
    for case, own_facts, own_terms in zip(cases, facts, terms, strict=True):
        fresh = dates.columns_of(own_facts, own_terms, case.region_id)
        if dates.differs(case, fresh):
            yield case, fresh


def _step(run: Recount, case: Case, fresh: dates.Columns, now: datetime) -> Step:
    """The step of one case: it tells the run, so that nobody is told of it alone.

    Of another day the colour is found anew, and what was late by the old
    one may be so no more. All steps of a run set the same columns.
    """
    before = local(case.due_at).date()
    after = local(fresh["due_at"]).date()
    marks = {"alarm": case.alarm, "late": case.late}
    if before != after and now <= fresh["due_at"]:
        marks = {"alarm": "green", "late": False}
    days = {"from": before.isoformat(), "to": after.isoformat(), "run": run.pk}
    return Step(case, days, fresh | marks)


def _shift(case: Case, fresh: dates.Columns) -> Shift | None:
    """What moved for the one whose case it is: the day it is due, else the first of its other last days.

    None where a day is only sure now, or has come or gone: that moved
    nobody.
    """
    before = local(case.due_at).date()
    after = local(fresh["due_at"]).date()
    if before != after:
        return Shift("promise", before, after)
    for column, name in CLOCKS.items():
        day = getattr(case, column)
        fresh_day = fresh[column]
        if day and fresh_day and day != fresh_day:
            return Shift(name, day, fresh_day)
    return None


def _tell(run: Recount) -> None:
    """Tell each person and each unit once.

    Of all their cases that the run moved. One message that fails keeps
    no other.
    """

    def tell(cases: list[Case]) -> None:
        """Once, also when the run is taken up."""
        year_news.tell(run, cases)

    each("cases.recount_year", _by_subject(recounts.moved_by_person(run)), tell)


def _by_subject(rows: Iterable[Recounted]) -> Iterator[list[Case]]:
    """The cases of each person, and of each unit.

    rows: those of one together.
    """
    cases = [row.case for row in rows]
    for _, of_one in groupby(cases, key=_subject_key):
        yield list(of_one)


def _subject_key(case: Case) -> tuple[int | None, int | None]:
    """Whose it is.

    Of a unit or of a person, never of both.
    """
    return (case.employer_id, case.person_id)
