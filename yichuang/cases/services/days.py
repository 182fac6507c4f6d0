"""Sums of days and weeks that are over, and what stood when a month began: made, compared with the cases, made anew."""

from datetime import date, datetime, timedelta

from django.db import transaction

from yichuang.cases.models import Case, DaySummed, LateThen
from yichuang.cases.queries import days, past
from yichuang.core import db, jobs
from yichuang.core.clock import SHANGHAI, local

_SUM = "select case_sum_day(%s)"
_SUM_WEEK = "select case_sum_week(%s)"
_KEEP_OPEN = "select case_keep_open(%s)"
MONTHS = 3  # whose beginnings are looked at: what is older was kept when it was young
AFTER = timedelta(hours=1)  # whoever began to write before a month is done by then


def sum_days(*, today: date) -> int:
    """Sum what is over and not summed; returns how many days were looked at.

    A day on which somebody still writes who began on it is left for the
    next time.

    Raises jobs.Unfinished when some could not be summed; the others are.
    """
    lacking = days.unsummed(today)
    return jobs.each("cases.sum_days", lacking, _sum)


def _sum(day: date) -> None:
    """Sum one day, and mark it."""
    db.call(_SUM, (day,))


def sum_weeks(*, today: date) -> int:
    """Sum by item the weeks that are over and not summed; returns how many were looked at.

    Left for the next time, and raises, as `sum_days`.
    """
    lacking = days.unsummed_weeks(today)
    return jobs.each("cases.sum_weeks", lacking, _sum_week)


def _sum_week(monday: date) -> None:
    """Sum one week, and mark it."""
    db.call(_SUM_WEEK, (monday,))


def keep_open(*, now: datetime) -> int:
    """Keep how many were open when each of the last months began; returns how many months were looked at.

    A month in which somebody still writes who began before it is left for the next time.

    Raises jobs.Unfinished when some could not be kept; the others are.
    """
    lacking = _lacking_months(DaySummed.OPEN, local(now).date())
    return jobs.each("cases.keep_open", lacking, _keep_open)


def _keep_open(month: date) -> None:
    """Keep one month, and mark it."""
    db.call(_KEEP_OPEN, (month,))


def keep_late(*, now: datetime) -> int:
    """Keep what was late when each of the last months began; returns how many months were kept now.

    Raises jobs.Unfinished when some could not be kept; the others are.
    """
    settled = local(now - AFTER)
    lacking = _lacking_months(DaySummed.LATE, settled.date())
    return jobs.each("cases.keep_late", lacking, _keep)


def _lacking_months(kind: str, day: date) -> list[date]:
    """The last months of which the kind has no mark, each as its first day; the month of this day is the newest."""
    marks = DaySummed.objects.filter(kind=kind)
    marked = set(marks.values_list("day", flat=True))
    lacking = []
    for _ in range(MONTHS):
        month = day.replace(day=1)
        if month not in marked:
            lacking.append(month)
        day = month - timedelta(days=1)
    return lacking


@transaction.atomic
def _keep(month: date) -> None:
    """Keep what was late when the month began, in the place of what was kept of it before."""
    moment = datetime.combine(month, datetime.min.time(), tzinfo=SHANGHAI)
    late = past.count_overdue_at(Case.objects.all(), moment)
    stood = past.count_stood(late, moment)
    rows = []
    for case, due_at in late.items():
        then = stood[case]
        row = LateThen(month=month, case_id=case, due_at=due_at, state=then.state, held=then.held)
        rows.append(row)
    before = LateThen.objects.filter(month=month)
    before.delete()
    LateThen.objects.bulk_create(rows, batch_size=1000)
    DaySummed.objects.get_or_create(kind=DaySummed.LATE, day=month)


def forget_days() -> int:
    """No sum is believed any more; returns how many there were.

    Everything is counted from the cases until it is summed anew.
    """
    marks = DaySummed.objects.all()
    removed, _ = marks.delete()
    return removed


def check_days() -> list[days.Mark]:
    """Compare every sum with its cases; returns those that differ.

    They are forgotten, so that pages are right.
    """
    wrong = list(days.differing())
    for kind, day in wrong:
        mark = DaySummed.objects.filter(kind=kind, day=day)
        mark.delete()
    return wrong
