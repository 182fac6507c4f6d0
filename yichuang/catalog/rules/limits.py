"""Limits on one basis: what the law allows, what the place took before, what it promises now. Pure."""

from datetime import date
from functools import lru_cache
from typing import Any

from yichuang.core.spoken import chinese_date
from yichuang.reference.rules.deadlines import UNITS, count
from yichuang.reference.rules.workdays import Calendar

NATURAL_PER = {"working": 1.4, "natural": 1.0, "month": 30.0, "year": 365.0}
SPOKEN = {"working": "个工作日", "natural": "日", "month": "个月", "year": "年"}
ON_THE_SPOT = "当场办结"


def natural_days(days: float, unit: str) -> float:
    """A term in calendar days, to compare by: 1 working day = 1.4 calendar days (5 of 7), a month 30, a year 365.

    ValueError for an unknown unit.
    """
    if unit not in UNITS:
        raise ValueError(f"计时单位只能是工作日、自然日、月或年，不能是“{unit}”")
    return days * NATURAL_PER[UNITS[unit]]


def speedup_percent(
    base_days: int, base_unit: str, promised_days: int, promised_unit: str
) -> float:
    """(base - promised) / base on the calendar basis, in percent with one decimal: 20 → 10 working days is 50.0.

    Negative when the promise is slower than the base; 0.0 when the base is 0 days.
    """
    base = natural_days(base_days, base_unit)
    if base == 0:
        return 0.0
    return round((base - natural_days(promised_days, promised_unit)) / base * 100, 1)


def base_of(definition: dict[str, Any]) -> tuple[str, int, str] | None:
    """(kind, days, unit) that the promise is measured by: the statutory limit, else the earlier one, else None."""
    for kind in ("statutory", "previous"):
        days = definition.get(f"{kind}_days")
        if days is not None:
            return kind, days, definition.get(f"{kind}_unit") or "工作日"
    return None


def speedup_of(definition: dict[str, Any]) -> float | None:
    """The speed-up of an item in percent, None when there is nothing to measure by."""
    base = base_of(definition)
    if base is None:
        return None
    return speedup_percent(
        base[1], base[2], definition["promised_days"], definition["promised_unit"]
    )


def spoken(days: int | None, unit: str | None) -> str:
    """A limit as people say it: "10个工作日", "60日", "3个月", "当场办结", "" when there is none."""
    if days is None:
        return ""
    if days == 0:
        return ON_THE_SPOT
    return f"{days}{unit_word(unit)}"


def unit_word(unit: str | None) -> str:
    """A unit as it is said after a number: 个工作日, 日, 个月, 年; an unsaid one is working days."""
    return SPOKEN[UNITS.get(unit or "工作日", "natural")]


def first_late_promise(
    promised: tuple[int, str], statutory: tuple[int, str], calendar: Calendar
) -> date | None:
    """The first day of receipt on which the promise falls due after the law's last day, else None.

    Both terms are counted by the calendar, day of receipt by day of receipt over every year that it has a pack of, so
    that long holidays show (5 working days may outlast 8 calendar days over the Spring Festival). Past years are asked
    too: a year whose notice is not out yet has no long holidays, and gets them when it comes.
    """
    return _first_late(promised, statutory, _Hold(calendar))


class _Hold:
    """A calendar as a cache key: one object stands for itself."""

    def __init__(self, calendar: Calendar):
        self.calendar = calendar

    def __hash__(self) -> int:
        return id(self.calendar)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Hold) and other.calendar is self.calendar


@lru_cache(maxsize=512)
def _first_late(promised: tuple[int, str], statutory: tuple[int, str], hold: _Hold) -> date | None:
    if promised[0] == 0 or (
        promised[0] <= statutory[0] and UNITS[promised[1]] == UNITS[statutory[1]]
    ):
        return None
    for day in hold.calendar.packed_days():
        if (
            count(day, *promised, (), hold.calendar).due
            > count(day, *statutory, (), hold.calendar).due
        ):
            return day
    return None


def promise_problem(definition: dict[str, Any], calendar: Calendar) -> str | None:
    """What is wrong with the promised limit, or None. 行政许可法 42、43: a promise may only be shorter than the law."""
    promised = definition.get("promised_days")
    unit = definition.get("promised_unit")
    if promised is None or unit not in UNITS:
        return "承诺办结时限没有填完整，请写明天数和单位（工作日、自然日、月或年）"
    if promised < 0:
        return "承诺办结时限不能是负数"
    if definition.get("case_kind") == "即办件" and promised > 0:
        return f"即办件要当场办结，不能承诺{spoken(promised, unit)}"
    if (
        definition.get("statutory_days") is not None
        and definition.get("statutory_unit") not in UNITS
    ):
        return "法定办结时限没有写单位，请写明工作日、自然日、月或年"
    for days, law_unit in statutory_limits(definition):
        late = first_late_promise((promised, unit), (days, law_unit), calendar)
        if late:
            return (
                f"承诺{spoken(promised, unit)}会晚于法定{spoken(days, law_unit)}："
                f"{chinese_date(late)}受理的就会超，请缩短承诺"
            )
    return None


def longer_promise(before: dict[str, Any], after: dict[str, Any], calendar: Calendar) -> str:
    """In words, how a new text promises more time than the one that it changes; "" where it does not, or says no time
    that can be counted."""
    then = before.get("promised_days"), before.get("promised_unit")
    now = after.get("promised_days"), after.get("promised_unit")
    for days, unit in (then, now):
        if not isinstance(days, int) or unit not in UNITS:
            return ""
    if first_late_promise(now, then, calendar) is None:
        return ""
    return f"承诺由{spoken(*then)}改成{spoken(*now)}，比现在慢"


def statutory_limits(definition: dict[str, Any]) -> list[tuple[int, str]]:
    """Every limit that the law sets for deciding, of all situations: (days, unit)."""
    limits = [(definition.get("statutory_days"), definition.get("statutory_unit"))]
    limits += [(row["days"], row.get("unit")) for row in definition.get("statutory_when") or ()]
    return [(days, unit) for days, unit in limits if days is not None]
