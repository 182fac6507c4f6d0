"""Who holds a case, who asks about it, and why it took long."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from yichuang.accounts import queries as accounts
from yichuang.accounts.models import Officer
from yichuang.cases.models import Case
from yichuang.cases.queries.permission import refusal, require
from yichuang.cases.services.journal import actor_of, lock, write
from yichuang.core.clock import local
from yichuang.core.errors import FieldProblem, Forbidden, Invalid


@transaction.atomic
def claim(*, case_id: UUID, officer: Officer, now: datetime) -> Case:
    """领取: two people can never hold the same case, and only who can do its next step holds it. Raises Conflict naming
    that somebody was faster."""
    case = lock(case_id)
    if case.holder_id == officer.id:
        return case
    require("claim", case, officer, now)
    write(
        case,
        "claim",
        actor=actor_of(officer),
        officer=officer,
        now=now,
        holder=officer,
        held_at=now,
    )
    return case


@transaction.atomic
def release(*, case_id: UUID, officer: Officer, now: datetime) -> Case:
    """放回: give a held case back to the list."""
    case = lock(case_id)
    require("release", case, officer, now)
    write(
        case,
        "release",
        actor=actor_of(officer),
        officer=officer,
        now=now,
        holder=None,
        held_at=None,
    )
    return case


@transaction.atomic
def hand_over(*, case_id: UUID, officer: Officer, to: Officer, reason: str, now: datetime) -> Case:
    """转交: to a colleague who can do the next step, with a reason; by whoever could do it himself and holds it (or
    nobody does), or by an approver of the place, when a colleague is away."""
    case = lock(case_id)
    require("hand_over", case, officer, now)
    if accounts.is_away(to.id, local(now).date()):
        raise Forbidden(f"{to.name}在请假，不能接这件", way_out="请转给在岗的同事")
    problem = refusal("take_over", case, to, now)
    if problem:
        raise Forbidden(f"{to.name}不能接这件", way_out="请转给能办这一步的同事") from problem
    if not reason.strip():
        raise Invalid([FieldProblem("reason", "请写一句为什么转交", "required")])
    write(
        case,
        "hand_over",
        actor=actor_of(officer),
        officer=officer,
        now=now,
        holder=to,
        held_at=now,
        data={"to": str(to.uuid), "reason": reason.strip()},
    )
    return case


@transaction.atomic
def let_go_of_all(*, holder: Officer, now: datetime) -> int:
    """What an officer who was moved still holds and cannot go on with goes back to the lists; returns how many."""
    held = list(Case.objects.filter(holder=holder, open=True).values_list("uuid", flat=True))
    let_go = 0
    for uuid in held:
        case = lock(uuid)
        if case.holder_id != holder.id or refusal("take_over", case, holder, now) is None:
            continue
        write(case, "let_go", actor="system", now=now, holder=None, held_at=None)
        let_go += 1
    return let_go


@transaction.atomic
def note_urged(*, case_id: UUID, officer: Officer, answer_by: date, now: datetime) -> Case:
    """督办 in the trail: a supervisor asks about the case. Raises Forbidden or Conflict for who may not ask now."""
    case = lock(case_id)
    require("urge", case, officer, now)
    data = {"answer_by": answer_by.isoformat()}
    write(case, "urge", actor=actor_of(officer), officer=officer, now=now, data=data)
    return case


@transaction.atomic
def note_urging_answered(*, case_id: UUID, officer: Officer, now: datetime) -> Case:
    """The answer in the trail. Raises Forbidden for who does not work on the case."""
    case = lock(case_id)
    require("answer_urging", case, officer, now)
    write(case, "answer_urging", actor=actor_of(officer), officer=officer, now=now)
    return case


@transaction.atomic
def note_urging_ended(*, case_id: UUID, officer: Officer, ending: str, now: datetime) -> Case:
    """The end in the trail. ending: in words. Raises Forbidden for who does not supervise the case."""
    case = lock(case_id)
    require("end_urging", case, officer, now)
    write(
        case,
        "end_urging",
        actor=actor_of(officer),
        officer=officer,
        now=now,
        data={"result": ending},
    )
    return case


@transaction.atomic
def explain_slow(*, case_id: UUID, officer: Officer, reason: str, now: datetime) -> Case:
    """Write down why a case took longer than it should."""
    if not reason.strip():
        raise Invalid([FieldProblem("reason", "请写明超时的原因", "required")])
    case = lock(case_id)
    require("explain_slow", case, officer, now)
    write(
        case,
        "explain_slow",
        actor=actor_of(officer),
        officer=officer,
        now=now,
        slow_reason=reason.strip(),
    )
    return case
