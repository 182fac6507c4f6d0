"""What a stop with a planned end must say before it begins, as the rule of the case has it. Pure."""

from dataclasses import dataclass
from datetime import date

from yichuang.cases.rules.terms import Span, Stopping
from yichuang.core.errors import FieldProblem
from yichuang.reference.rules.deadlines import Calendar, count

Problems = list[FieldProblem]


@dataclass(frozen=True)
class Plan:
    """What is planned.

    until: the last day of the stop.
    held_on: the day of a hearing, None where there is none.
    has_chair: somebody presides.
    is_of_reviewer: it is the one who reviews the case.
    """

    reason: str
    until: date | None
    held_on: date | None = None
    has_chair: bool = False
    is_of_reviewer: bool = False


def problems(plan: Plan, stop: Stopping, today: date, calendar: Calendar) -> Problems:
    """What is lacking or goes beyond the law; [] for a plan that may be told."""
    wrong = []
    if not plan.reason.strip():
        wrong.append(FieldProblem("reason", "请写明为什么要停，申请人会看到", "required"))
    wrong += _of_end(plan.until, stop, today, calendar)
    if stop.notice_before:
        wrong += _of_day(plan, stop.notice_before, today, calendar)
    if stop.other_chair:
        wrong += _of_chair(plan, stop)
    return wrong


def expected(reason: str, until: date | None, today: date) -> Problems:
    """What is lacking of a wait whose end is not ours to name: why, and until when it may last."""
    wrong = []
    if not reason.strip():
        wrong.append(FieldProblem("reason", "请写明在等什么、为什么要等，申请人会看到", "required"))
    if until is None or until <= today:
        wrong.append(FieldProblem("expected_until", "请填估计等到哪天，最早是明天", "required"))
    return wrong


def _of_end(until: date | None, stop: Stopping, today: date, calendar: Calendar) -> Problems:
    """The planned end is ahead, and no later than the law allows."""
    if until is None or until <= today:
        problem = FieldProblem("planned_until", "请填停到哪一天，最早是明天", "required")
        return [problem]
    if stop.most is None:
        return []
    last = _after(today, stop.most, calendar)
    if until <= last:
        return []
    length = f"{stop.most.days}个{stop.most.unit}"
    message = f"{stop.label}最多停{length}，最晚填{last.isoformat()}（{stop.basis}）"
    return [FieldProblem("planned_until", message, "max")]


def _of_day(plan: Plan, before: Span, today: date, calendar: Calendar) -> Problems:
    """It is told so many days before its day, and held while the clock stands."""
    if plan.held_on is None:
        return [FieldProblem("held_on", "请填在哪天举行", "required")]
    first = _after(today, before, calendar)
    if plan.held_on < first:
        message = f"要在{before.days}个{before.unit}以前通知，最早填{first.isoformat()}"
        return [FieldProblem("held_on", message, "min")]
    if plan.until and plan.held_on > plan.until:
        return [FieldProblem("held_on", "举行的那天要在停止计时的日子里", "max")]
    return []


def _of_chair(plan: Plan, stop: Stopping) -> Problems:
    """Who reviews the case does not preside. 行政许可法 48(三)."""
    if not plan.has_chair:
        return [FieldProblem("chair", f"请选{stop.label}由谁主持", "required")]
    if plan.is_of_reviewer:
        message = "审核这件的人不能主持，请选别人（行政许可法第48条）"
        return [FieldProblem("chair", message, "other_hand")]
    return []


def _after(day: date, span: Span, calendar: Calendar) -> date:
    """The last day of a span that begins the day after this one."""
    term = count(day, span.days, span.unit, [], calendar)
    return term.due
