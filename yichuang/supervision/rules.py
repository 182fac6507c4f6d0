"""Judging a number against its target, and shares of cases. No clock, no database."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

REACHED, NEAR, MISSED, NO_DATA, NOT_DUE, REFERENCE = (
    "reached",
    "near",
    "missed",
    "no_data",
    "not_due",
    "reference",
)
# state → (state of the UI kit, words): shape and words say it too, colour alone says nothing
WORDS = {
    REACHED: ("done", "达到"),
    NEAR: ("soon", "接近"),
    MISSED: ("late", "没达到"),
    NO_DATA: ("unknown", "还没有数据"),
    NOT_DUE: ("doing", "没到期"),
    REFERENCE: ("todo", "当时报的数"),
}


@dataclass(frozen=True)
class Judged:
    """state: a key of WORDS; gap: what is missing to the target in its unit, 0 when reached, None when unknown."""

    state: str
    gap: Decimal | None


def judge(
    *,
    operator: str,
    target: Decimal | None,
    actual: Decimal | None,
    kind: str,
    due: date | None,
    today: date,
    near_percent: Decimal,
) -> Judged:
    """Whether `actual` meets `operator target`. A baseline is a reported fact and is never judged; without an actual
    or a number to reach there is no data; before its day a target not yet reached is not due."""
    if kind == "baseline":
        return Judged(REFERENCE, None)
    if actual is None or target is None:
        return Judged(NOT_DUE if actual is None and due and due > today else NO_DATA, None)
    gap = _gap(operator, target, actual)
    if gap == 0:
        return Judged(REACHED, gap)
    if due and due > today:
        return Judged(NOT_DUE, gap)
    return Judged(NEAR if gap <= abs(target) * near_percent / 100 else MISSED, gap)


def _gap(operator: str, target: Decimal, actual: Decimal) -> Decimal:
    if operator == "<=":
        return max(actual - target, Decimal(0))
    if operator == ">=":
        return max(target - actual, Decimal(0))
    return abs(target - actual)  # "=" and "≈": the text names one number


def share(part: int, whole: int) -> Decimal | None:
    """Percent with one decimal, half up; None when there is nothing to divide."""
    if not whole:
        return None
    return (Decimal(part) * 100 / Decimal(whole)).quantize(Decimal("0.1"), ROUND_HALF_UP)


def spoken(value: Decimal | None) -> str:
    """12 instead of 12.0000; "" for None."""
    if value is None:
        return ""
    return f"{value.normalize():f}"


def month_bounds(month: date) -> tuple[date, date]:
    """First day of the month and of the next one."""
    first = month.replace(day=1)
    return first, (first + timedelta(days=32)).replace(day=1)


def week_starts(today: date, count: int) -> list[date]:
    """The Mondays of the last `count` weeks, oldest first, this week last."""
    monday = today - timedelta(days=today.weekday())
    return [monday - timedelta(weeks=n) for n in range(count - 1, -1, -1)]
