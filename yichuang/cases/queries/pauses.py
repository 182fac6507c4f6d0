"""The days on which the clock of a case stood."""

from datetime import date

from yichuang.cases.models import Case, Pause
from yichuang.cases.rules.pauses import STOPPING


def stops(case: Case, today: date | None = None) -> list[tuple[date, date]]:
    """(first, last) whole days that the term of the case does not count. A pause that lasts reaches to today, and is
    left out without it."""
    rows = Pause.objects.filter(case=case, kind__in=STOPPING).order_by("from_on")
    if today is None:
        rows = rows.filter(until_on__isnull=False)
    return [(first, last or today) for first, last in rows.values_list("from_on", "until_on")]
