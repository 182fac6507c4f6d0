"""特别程序: a hearing, a test, an expert review; and acceptance that waits because the applicant agreed to it.

Only what the rule of the case names may stop a clock, with a paper of its own step and a planned end (行政许可法 45).
"""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from yichuang.accounts import services as accounts
from yichuang.accounts.models import Officer
from yichuang.cases.models import Case
from yichuang.cases.queries.permission import require
from yichuang.cases.rules import planning
from yichuang.cases.rules.flags import OVER_PLANNED, noted
from yichuang.cases.rules.pauses import ACCEPTANCE
from yichuang.cases.rules.planning import Plan
from yichuang.cases.rules.terms import Stopping, Terms
from yichuang.cases.services import dates, pauses, stopping, tasks_of_clock
from yichuang.cases.services.journal import actor_of, lock, write
from yichuang.cases.services.tasks_of_clock import SPECIAL_TODO
from yichuang.core.clock import local
from yichuang.core.errors import Conflict, FieldProblem, Invalid
from yichuang.reference import queries as reference

NOT_NAMED = "这个事项没有这种停止计时，法律没有写的不能停"
NOT_AGREED = "暂缓受理要申请人同意，请先问过申请人"


@transaction.atomic
def begin_special(
    *,
    case_id: UUID,
    officer: Officer,
    kind: str,
    reason: str,
    planned_until: date | None,
    now: datetime,
    chair: Officer | None = None,
    held_on: date | None = None,
    held_at: str = "",
) -> Case:
    """The clock stands from tomorrow to the planned end, or until `end_special`.

    kind: one of the stops of the case's rule; chair, held_on, held_at: of a hearing.
    Raises Invalid for what the rule does not name or the plan lacks,
    Conflict on the last day.
    """
    case = lock(case_id)
    require("begin_special", case, officer, now)
    stop = _named(dates.terms_of(case), kind, of_acceptance=False)
    plan = Plan(
        reason=reason,
        until=planned_until,
        held_on=held_on,
        held_at=held_at,
        has_chair=chair is not None,
        is_of_reviewer=chair in (officer, case.holder),
    )
    _require_planned(case, plan, stop, now)
    stopping.require_time(case, now)
    stand = _begun(case, "special", stop, plan, officer, now)
    facts = _facts(stop, plan)
    if chair:
        facts["chair"] = str(chair.uuid)
    write(
        case,
        "begin_special",
        actor=actor_of(officer),
        officer=officer,
        now=now,
        **stand,
        **_late(case, now, facts),
        data=facts,
    )
    title = f"{stop.label}到期：看结果，接着审核"
    tasks_of_clock.to_reviewer(SPECIAL_TODO, case, title, now, due_on=planned_until)
    return case


@transaction.atomic
def end_special(*, case_id: UUID, officer: Officer, result: str, now: datetime) -> Case:
    """It is over, with its result in words: the review goes on, and the dates are counted anew.

    Raises Invalid without a result.
    """
    case = lock(case_id)
    require("end_special", case, officer, now)
    if not result.strip():
        problem = FieldProblem("result", "请写明结果怎样，申请人会看到", "required")
        raise Invalid([problem])
    _end(case, "end_special", officer, {"result": result.strip()}, now)
    return case


@transaction.atomic
def defer_acceptance(
    *,
    case_id: UUID,
    officer: Officer,
    kind: str,
    reason: str,
    planned_until: date | None,
    is_agreed: bool,
    now: datetime,
) -> Case:
    """暂缓受理: the clock of acceptance alone stands from tomorrow.

    is_agreed: the applicant agreed to it, as the officer was told.
    Raises Invalid for what the rule does not name or nobody agreed to.
    """
    case = lock(case_id)
    require("defer_acceptance", case, officer, now)
    stop = _named(dates.terms_of(case), kind, of_acceptance=True)
    if not is_agreed:
        raise Invalid([FieldProblem("is_agreed", NOT_AGREED, "required")])
    plan = Plan(reason=reason, until=planned_until)
    _require_planned(case, plan, stop, now)
    stopping.require_time_to_accept(case, now)
    stand = _begun(case, "before_acceptance", stop, plan, officer, now)
    facts = _facts(stop, plan)
    facts["is_agreed"] = True
    write(
        case,
        "defer_acceptance",
        actor=actor_of(officer),
        officer=officer,
        now=now,
        **stand,
        **_late(case, now, facts),
        data=facts,
    )
    title = f"{stop.label}到期：决定受不受理"
    tasks_of_clock.to_clerk(SPECIAL_TODO, case, title, now, due_on=planned_until)
    return case


