"""Forms of what makes a clock stand: each stop that the rule of the case names, and a suspension for its causes."""

from datetime import date, datetime

from yichuang.accounts import queries as accounts
from yichuang.accounts.models import Officer
from yichuang.cases.models import Case
from yichuang.cases.queries.clocks import Clocks
from yichuang.cases.rules.pauses import ACCEPTANCE
from yichuang.cases.rules.terms import Span, Stopping
from yichuang.cases.services import stopping
from yichuang.core.clock import local
from yichuang.core.errors import Conflict
from yichuang.reference import queries as reference
from yichuang.reference.rules.deadlines import count
from yichuang.sites.desk.review.clock.forms import boxes
from yichuang.sites.desk.review.clock.forms.boxes import Box, Form
from yichuang.sites.ui.wording import cnday

BEGINNING = "begin-special"
SUSPENDING = ("suspend", "ask-suspension")
KIND = "_kind"
SUSPENSION = "suspension"
CHAIRS = ("reviewer", "approver", "head")
AT_ONCE = "告知书同时发出，从明天起停（{basis}）。"
OF_ACCEPTANCE = "只停受理的期限，告知书同时发出，从明天起停（{basis}）。"
BY_HEAD = "要{whose}批准，批了才停（{basis}）。"
WHY = boxes.reason("为什么，申请人会看到")
DETAILS = boxes.reason("具体情况，申请人会看到")
AGREED = Box("is_agreed", "问过申请人，他同意", boxes.TICK)
NOT_VISIBLE = Box("not_visible", "收件、受理的时候看不出来", boxes.TICK)
EXPECTED = boxes.day("expected_until", "估计等到哪天")


def too_late(case: Case, now: datetime) -> str:
    """Why nothing may be stopped any more.

    "" while something may.
    """
    try:
        stopping.require_time(case, now)
    except Conflict as conflict:
        return conflict.message
    return ""


def special(case: Case, clocks: Clocks, now: datetime) -> list[Form]:
    """Each stop of the clock of the decision that the rule names."""
    forms = []
    for stop in clocks.terms.stops.values():
        if stop.clocks == ACCEPTANCE:
            continue
        title = f"开始{stop.label}"
        plan = _plan(case, stop, now)
        form = Form(
            BEGINNING,
            stop.kind,
            title,
            title,
            (WHY, *plan),
            AT_ONCE.format(basis=stop.basis),
            ((KIND, stop.kind),),
        )
        forms.append(form)
    return forms


def deferring(case: Case, clocks: Clocks, now: datetime) -> list[Form]:
    """Each stop of the clock of acceptance alone."""
    forms = []
    for stop in clocks.terms.stops.values():
        if stop.clocks != ACCEPTANCE:
            continue
        plan = _plan(case, stop, now)
        form = Form(
            "defer-acceptance",
            stop.kind,
            stop.label,
            "暂缓受理",
            (WHY, *plan, AGREED),
            OF_ACCEPTANCE.format(basis=stop.basis),
            ((KIND, stop.kind),),
        )
        forms.append(form)
    return forms


def suspending(clocks: Clocks) -> Form | None:
    """中止 for a cause of the rule.

    Where the law leaves it to the head, it is asked for. None where the
    rule lists no cause.
    """
    causes = []
    bases = []
    for row in clocks.terms.suspends.values():
        causes.append((row.cause, row.label))
        bases.append(row.basis)
    if not causes:
        return None
    cause = Box("cause", "等什么", boxes.CHOICE, options=tuple(causes))
    basis = boxes.joined(bases)
    verb, asking = SUSPENDING
    title = "中止"
    hint = AT_ONCE.format(basis=basis)
    head = clocks.terms.suspended_by
    if head:
        verb = asking
        title = "提请中止"
        hint = BY_HEAD.format(whose=head.whose, basis=basis)
    return Form(verb, SUSPENSION, title, title, (cause, DETAILS, EXPECTED, NOT_VISIBLE), hint)


def chairs(case: Case, now: datetime) -> list[Officer]:
    """Who may preside at a hearing.

    Of the unit that decides, but not who reviews the case.
    行政许可法 48.
    """
    place = case.organisation.region_id
    today = local(now).date()
    by_key = {}
    for role in CHAIRS:
        officers = accounts.officers_with(role, place, case.line, today)
        for officer in officers:
            by_key[officer.pk] = officer
    by_key.pop(case.holder_id, None)
    return list(by_key.values())


def _plan(case: Case, stop: Stopping, now: datetime) -> list[Box]:
    """The boxes of its plan: the day, who presides, until when."""
    plan = []
    if stop.notice_before:
        first = _after(case, stop.notice_before, now)
        day = boxes.day("held_on", f"哪天举行，最早{cnday(first)}")
        plan.append(day)
        plan.append(Box("held_at", "几点、在哪里举行", boxes.LINE))
    if stop.other_chair:
        chair = Box(
            "chair",
            "谁主持",
            boxes.CHOICE,
            "不能是审核这件的人。",
            boxes.officers(chairs(case, now)),
        )
        plan.append(chair)
    label = "停到哪天"
    if stop.most:
        last = _after(case, stop.most, now)
        label = f"{label}，最晚{cnday(last)}"
    until = boxes.day("planned_until", label)
    plan.append(until)
    return plan


def _after(case: Case, span: Span, now: datetime) -> date:
    """The last day of a span that begins tomorrow."""
    calendar = reference.calendar(case.region_id)
    today = local(now).date()
    term = count(today, span.days, span.unit, [], calendar)
    return term.due
