"""A term as a calendar.

What each day is, the law's day beside ours; of a long term the weeks in which
nothing happens are left out.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from yichuang.cases.queries.stands import Stand
from yichuang.reference.rules.deadlines import WORKING, Deadline
from yichuang.reference.rules.derivation import Step, weeks

Cell = dict[str, Any]
Week = list[Cell] | str  # seven days, or the words that stand for several weeks

CELLS = {"counted": "n", "stop": "stop", "weekend": "off", "holiday": "off", "outside": "off"}
WHOLE = 8  # up to so many weeks every one is shown
LEFT_OUT = 3  # at least so many in a row are left out
TWO_DIGITS = 10  # from this number on a cell has no room for 天
ON_SHOW = "公示"
LAW = "法定"
DAY = timedelta(days=1)
TO_SUNDAY = 6


@dataclass(frozen=True)
class Drawing:
    """One term on its way into a calendar.

    law: the day of the law, marked where it lies in these weeks.
    in_public: the days on which it stood for 公示.
    """

    term: Deadline
    today: date
    law: date | None
    in_public: frozenset[date]

    def rows(self) -> list[Week]:
        """Its weeks.

        Of a long term runs of like ones are left out.
        """
        every = weeks(self.term)
        is_long = len(every) > WHOLE
        rows: list[Week] = []
        quiet: list[list[Step]] = []
        for week in every:
            if is_long and self._is_quiet(week):
                quiet.append(week)
                continue
            rows += self._in_short(quiet)
            quiet = []
            cells = self._cells(week)
            rows.append(cells)
        return rows + self._in_short(quiet)

    def _is_quiet(self, week: Sequence[Step]) -> bool:
        """Whether a week shows what every other shows.

        Each day of it is counted that such a term counts.
        """
        for step in week:
            if not self._is_usual(step):
                return False
        return True

    def _is_usual(self, step: Step) -> bool:
        """Whether nothing is to be said of a day.

        It is counted, or a weekend of a term in working days.
        """
        by_working_days = self.term.unit == WORKING
        if step.due or step.index == self.term.counted:
            return False
        if step.make_up and by_working_days:
            return False
        if step.date in (self.today, self.law, self.term.start):
            return False
        if step.kind == "counted":
            return True
        return step.kind == "weekend" and by_working_days

    def _in_short(self, quiet: list[list[Step]]) -> list[Week]:
        """A line for several weeks in which nothing happens.

        Themselves, where they are few.
        """
        count = len(quiet)
        if count < LEFT_OUT:
            return [self._cells(week) for week in quiet]
        first = quiet[0][0]
        last = quiet[-1][-1]
        days = "每天都算"
        if self.term.unit == WORKING:
            days = "工作日都算"
        since = day_of(first.date)
        until = day_of(last.date)
        return [f"{since}到{until}，{count}周，{days}"]

    def _cells(self, week: Sequence[Step]) -> list[Cell]:
        """The seven days of a week.

        As the calendar of the kit takes them.
        """
        return [self._cell(step) for step in week]

    def _cell(self, step: Step) -> Cell:
        """One day.

        The last one is called by its number, the law's by its name.
        """
        kind = CELLS.get(step.kind, "none")
        note = step.label
        if step.index >= TWO_DIGITS:
            note = note.removesuffix("天")
        if step.date in self.in_public:
            note = ON_SHOW
        if step.due:
            kind = "due"
        elif step.date == self.law:
            kind = "law"
            note = LAW
        day = str(step.date.day)
        if day == "1":
            day = f"{step.date.month}/1"
        return {"day": day, "note": note, "kind": kind, "today": step.date == self.today}


def rows_of(
    term: Deadline, today: date, stood: Iterable[Stand] = (), law: date | None = None
) -> list[Week]:
    """The weeks of a term.

    stood: its pauses, of which 公示 is called so.
    law: the day of the law, where it is to be marked.
    """
    in_public = _days_in_public(stood, today)
    drawing = Drawing(term, today, law, in_public)
    return drawing.rows()


def caption(term: Deadline, today: date) -> str:
    """From when until when the weeks reach.

    And what the frame is, where today lies in them.
    """
    after_monday = timedelta(term.received.weekday())
    to_sunday = timedelta(TO_SUNDAY - term.due.weekday())
    first = term.received - after_monday
    last = term.due + to_sunday
    since = f"{first.year}年{day_of(first)}"
    until = day_of(last)
    if first.year != last.year:
        until = f"{last.year}年{until}"
    if first <= today <= last:
        return f"{since}到{until}，粗框是今天"
    return f"{since}到{until}"


def day_of(day: date) -> str:
    """A day without year and weekday."""
    return f"{day.month}月{day.day}日"


def _days_in_public(stood: Iterable[Stand], today: date) -> frozenset[date]:
    """The days on which a clock stood for 公示.

    One that lasts reaches to the end that was told.
    """
    days = set()
    for stand in stood:
        if not stand.in_public:
            continue
        day = stand.first
        last = stand.until(today)
        while day <= last:
            days.add(day)
            day += DAY
    return frozenset(days)
