"""How long cases really took, by item: the number beside the promise. 青岛市方案二（二）1."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import Count, Func, IntegerField, QuerySet, Sum, Value
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
        """In the unit of the promise: "6.3个工作日（12件）".

        Another unit is told in days of the calendar; no day at all is the
        same day.
        """
        if unit == WORKING:
            days = self.working
            word = "个工作日"
        else:
            days = self.natural
            word = "日"
        if days == 0:
            return f"当天（{self.cases}件）"
        return f"{days}{word}（{self.cases}件）"


class _Ordinal(Func):
    """The ordinal of a day, as Python counts it."""

    template = "(%(expressions)s - date '0001-01-01' + 1)"
    output_field = IntegerField()


class _WorkingDays(Func):
    """How many of the ordinals of working days are not above an ordinal."""

    template = "width_bucket(%(expressions)s::int[])"
    output_field = IntegerField()


def by_item(cases: QuerySet[Case], now: datetime) -> dict[str, Used]:
    """item code → what its cases that ended in the last 90 days used. The day of complete materials is not counted, the
    last day is; days spent waiting for the applicant are not in it, because the clock began anew. One read."""
    ended = cases.filter(
        state=states.CLOSED, closed_at__gte=local(now) - timedelta(days=DAYS), closed_at__lte=now
    )
    end = _Ordinal(TruncDate("closed_at", tzinfo=SHANGHAI))
    begin = _Ordinal(TruncDate("clock_from", tzinfo=SHANGHAI))
    working_days = Value(list(calendar().working_ordinals))
    rows = ended.values_list("item_code").annotate(
        count=Count("*"),
        working=Sum(_WorkingDays(end, working_days)) - Sum(_WorkingDays(begin, working_days)),
        natural=Sum(end) - Sum(begin),
    )
    return {
        item: Used(n, _mean(working, n), _mean(natural, n))
        for item, n, working, natural in rows.order_by()
    }


def _mean(total: int, count: int) -> Decimal:
    return (Decimal(total) / count).quantize(Decimal("0.1"), ROUND_HALF_UP)
