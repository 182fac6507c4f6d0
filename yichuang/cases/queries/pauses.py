"""The days on which the clock of a case stood."""

from datetime import date

from django.db.models import BigAutoField, QuerySet

from yichuang.cases.models import Case, Pause
from yichuang.cases.rules.pauses import KINDS, STOPPING
from yichuang.core.prepared import Prepared, Told


@Prepared
def _stopping() -> QuerySet[Pause]:
    case = Told("case", BigAutoField())
    rows = Pause.objects.filter(case_id=case, kind__in=STOPPING)
    return rows.order_by("from_on")


def stops(case: Case, today: date | None = None) -> list[tuple[date, date]]:
    """(first, last) whole days that the term of the case does not count. A pause that lasts reaches to today, and is
    left out without it."""
    days = []
    for pause in _stopping(case=case.pk):
        last = pause.until_on or today
        if last:
            days.append((pause.from_on, last))
    return days


def reasons(case: Case, today: date) -> tuple[tuple[date, date, str], ...]:
    """(first, last, why) of what `stops` gives: the kind, what was written about it, the article that allows it."""
    spans = []
    for pause in _stopping(case=case.pk):
        label = KINDS[pause.kind].label
        why = f"{label}，{pause.reason}（{pause.basis}）"
        last = pause.until_on or today
        spans.append((pause.from_on, last, why))
    return tuple(spans)
