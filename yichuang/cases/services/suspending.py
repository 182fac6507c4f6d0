"""中止: a case waits for something whose end is not ours to name, for a cause that its rule lists and for no other.

What was to be seen when the case was accepted suspends nothing: the officer says so, and the trail keeps it.
"""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from yichuang.accounts import services as accounts
from yichuang.accounts.models import Officer
from yichuang.cases.models import Case, CaseEvent
from yichuang.cases.queries import versions
from yichuang.cases.queries import waiting as requests
from yichuang.cases.queries.permission import require
from yichuang.cases.rules import planning
from yichuang.cases.rules.terms import Suspending, Terms
from yichuang.cases.services import dates, pauses, stopping, tasks_of_clock
from yichuang.cases.services.journal import actor_of, lock, write
from yichuang.cases.services.tasks_of_clock import DENIED_TODO, SUSPENDED_TODO, SUSPENSION_TODO
from yichuang.core.clock import local
from yichuang.core.errors import Conflict, FieldProblem, Forbidden, Invalid

NOT_LISTED = "这个事项没有这种中止的事由，法律没有写的不能中止"
VISIBLE = "受理的时候就看得出来的，不能中止：请确认受理时看不出来"
FOR_THE_HEAD = "这件中止要由{whose}批准"
NOT_FOR_THE_HEAD = "这个事项的中止不用另外批准"
PASSED = "提请时估计等到的日子已经过了"
ANEW = "请按“不批准”，让提请的人看还要不要等，重新提"
OWN = "这次中止是您自己提的，要由另一个人批准"


@dataclass(frozen=True)
class Wait:
    """For what a case waits.

    cause: one of the suspensions of its rule.
    expected_until: when it may be over, as far as anybody knows.
    not_visible: it was not to be seen at acceptance.
    """

    cause: str
    reason: str
    expected_until: date | None
    not_visible: bool


@transaction.atomic
def suspend(
    *,
    case_id: UUID,
    officer: Officer,
    cause: str,
    reason: str,
    expected_until: date | None,
    not_visible: bool,
    now: datetime,
) -> Case:
    """The clock stands from tomorrow until `resume`.

    Raises Invalid for a cause that the rule does not list, for what was to
    be seen at acceptance, and without a reason; Forbidden where the law
    leaves it to the head; Conflict on the last day.
    """
    case = lock(case_id)
    require("suspend", case, officer, now)
    terms = dates.terms_of(case)
    if terms.suspended_by:
        message = FOR_THE_HEAD.format(whose=terms.suspended_by.whose)
        raise Forbidden(message, way_out="请按“提请中止”")
    wait = Wait(cause, reason.strip(), expected_until, not_visible)
    row = _require_lawful(wait, terms, now)
    stopping.require_time(case, now)
    _suspend(case, row, _facts(row, wait), officer, now)
    return case


@transaction.atomic
def ask_suspension(
    *,
    case_id: UUID,
    officer: Officer,
    cause: str,
    reason: str,
    expected_until: date | None,
    not_visible: bool,
    now: datetime,
) -> Case:
    """提请中止, where the law leaves it to the head: the clock runs until it is granted.

    Raises Invalid as `suspend`, Conflict where nobody has to grant it, on the
    last day, and while an earlier one waits.
    """
    case = lock(case_id)
    require("ask_suspension", case, officer, now)
    terms = dates.terms_of(case)
    if terms.suspended_by is None:
        raise Conflict(NOT_FOR_THE_HEAD, code="wrong_way", way_out="请直接按“中止”")
    if requests.suspension(case):
        raise Conflict("已经提请过，正在等批准", code="waits", way_out="急的话请告诉负责人")
    wait = Wait(cause, reason.strip(), expected_until, not_visible)
    row = _require_lawful(wait, terms, now)
    stopping.require_time(case, now)
    facts = _facts(row, wait)
    facts["whose"] = terms.suspended_by.whose
    write(case, "ask_suspension", actor=actor_of(officer), officer=officer, now=now, data=facts)
    accounts.close_todos(kind=DENIED_TODO, subject=case.ref, now=now)
    tasks_of_clock.to_head(SUSPENSION_TODO, case, "批不批准中止", now)
    return case


@transaction.atomic
def grant_suspension(*, case_id: UUID, officer: Officer, now: datetime) -> Case:
    """The head grants what another person asked for: the clock stands from tomorrow.

    Raises Conflict where nothing waits, on the last day, and once the day
    has passed until which it was asked for; Forbidden for who asked.
    """
    case = lock(case_id)
    require("grant_suspension", case, officer, now)
    waiting = _require_waiting(case, officer)
    stopping.require_time(case, now)
    facts = versions.told_at(case, waiting.seq)
    _require_ahead(facts, now)
    row = dates.terms_of(case).suspends[facts["cause"]]
    facts["of"] = waiting.seq
    _suspend(case, row, facts, officer, now)
    accounts.close_todos(kind=SUSPENSION_TODO, subject=case.ref, now=now)
    return case


