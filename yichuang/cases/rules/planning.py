"""What a stop with a planned end must say before it begins, as the rule of the case has it. Pure."""

from dataclasses import dataclass
from datetime import date

from yichuang.cases.rules.terms import Span, Stopping
from yichuang.core.errors import FieldProblem
from yichuang.reference.rules.deadlines import Calendar, count

Problems = list[FieldProblem]
REQUIRED = "required"
TOO_LONG = "{what}最多停{days}个{unit}，最晚填{last}（{basis}）"
TOO_SOON = "要在{days}个{unit}以前通知，最早填{first}"
OWN_CHAIR = "审核这件的人不能主持，请选别人（行政许可法第48条）"


@dataclass(frozen=True)
class Plan:
    """What is planned.

    until: the last day of the stop.
    held_on: the day of a hearing, None where there is none.
    held_at: its hour and place.
    has_chair: somebody presides.
    is_of_reviewer: it is the one who reviews the case.
    """

    reason: str
    until: date | None
    held_on: date | None = None
    held_at: str = ""
    has_chair: bool = False
    is_of_reviewer: bool = False


def problems(plan: Plan, stop: Stopping, today: date, calendar: Calendar) -> Problems:
    """What is lacking or goes beyond the law.

    [] for a plan that may be told.
    """
    wrong = _of_reason(plan.reason)
    wrong += _of_end(plan.until, stop, today, calendar)
    if stop.notice_before:
        wrong += _of_day(plan, stop.notice_before, today, calendar)
    if stop.other_chair:
        wrong += _of_chair(plan, stop)
    return wrong


def expected(reason: str, until: date | None, today: date) -> Problems:
    """What is lacking of a wait whose end is not ours to name.

    That is why it waits, and until when that may last.
    """
    wrong = _of_reason(reason)
    if until is None or until <= today:
        wrong += _one("expected_until", "请填估计等到哪天，最早是明天", REQUIRED)
    return wrong


def _of_reason(reason: str) -> Problems:
    """Whoever waits reads why."""
    if reason.strip():
        return []
    return _one("reason", "请写明为什么要停，申请人会看到", REQUIRED)


def _of_end(until: date | None, stop: Stopping, today: date, calendar: Calendar) -> Problems:
    """The planned end is ahead, and no later than the law allows."""
    if until is None or until <= today:
        return _one("planned_until", "请填停到哪一天，最早是明天", REQUIRED)
    if stop.most is None:
        return []
    last = _after(today, stop.most, calendar)
    if until <= last:
        return []
    message = TOO_LONG.format(
        what=stop.label, days=stop.most.days, unit=stop.most.unit, last=last, basis=stop.basis
    )
    return _one("planned_until", message, "max")


def _of_day(plan: Plan, before: Span, today: date, calendar: Calendar) -> Problems:
    """Its day and its place are told so long before, and it is held while the clock stands.

    行政许可法 48(一).
    """
    if plan.held_on is None:
        return _one("held_on", "请填在哪天举行", REQUIRED)
    first = _after(today, before, calendar)
    if plan.held_on < first:
        message = TOO_SOON.format(days=before.days, unit=before.unit, first=first)
        return _one("held_on", message, "min")
    if plan.until and plan.held_on > plan.until:
        return _one("held_on", "举行的那天要在停止计时的日子里", "max")
    if not plan.held_at.strip():
        return _one("held_at", "请填几点、在哪里举行，参加的人要知道", REQUIRED)
    return []


def _of_chair(plan: Plan, stop: Stopping) -> Problems:
    """Who reviews the case does not preside.

    行政许可法 48(三).
    """
    if not plan.has_chair:
        message = f"请选{stop.label}由谁主持"
        return _one("chair", message, REQUIRED)
    if plan.is_of_reviewer:
        return _one("chair", OWN_CHAIR, "other_hand")
    return []


def _after(day: date, span: Span, calendar: Calendar) -> date:
    """The last day of a span that begins the day after this one."""
    term = count(day, span.days, span.unit, [], calendar)
    return term.due


def _one(field: str, message: str, violates: str) -> Problems:
    """One thing that is wrong with one answer."""
    problem = FieldProblem(field, message, violates)
    return [problem]
