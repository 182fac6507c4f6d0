"""How long cases really took, by item: the number beside the promise. 青岛市方案二（二）1."""

from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import Count, QuerySet
from django.db.models.functions import TruncDate

from yichuang.cases.models import Case
from yichuang.cases.rules import states
from yichuang.core.clock import SHANGHAI, local
from yichuang.reference.queries import calendar

DAYS = 90
WORKING = "工作日"


@dataclass(frozen=True)
class Used:
    """Closed cases of one item: how many, and the mean of their days from complete materials to the end."""

    cases: int
    working: Decimal
    natural: Decimal

    def spoken(self, unit: str) -> str:
        """In the unit of the promise: "6.3个工作日（12件）"; another unit is told in days of the calendar."""
        days, word = (self.working, "个工作日") if unit == WORKING else (self.natural, "日")
        return f"{days}{word}（{self.cases}件）"


def by_item(cases: QuerySet[Case], now: datetime) -> dict[str, Used]:
    """item code → what its cases that ended in the last 90 days used. The day of complete materials is not counted, the
    last day is; days spent waiting for the applicant are not in it, because the clock began anew. Two reads."""
    ended = cases.filter(state=states.CLOSED, closed_at__gte=local(now) - timedelta(days=DAYS), closed_at__lte=now)
    ends, begins = _days(ended, "closed_at"), _days(ended, "clock_from")
    return {item: _mean(ends[item], begins[item]) for item in ends}


def _days(cases: QuerySet[Case], moment: str) -> dict[str, Counter]:
    rows = cases.annotate(day=TruncDate(moment, tzinfo=SHANGHAI)).values_list("item_code", "day")
    found: dict[str, Counter] = {}
    for item, day, count in rows.annotate(n=Count("id")).order_by():
        found.setdefault(item, Counter())[day] += count
    return found


def _mean(ends: Counter, begins: Counter) -> Used:
    """A sum of differences is the difference of the sums, so single cases need not be read."""
    table, count = calendar().working_ordinals, ends.total()

    def between(place) -> Decimal:
        whole = sum(place(day) * n for day, n in ends.items()) - sum(place(day) * n for day, n in begins.items())
        return (Decimal(whole) / count).quantize(Decimal("0.1"), ROUND_HALF_UP)

    def worked(day: date) -> int:
        return bisect_right(table, day.toordinal())

    return Used(count, between(worked), between(date.toordinal))
