"""信用记录: for how long one is shown, when it may be repaired and contested.

Classes and years: 国办发〔2025〕22号; the procedure as in 人社部令45号.
The day on which it is told or shown is not counted (民法典 201). How long it is shown is no time for anybody to act in,
so a rest day does not lengthen it; the days to object in, and to answer in, end on a working day.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from yichuang.reference.rules.deadlines import corresponding, count
from yichuang.reference.rules.workdays import Calendar

Rules = Mapping[str, Any]  # the part `credit` of packs/commitments/rules.yaml


@dataclass(frozen=True)
class Span:
    """The days of a record.

    shown_from, shown_until: both included.
    repair_from: the first day on which its repair may be asked for, None
    where it simply ends.
    """

    shown_from: date
    shown_until: date
    repair_from: date | None


def span_of(gravity: str, confirmed: date, rules: Rules) -> Span:
    """For how long a record that is confirmed on a day is shown.

    gravity: light, general or serious.
    """
    row = rules["classes"][gravity]
    until = _after(confirmed, row["shown"])
    repair = None
    if "repair_after" in row:
        repair = _after(confirmed, row["repair_after"])
    return Span(confirmed, until, repair)


def has_expired(shown_until: date, today: date) -> bool:
    """Whether its last day is over."""
    return today > shown_until


def may_be_repaired(span: Span, today: date) -> bool:
    """Whether its repair may be asked for: not before its day, and not when it has ended by itself."""
    if span.repair_from is None:
        return False
    return span.repair_from <= today <= span.shown_until


def objection_until(notified: date, rules: Rules, calendar: Calendar) -> date:
    """The last day on which it may be contested; notified: the day on which it was told."""
    return _due(notified, rules["objection"], calendar)


def answer_until(objected: date, rules: Rules, calendar: Calendar) -> date:
    """The last day for the answer to who contested it."""
    return _due(objected, rules["answer"], calendar)


def repair_answer_until(asked: date, rules: Rules, calendar: Calendar) -> date:
    """The last day for the answer to who asked for its repair."""
    return _due(asked, rules["repair_answer"], calendar)


def _after(day: date, term: Mapping[str, int]) -> date:
    """So many days or months later."""
    months = term.get("months")
    if months is not None:
        return corresponding(day, months)
    return day + timedelta(term["days"])


def _due(day: date, term: Mapping[str, Any], calendar: Calendar) -> date:
    return count(day, term["days"], term["unit"], (), calendar).due
