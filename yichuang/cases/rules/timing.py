"""When a case is due: the promise and the statute of its version, from the day its materials were complete."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from yichuang.core.clock import local
from yichuang.reference.rules.deadlines import (
    Calendar,
    Deadline,
    Thresholds,
    alarm_days,
    deadline,
    office_minutes,
)

INSTANT_MINUTES = 30
ACCEPTING = ("受理", "立案")
BY_PROMISE = {
    "days": 5,
    "unit": "工作日",
    "silence": None,
}  # where no law gives a term for accepting


@dataclass(frozen=True)
class Due:
    """promised and statutory (None: the law names no term) with their derivations; at: the moment, closing time;
    yellow_on, red_on: the days from which the case is shown so."""

    promised: Deadline
    statutory: Deadline | None
    at: datetime
    yellow_on: date
    red_on: date


def due(
    *,
    clock_from: datetime,
    definition: dict,
    stops: list[tuple[date, date]],
    calendar: Calendar,
    thresholds: Thresholds,
    accepted_at: datetime | None = None,
) -> Due:
    """The dates of a case. definition: an item version's elements (promised_days, promised_unit, statutory_days,
    statutory_unit, and those of `waits`). accepted_at: when the case was accepted, None before. The day of receipt
    does not count; a promise never outlasts the statute (民法典 201-203)."""
    zone = local(clock_from).tzinfo
    start = local(clock_from)
    if waits(definition):
        start = accept_by(clock_from, definition, calendar)
        if accepted_at:
            start = local(accepted_at).date()
    statutory = _term(start, definition, "statutory", stops, calendar)
    promised = _term(start, definition, "promised", stops, calendar) or statutory
    last = min(promised.due, statutory.due) if statutory else promised.due
    yellow, red = alarm_days(promised.start, last, thresholds, calendar)
    at = datetime.combine(last, calendar.closing, tzinfo=zone)
    return Due(promised, statutory, at, yellow, red)


def waits(definition: Mapping) -> bool:
    """Whether the term begins only when the case is accepted: the law counts it from there, and the promise is the
    whole of the law's (劳动争议调解仲裁法 29, 43). A shorter promise is counted from the papers, as all others are."""
    if definition.get("statutory_from") not in ACCEPTING:
        return False
    for part in ("days", "unit"):
        promised = definition.get(f"promised_{part}")
        statutory = definition.get(f"statutory_{part}")
        if promised != statutory:
            return False
    return True


def accepting(definition: Mapping) -> Mapping:
    """The term for accepting: the law's own, else what the platform promises. Keys: days, unit, silence (what follows
    when nothing is said in time, None for nothing)."""
    return definition.get("acceptance") or BY_PROMISE


def accept_by(clock_from: datetime, definition: Mapping, calendar: Calendar) -> date:
    """The last day to say whether an application is accepted whose papers were complete at `clock_from`. definition:
    one that `waits`."""
    term = accepting(definition)
    days = term["days"]
    unit = term["unit"]
    counted = deadline(clock_from, days, unit, [], calendar)
    return counted.due


def _term(
    start: datetime | date, definition: dict, which: str, stops: list, calendar: Calendar
) -> Deadline | None:
    days = definition.get(f"{which}_days")
    return (
        None
        if days is None
        else deadline(start, days, definition[f"{which}_unit"], stops, calendar)
    )


def over_half_hour(clock_from: datetime, at: datetime, calendar: Calendar) -> bool:
    """Whether an instant item takes longer than the 30 minutes of business that the city's plan allows."""
    return office_minutes(clock_from, at, calendar) > INSTANT_MINUTES


def days_overdue(due_at: datetime, at: datetime) -> int:
    """How many days a case is late at `at`: days of the Beijing calendar after its last day, whatever the hour, so
    that every page, sheet and bulletin of one day says the same; 0 in the evening of the last day and before."""
    return max((local(at).date() - local(due_at).date()).days, 0)


def colour(*, today: date, now: datetime, due_at: datetime, yellow_on: date, red_on: date) -> str:
    """ "green" | "yellow" | "red" | "overdue" of an open case."""
    if now > due_at:
        return "overdue"
    if today >= red_on:
        return "red"
    return "yellow" if today >= yellow_on else "green"
