"""请假: an officer is away from one day to another."""

from datetime import date

from django.db import transaction

from yichuang.audit.services import record
from yichuang.core.clock import today
from yichuang.core.errors import Conflict, FieldProblem, Invalid

from ..models import Leave, Officer
from ..queries import running_leaves


@transaction.atomic
def begin_leave(
    *,
    actor: str,
    officer: Officer,
    first_day: date,
    last_day: date,
    deputy: Officer | None = None,
    reason: str = "",
) -> Leave:
    """The officer is away on these days: no new case is handed to them, what they hold is offered to their colleagues,
    their things to do go to the deputy, or to the colleagues of the unit without one.

    Raises Invalid for days out of order or over, for a deputy who is the officer, works in another unit, has left or is
    away too; Conflict when the days touch another leave."""
    Officer.objects.select_for_update().get(pk=officer.pk)
    problems = _faults_of_days(first_day, last_day) + _faults_of_deputy(
        officer, deputy, first_day, last_day
    )
    if problems:
        raise Invalid(problems)
    if running_leaves(first_day, last_day).filter(officer=officer).exists():
        raise Conflict("这几天里已经登记过请假", field="first_day", way_out="请先销掉原来的假")
    leave = Leave.objects.create(
        officer=officer,
        first_day=first_day,
        last_day=last_day,
        deputy=deputy,
        reason=reason.strip(),
    )
    days = {"from": first_day.isoformat(), "to": last_day.isoformat()}
    record(actor=actor, verb="officer.leave", subject=officer.actor, data=days)
    return leave


@transaction.atomic
def end_leave(*, actor: str, leave: Leave, on: date) -> Leave:
    """销假: from this day the officer is back. Raises Conflict for a leave that is over already."""
    locked_leave = Leave.objects.select_for_update().get(pk=leave.pk)
    if locked_leave.ended_on or locked_leave.last_day < on:
        raise Conflict("这次假已经结束了", way_out="请刷新看最新情况")
    locked_leave.ended_on = on
    locked_leave.save(update_fields=["ended_on"])
    record(
        actor=actor,
        verb="officer.back",
        subject=locked_leave.officer.actor,
        data={"on": on.isoformat()},
    )
    return locked_leave


def _faults_of_days(first_day: date, last_day: date) -> list[FieldProblem]:
    if last_day < first_day:
        return [FieldProblem("last_day", "最后一天早于第一天，请核对", "order")]
    if last_day < today():
        return [FieldProblem("last_day", "这几天已经过去了，不用再登记", "range")]
    return []


def _faults_of_deputy(
    officer: Officer, deputy: Officer | None, first_day: date, last_day: date
) -> list[FieldProblem]:
    if deputy is None:
        return []
    if deputy.pk == officer.pk:
        return [FieldProblem("deputy", "不能由本人代管，请选一位同事", "self")]
    if not deputy.active or deputy.organisation_id != officer.organisation_id:
        return [FieldProblem("deputy", "代管的人要是同一机构在岗的同事", "known")]
    if running_leaves(first_day, last_day).filter(officer=deputy).exists():
        return [FieldProblem("deputy", f"{deputy.name}这几天也请了假，请另选一位", "away")]
    return []
