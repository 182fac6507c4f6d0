"""The days on which the clock of a case stood.

As a term leaves them out, and as somebody reads why.
"""

from datetime import date

from django.db.models import BigAutoField, QuerySet

from yichuang.cases.models import Case, Pause
from yichuang.cases.rules.pauses import KINDS, STOPPING
from yichuang.core.prepared import Prepared, Told


@Prepared
def _stopping() -> QuerySet[Pause]:
    """The prepared read: the pauses of a case that stop its clock, the first first."""
    case = Told("case", BigAutoField())
    pauses = Pause.objects.filter(case_id=case)
    rows = pauses.filter(kind__in=STOPPING)
    return rows.order_by("from_on")


def stops(case: Case, today: date | None = None) -> list[tuple[date, date]]:
    """(first, last) whole days that the term of the case does not count.

    today: to which a pause that lasts reaches; without it such a pause
    is left out.
    """
    days = []
    for pause in _stopping(case=case.pk):
        last = pause.until_on or today
        if last is None:
            continue
        span = (pause.from_on, last)
        days.append(span)
    return days


def reasons(case: Case, today: date) -> tuple[tuple[date, date, str], ...]:
    """(first, last, why) of what `stops` gives.

    why: the kind, what was written about it, the article that allows it.
    today: to which a pause that lasts reaches.
    """
    spans = []
    for pause in _stopping(case=case.pk):
        kind = KINDS[pause.kind]
        label = kind.label
        why = f"{label}，{pause.reason}（{pause.basis}）"
        last = pause.until_on or today
        span = (pause.from_on, last, why)
        spans.append(span)
    return tuple(spans)
