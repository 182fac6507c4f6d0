"""Which days are worked. A Calendar is built from packs and never changes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from functools import cached_property

FIRST, LAST = date(2000, 1, 1), date(2100, 12, 31)
_SATURDAY = 5


@dataclass(frozen=True, eq=False)
class Calendar:
    """Working days from 2000 to 2100.

    holidays: every day off by the yearly notice, with the holiday's name; make_up: weekend days that are worked;
    announced: years with a final notice; packed: years with any pack; fixed: (month, day) → name of the statutory
    days with a fixed solar date, used in years without a pack; opening, closing: when business begins and ends
    (民法典 203 第二款).
    noon: from when until when it rests at midday, None where it does not.
    """

    holidays: Mapping[date, str] = field(default_factory=dict)
    make_up: frozenset[date] = frozenset()
    announced: frozenset[int] = frozenset()
    packed: frozenset[int] = frozenset()
    fixed: Mapping[tuple[int, int], str] = field(default_factory=dict)
    opening: time = time(9, 0)
    closing: time = time(17, 0)
    noon: tuple[time, time] | None = None

    def holiday(self, day: date) -> str:
        """The holiday's name, "" when the day is none."""
        if day.year in self.packed:
            return self.holidays.get(day, "")
        return self.holidays.get(day, "") or self.fixed.get((day.month, day.day), "")

    def is_working(self, day: date) -> bool:
        """True when offices work on that day (State Council notices, 国务院令第795号)."""
        return day in self.make_up or (day.weekday() < _SATURDAY and not self.holiday(day))

    def provisional(self, day: date) -> bool:
        """True when the notice of that day's year is not out yet, so that the answer may still change."""
        return day.year not in self.announced

    def provisional_between(self, first: date, last: date) -> bool:
        """True when any year that the two days touch is provisional."""
        if first.year == last.year:
            return first.year not in self.announced
        return any(year not in self.announced for year in range(first.year, last.year + 1))

    @cached_property
    def working_ordinals(self) -> list[int]:
        """Ordinals of every working day, ascending: the table that `bisect` searches."""
        days = (FIRST + timedelta(n) for n in range((LAST - FIRST).days + 1))
        return [day.toordinal() for day in days if self.is_working(day)]

    def packed_days(self) -> Iterator[date]:
        """Every day of the years that have a pack, ascending: the holidays that we know, past ones with them."""
        for year in sorted(self.packed):
            day = date(year, 1, 1)
            while day.year == year:
                yield day
                day += timedelta(1)

    def next_working(self, day: date) -> date:
        """The day itself when it is worked, else the next working day."""
        while not self.is_working(day):
            day += timedelta(1)
        return day
