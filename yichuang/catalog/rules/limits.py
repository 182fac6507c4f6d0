"""Limits on one basis: what the law allows, what the place took before, what it promises now. Pure."""

from datetime import date
from functools import lru_cache
from typing import Any

from yichuang.reference.rules.deadlines import UNITS, count
from yichuang.reference.rules.workdays import Calendar

NATURAL_PER_WORKING = 1.4
ON_THE_SPOT = "当场办结"


def natural_days(days: float, unit: str) -> float:
    """A term in calendar days: 1 working day = 1.4 calendar days (5 of 7). ValueError for an unknown unit."""
    if unit not in UNITS:
        raise ValueError(f"计时单位只能是工作日或自然日，不能是“{unit}”")
    return days * NATURAL_PER_WORKING if UNITS[unit] == "working" else float(days)


def speedup_percent(base_days: int, base_unit: str, promised_days: int, promised_unit: str) -> float:
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
    return speedup_percent(base[1], base[2], definition["promised_days"], definition["promised_unit"])


def spoken(days: int | None, unit: str | None) -> str:
    """A limit as people say it: "10个工作日", "60日", "当场办结", "" when there is none."""
    if days is None:
        return ""
    if days == 0:
        return ON_THE_SPOT
    return f"{days}个工作日" if UNITS.get(unit or "工作日") == "working" else f"{days}日"


def first_late_promise(promised: tuple[int, str], statutory: tuple[int, str], calendar: Calendar) -> date | None:
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
    if promised[0] == 0 or (promised[0] <= statutory[0] and UNITS[promised[1]] == UNITS[statutory[1]]):
        return None
    for day in hold.calendar.packed_days():
        if count(day, *promised, (), hold.calendar).due > count(day, *statutory, (), hold.calendar).due:
            return day
    return None


def promise_problem(definition: dict[str, Any], calendar: Calendar) -> str | None:
    """What is wrong with the promised limit, or None. 行政许可法 42、43: a promise may only be shorter than the law."""
    promised, unit = definition.get("promised_days"), definition.get("promised_unit")
    if promised is None or unit not in UNITS:
        return "承诺办结时限没有填完整，请写明天数和单位（工作日或自然日）"
    if promised < 0:
        return "承诺办结时限不能是负数"
    if definition.get("case_kind") == "即办件" and promised > 0:
        return f"即办件要当场办结，不能承诺{spoken(promised, unit)}"
    statutory, law_unit = definition.get("statutory_days"), definition.get("statutory_unit")
    if statutory is None:
        return None
    if law_unit not in UNITS:
        return "法定办结时限没有写单位，请写明工作日或自然日"
    late = first_late_promise((promised, unit), (statutory, law_unit), calendar)
    if late is None:
        return None
    return (
        f"承诺{spoken(promised, unit)}会晚于法定{spoken(statutory, law_unit)}："
        f"{late.year}年{late.month}月{late.day}日受理的就会超，请缩短承诺"
    )
