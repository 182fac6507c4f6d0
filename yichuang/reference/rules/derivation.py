"""How a term was counted, day by day: for the calendar on the case page and for the printed derivation."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from .workdays import Calendar

# what the day is called from which a term runs, and why it is not counted
RECEIVED = ("收齐", "视为收到之日，当日不计")


@dataclass(frozen=True)
class Step:
    """One day. index: its number in the count, 0 when not counted; kind: receipt, counted, weekend, holiday, stop,
    wait (between a late receipt and the day that counts as receipt), moved (after a last day that was no working
    day), outside (of the term); label: two to four characters for a calendar cell; why: the reason it is not counted;
    due, make_up: it is the last day, it is a weekend day that is worked."""

    date: date
    kind: str
    label: str
    why: str = ""
    index: int = 0
    due: bool = False
    make_up: bool = False


class Term(Protocol):
    """What is looked at of a term that was counted.

    `deadlines.Deadline` has it.
    """

    received: date
    start: date
    due: date
    unit: str
    counted: int
    calendar: Calendar
    stops: tuple[tuple[date, date], ...]
    reasons: tuple[tuple[date, date, str], ...]
    begins: tuple[str, str]
    steps: tuple[Step, ...]


def _rest(term: Term, day: date) -> tuple[str, str]:
    """(kind, label) of a day that offices do not work, ("", "") of one that they do."""
    if term.calendar.is_working(day):
        return "", ""
    name = term.calendar.holiday(day)
    return ("holiday", name) if name else ("weekend", "周末")


def _stopped(term: Term, day: date) -> bool:
    return any(first <= day <= last for first, last in term.stops)


def _reason(term: Term, day: date) -> str:
    """Why the count stood on a day: the word of the law for a stop whose reason nobody named."""
    named = [why for first, last, why in term.reasons if first <= day <= last]
    return f"停止计时：{'；'.join(named)}" if named else "停止计时"


def _uncounted(term: Term, day: date, complete: bool) -> Step | None:
    """The step of a day that does not count, None of one that does. complete: the count is full already."""
    kind, label = _rest(term, day)
    if day == term.start:
        label, why = term.begins
        return Step(day, "receipt", label, why, due=day == term.due)
    if day < term.start:
        if kind:
            return Step(day, kind, label, label)
        return Step(day, "wait", "下班后", "下班后收到，视为下一工作日收到")
    if complete:
        return Step(
            day, kind or "moved", label or "顺延", f"期满逢休息日，顺延{label and f'（{label}）'}"
        )
    if _stopped(term, day):
        return Step(day, "stop", "停", _reason(term, day))
    if kind and term.unit == "working":
        return Step(day, kind, label, label)
    return None


def steps(term: Term) -> tuple[Step, ...]:
    """One Step per day from the receipt to the due day, both included."""
    rows = []
    index = 0
    for offset in range((term.due - term.received).days + 1):
        day = term.received + timedelta(offset)
        step = _uncounted(term, day, complete=index == term.counted)
        if step is None:
            index += 1
            step = Step(day, "counted", f"第{index}天", index=index)
        made_up = day in term.calendar.make_up
        rows.append(
            Step(step.date, step.kind, step.label, step.why, step.index, day == term.due, made_up)
        )
    return tuple(rows)


def weeks(term: Term) -> list[list[Step]]:
    """Rows of seven steps, Monday first, covering the receipt and the due day; days around the term are `outside`."""
    known = {step.date: step for step in term.steps}
    monday = term.received - timedelta(term.received.weekday())
    rows = []
    while monday <= term.due:
        days = (monday + timedelta(n) for n in range(7))
        rows.append([known.get(day) or Step(day, "outside", _rest(term, day)[1]) for day in days])
        monday += timedelta(7)
    return rows