@transaction.atomic
def refuse_suspension(*, case_id: UUID, officer: Officer, reason: str, now: datetime) -> Case:
    """The head does not grant it: the clock runs on, and who asked is told why.

    Raises Conflict where nothing waits, Invalid without a reason, Forbidden
    for who asked.
    """
    case = lock(case_id)
    require("refuse_suspension", case, officer, now)
    if not reason.strip():
        raise Invalid([FieldProblem("reason", "请写明为什么不批准，提请的人会看到", "required")])
    waiting = _require_waiting(case, officer)
    facts = {"reason": reason.strip(), "of": waiting.seq}
    write(case, "refuse_suspension", actor=actor_of(officer), officer=officer, now=now, data=facts)
    accounts.close_todos(kind=SUSPENSION_TODO, subject=case.ref, now=now)
    title = "中止没有批准"
    tasks_of_clock.to_officer(DENIED_TODO, case, title, now, waiting.officer)
    return case


@transaction.atomic
def resume(*, case_id: UUID, officer: Officer, why: str, now: datetime) -> Case:
    """恢复办理: what was waited for has come; the dates are counted anew.

    Raises Invalid without a word on what came.
    """
    case = lock(case_id)
    require("resume", case, officer, now)
    if not why.strip():
        raise Invalid([FieldProblem("why", "请写明等到了什么，申请人会看到", "required")])
    fresh = stopping.run_again(case, officer, now)
    facts = {"why": why.strip()}
    facts |= dates.days_moved(case, fresh)
    write(case, "resume", actor=actor_of(officer), officer=officer, now=now, **fresh, data=facts)
    accounts.close_todos(kind=SUSPENDED_TODO, subject=case.ref, now=now)
    return case


def _require_lawful(wait: Wait, terms: Terms, now: datetime) -> Suspending:
    """The row of the rule that the cause is. Raises Invalid."""
    row = terms.suspends.get(wait.cause)
    if row is None:
        raise Invalid([FieldProblem("cause", NOT_LISTED, "list")])
    today = local(now).date()
    wrong = planning.expected(wait.reason, wait.expected_until, today)
    if not wait.not_visible:
        wrong.append(FieldProblem("not_visible", VISIBLE, "required"))
    if wrong:
        raise Invalid(wrong)
    return row


def _require_ahead(facts: dict, now: datetime) -> None:
    """The day until which it may last, as it was asked for, is still to come.

    Raises Conflict.
    """
    until = date.fromisoformat(facts["until"])
    if until <= local(now).date():
        raise Conflict(PASSED, code="too_late", way_out=ANEW)


def _facts(row: Suspending, wait: Wait) -> dict:
    """What the trail and the paper of the step tell of it."""
    return {
        "cause": row.cause,
        "label": row.label,
        "basis": row.basis,
        "reason": wait.reason,
        "until": stopping.day_said(wait.expected_until),
        "not_visible": True,
    }


def _suspend(case: Case, row: Suspending, facts: dict, officer: Officer, now: datetime) -> None:
    """The clock stands, named by the rule; somebody looks after it on the day that was expected."""
    until = date.fromisoformat(facts["until"])
    stand = pauses.begin(
        case=case,
        kind="suspended",
        cause=row.cause,
        basis=row.basis,
        reason=facts["reason"],
        planned_until=until,
        officer=officer,
        now=now,
    )
    late = stopping.lateness(case, now, case.flags)
    if "late" in late:
        facts["late"] = True
    write(
        case,
        "suspend",
        actor=actor_of(officer),
        officer=officer,
        now=now,
        **stand,
        **late,
        data=facts,
    )
    tasks_of_clock.to_reviewer(SUSPENDED_TODO, case, "中止的事由还在不在", now, due_on=until)


def _require_waiting(case: Case, officer: Officer) -> CaseEvent:
    """The request that waits, of another person than this officer.

    Raises Conflict where none waits, Forbidden for who asked.
    """
    waiting = requests.suspension(case)
    if waiting is None:
        raise Conflict("没有等着批准的中止", code="wrong_state", way_out="请刷新看最新情况")
    if waiting.officer_id == officer.pk:
        raise Forbidden(OWN, way_out="请转给别的负责人")
    return waiting
