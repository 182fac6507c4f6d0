"""Forms of what makes a clock stand: each stop that the rule of the case names, and a suspension for its causes."""

from datetime import datetime

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
from yichuang.sites.desk.review.clock import boxes
from yichuang.sites.desk.review.clock.boxes import Box, Form, Options
from yichuang.sites.ui.wording import cnday

BEGINNING = "begin-special"
SUSPENDING = ("suspend", "ask-suspension")
KIND = "_kind"
SUSPENSION = "suspension"
NOTICE = "告知书同时发出，从明天起停"
CHAIRS = ("reviewer", "approver", "head")


def too_late(case: Case, now: datetime) -> str:
    """Why nothing may be stopped any more; "" while something may."""
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
        form = Form(
            BEGINNING,
            stop.kind,
            f"开始{stop.label}",
            f"开始{stop.label}",
            (boxes.reason("为什么，申请人会看到"), *_plan(case, stop, now)),
            f"{NOTICE}（{stop.basis}）。",
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
        agreed = Box("is_agreed", "问过申请人，他同意", boxes.TICK)
        form = Form(
            "defer-acceptance",
            stop.kind,
            stop.label,
            "暂缓受理",
            (boxes.reason("为什么，申请人会看到"), *_plan(case, stop, now), agreed),
            f"只停受理的期限，{NOTICE}（{stop.basis}）。",
            ((KIND, stop.kind),),
        )
        forms.append(form)
    return forms


def suspending(clocks: Clocks) -> Form | None:
    """中止 for a cause of the rule; where the law leaves it to the head, it is asked for. None where it lists none."""
    terms = clocks.terms
    if not terms.suspends:
        return None
    causes = tuple((each.cause, each.label) for each in terms.suspends.values())
    bases = "；".join(dict.fromkeys(each.basis for each in terms.suspends.values()))
    parts = (
        Box("cause", "等什么", boxes.CHOICE, options=causes),
        boxes.reason("具体情况，申请人会看到"),
        boxes.day("expected_until", "估计等到哪天"),
        Box("not_visible", "收件、受理的时候看不出来", boxes.TICK),
    )
    head = terms.suspended_by
    if head is None:
        return Form("suspend", SUSPENSION, "中止", "中止", parts, f"{NOTICE}（{bases}）。")
    hint = f"要{head.whose}批准，批了才停（{bases}）。"
    return Form("ask-suspension", SUSPENSION, "提请中止", "提请中止", parts, hint)


def chairs(case: Case, now: datetime) -> list[Officer]:
    """Who may preside at a hearing: of the unit that decides, but not who reviews the case (行政许可法 48)."""
    place = case.organisation.region_id
    on = local(now).date()
    by_key = {}
    for role in CHAIRS:
        for officer in accounts.officers_with(role, place, case.line, on):
            by_key[officer.pk] = officer
    by_key.pop(case.holder_id, None)
    return list(by_key.values())


def _plan(case: Case, stop: Stopping, now: datetime) -> tuple[Box, ...]:
    """The boxes of its plan: the day, who presides, until when."""
    parts = []
    if stop.notice_before:
        first = cnday(_after(case, stop.notice_before, now))
        parts.append(boxes.day("held_on", f"哪天举行，最早{first}"))
    if stop.other_chair:
        names: Options = tuple((str(each.uuid), each.name) for each in chairs(case, now))
        hint = "不能是审核这件的人。"
        parts.append(Box("chair", "谁主持", boxes.CHOICE, hint, names))
    label = "停到哪天"
    if stop.most:
        label = f"{label}，最晚{cnday(_after(case, stop.most, now))}"
    parts.append(boxes.day("planned_until", label))
    return tuple(parts)


def _after(case: Case, span: Span, now: datetime):
    """The last day of a span that begins tomorrow."""
    calendar = reference.calendar(case.region_id)
    today = local(now).date()
    return count(today, span.days, span.unit, [], calendar).due
