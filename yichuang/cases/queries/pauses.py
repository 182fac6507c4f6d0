"""The days on which the clock of a case stood."""

from datetime import date

from django.db.models import QuerySet

from yichuang.cases.models import Case, Pause
from yichuang.cases.rules.pauses import KINDS, STOPPING


def stops(case: Case, today: date | None = None) -> list[tuple[date, date]]:
    """(first, last) whole days that the term of the case does not count. A pause that lasts reaches to today, and is
    left out without it."""
    rows = _stopping(case)
    if today is None:
        rows = rows.filter(until_on__isnull=False)
    ends = rows.values_list("from_on", "until_on")
    return [(first, last or today) for first, last in ends]


def reasons(case: Case, today: date) -> tuple[tuple[date, date, str], ...]:
    """(first, last, why) of what `stops` gives: the kind, what was written about it, the article that allows it."""
    told = []
    for pause in _stopping(case):
        label = KINDS[pause.kind].label
        why = f"{label}，{pause.reason}（{pause.basis}）"
        last = pause.until_on or today
        told.append((pause.from_on, last, why))
    return tuple(told)


def _stopping(case: Case) -> QuerySet[Pause]:
    rows = Pause.objects.filter(
        case=case,
        kind__in=STOPPING,
    )
    return rows.order_by("from_on")