@transaction.atomic
def resume_acceptance(*, case_id: UUID, officer: Officer, why: str, now: datetime) -> Case:
    """The wait is over: the clock of acceptance runs on.

    Raises Conflict where it did not stand, Invalid without a reason.
    """
    case = lock(case_id)
    require("resume_acceptance", case, officer, now)
    if case.paused_since is None:
        raise Conflict("这件没有暂缓受理", code="wrong_state", way_out="请刷新看最新情况")
    if not why.strip():
        raise Invalid([FieldProblem("why", "请写明为什么不再等", "required")])
    _end(case, "resume_acceptance", officer, {"why": why.strip()}, now)
    return case


def _named(terms: Terms, kind: str, *, of_acceptance: bool) -> Stopping:
    """The stop of the rule that has this kind.

    of_acceptance: whether it is one of acceptance alone.
    Raises Invalid for what the rule does not name.
    """
    stop = terms.stops.get(kind)
    if stop and (stop.clocks == ACCEPTANCE) is of_acceptance:
        return stop
    raise Invalid([FieldProblem("kind", NOT_NAMED, "list")])


def _require_planned(case: Case, plan: Plan, stop: Stopping, now: datetime) -> None:
    """Raises Invalid for a plan that lacks something or goes beyond the law."""
    today = local(now).date()
    calendar = reference.calendar(case.region_id)
    wrong = planning.problems(plan, stop, today, calendar)
    if wrong:
        raise Invalid(wrong)


def _begun(
    case: Case, kind: str, stop: Stopping, plan: Plan, officer: Officer, now: datetime
) -> stopping.Columns:
    """The pause, named by the rule."""
    return pauses.begin(
        case=case,
        kind=kind,
        cause=stop.kind,
        basis=stop.basis,
        reason=plan.reason.strip(),
        planned_until=plan.until,
        officer=officer,
        now=now,
    )


def _facts(stop: Stopping, plan: Plan) -> dict:
    """What the trail and the paper of the step tell of it."""
    facts = {
        "cause": stop.kind,
        "label": stop.label,
        "basis": stop.basis,
        "reason": plan.reason.strip(),
        "until": stopping.day_said(plan.until),
    }
    if plan.held_on:
        facts["held_on"] = plan.held_on.isoformat()
        facts["held_at"] = plan.held_at.strip()
    return facts


def _late(case: Case, now: datetime, facts: dict) -> stopping.Columns:
    """The columns of a case that is late already; the trail tells it too."""
    columns = stopping.lateness(case, now, case.flags)
    if "late" in columns:
        facts["late"] = True
    return columns


def _end(case: Case, verb: str, officer: Officer, facts: dict, now: datetime) -> None:
    """The pause is over; one that outlasted what was told is noted as ours."""
    pause = pauses.lasting(case)
    flags = case.flags
    planned = pause and pause.planned_until
    if planned and local(now).date() > planned:
        flags = noted(flags, OVER_PLANNED)
        facts["planned_until"] = planned.isoformat()
    fresh = stopping.run_again(case, officer, now)
    facts |= dates.days_moved(case, fresh)
    write(
        case,
        verb,
        actor=actor_of(officer),
        officer=officer,
        now=now,
        flags=flags,
        **fresh,
        data=facts,
    )
    accounts.close_todos(kind=SPECIAL_TODO, subject=case.ref, now=now)
