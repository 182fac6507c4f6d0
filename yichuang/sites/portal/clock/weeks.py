"""A term as a calendar: what each day is, the law's day beside ours, weeks in which nothing happens left out."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from yichuang.cases.queries.stands import Stand
from yichuang.reference.rules.deadlines import WORKING, Deadline
from yichuang.reference.rules.derivation import Step, weeks

Cell = dict[str, Any]
Week = list[Cell] | str  # a week, or the words that stand for several

CELLS = {"counted": "n", "stop": "stop", "weekend": "off", "holiday": "off", "outside": "off"}
WHOLE = 8  # up to so many weeks every one is shown
LEFT_OUT = 3  # at least so many in a row are left out
TWO_DIGITS = 10  # from this number on a cell has no room for 天
ON_SHOW = "公示"
LAW = "法定"


def rows_of(
    term: Deadline, today: date, stood: Iterable[Stand] = (), law: date | None = None
) -> list[Week]:
    """The weeks of a term.

    stood: its pauses, of which 公示 is called so.
    law: the day of the law, marked where it lies in these weeks.
    """
    every = weeks(term)
    in_public = _days_in_public(stood, today)
    rows: list[Week] = []
    quiet: list[list[Step]] = []
    for week in every:
        if len(every) > WHOLE and _is_quiet(week, term, today, law):
            quiet.append(week)
            continue
        rows += _left_out(quiet, term, today)
        quiet = []
        rows.append([_cell(step, today, in_public, law) for step in week])
    return rows + _left_out(quiet, term, today)


def caption(term: Deadline, today: date) -> str:
    """From when until when the weeks reach, and what the frame is."""
    first = term.received - timedelta(term.received.weekday())
    last = term.due + timedelta(6 - term.due.weekday())
    span = f"{first.year}年{_day(first)}到{_day(last)}"
    if first.year != last.year:
        span = f"{first.year}年{_day(first)}到{last.year}年{_day(last)}"
    if first <= today <= last:
        return f"{span}，粗框是今天"
    return span


def _day(day: date) -> str:
    """A day without year and weekday."""
    return f"{day.month}月{day.day}日"


def _days_in_public(stood: Iterable[Stand], today: date) -> frozenset[date]:
    """The days on which a clock stood for 公示."""
    days = set()
    for stand in stood:
        if not stand.in_public:
            continue
        day = stand.first
        last = stand.last or max(stand.planned or today, today)
        while day <= last:
            days.add(day)
            day += timedelta(1)
    return frozenset(days)


def _is_quiet(week: Sequence[Step], term: Deadline, today: date, law: date | None) -> bool:
    """Whether a week shows what every other shows: each day is counted that such a term counts."""
    for step in week:
        if step.date in (today, law, term.start) or step.due:
            return False
        is_rest = step.kind == "weekend" and term.unit == WORKING
        if step.kind != "counted" and not is_rest:
            return False
        if step.make_up:
            return False
    return True


def _left_out(quiet: list[list[Step]], term: Deadline, today: date) -> list[Week]:
    """A line for several weeks in which nothing happens; themselves, where they are few."""
    if len(quiet) < LEFT_OUT:
        return [[_cell(step, today, frozenset(), None) for step in week] for week in quiet]
    first = quiet[0][0].date
    last = quiet[-1][-1].date
    each = "工作日都算" if term.unit == WORKING else "每天都算"
    return [f"{_day(first)}到{_day(last)}，{len(quiet)}周，{each}"]


def _cell(step: Step, today: date, in_public: frozenset[date], law: date | None) -> Cell:
    """One day."""
    kind = CELLS.get(step.kind, "none")
    note = step.label
    if step.index >= TWO_DIGITS:
        note = note.removesuffix("天")
    if step.kind == "stop" and step.date in in_public:
        note = ON_SHOW
    if step.date == law and not step.due:
        kind = "law"
        note = LAW
    if step.due:
        kind = "due"
    day = str(step.date.day)
    if step.date.day == 1:
        day = f"{step.date.month}/1"
    return {"day": day, "note": note, "kind": kind, "today": step.date == today}
