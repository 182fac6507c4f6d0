"""Officers, roles and qualifications."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import Q

from yichuang.audit.services import record
from yichuang.core import spelling
from yichuang.core.clock import now, today
from yichuang.core.errors import Conflict, FieldProblem, Invalid
from yichuang.core.outbox import publish
from yichuang.reference.models import Region
from yichuang.reference.rules.regions import in_scope

from .. import tables
from ..events import OfficerMoved
from ..models import Assignment, Officer, Organisation, Qualification, User
from ..rules.roles import role_conflict
from .handing_on import pass_on_todos, pass_on_todos_of_role
from .users import create_user, deactivate_user
from .vacancies import close_vacancies, tell_of_vacancy


@transaction.atomic
def create_officer(
    *,
    actor: str,
    username: str,
    name: str,
    organisation: Organisation,
    employee_no: str,
    window: str = "",
    phone: str = "",
    password: str | None = None,
) -> Officer:
    """A new officer with a new account, whose password must be changed. Raises Conflict for a name or number in use."""
    employee_no = spelling.code(employee_no)
    user = create_user(
        actor=actor,
        username=username,
        kind=User.OFFICER,
        name=name,
        password=password,
        must_change_password=True,
    )
    try:
        with transaction.atomic():
            officer = Officer.objects.create(
                user=user,
                name=name,
                organisation=organisation,
                employee_no=employee_no,
                window=spelling.name(window),
                phone=phone or None,
            )
    except IntegrityError:
        raise Conflict(
            "这个工号已经有人用了。", field="employee_no", way_out="请核对工号。"
        ) from None
    data = {"organisation": organisation.code, "employee_no": employee_no}
    record(actor=actor, verb="officer.create", subject=officer.actor, data=data)
    return officer


@transaction.atomic
def deactivate_officer(*, actor: str, officer: Officer, reason: str = "") -> None:
    """Close the post: the account closes and its sessions with it, roles and qualifications end today, what is held of
    cases goes back to the lists (event OfficerMoved), things to do pass to the heads of the place.

    GB/T 22239 8.1.4.2: accounts that nobody needs are stopped in time. Raises Conflict for a post closed before."""
    locked = Officer.objects.select_for_update()
    joined = locked.select_related("user", "organisation")
    locked_officer = joined.get(pk=officer.pk)
    if not locked_officer.active:
        raise Conflict("这名工作人员已经离岗", way_out="请刷新看最新情况")
    deactivate_user(actor=actor, user=locked_officer.user)
    locked_officer.active = False
    locked_officer.save(update_fields=["active"])
    day = today()
    for held in locked_officer.assignments.exclude(_ended_by(day)):
        revoke_role(actor=actor, assignment=held)
    to_come = locked_officer.qualifications.filter(valid_from__gt=day)
    to_come.delete()
    running = locked_officer.qualifications.exclude(valid_to__lt=day)
    running.update(valid_to=day)
    pass_on_todos(owner=locked_officer, region=locked_officer.organisation.region_id)
    written = reason.strip()
    data = {"reason": written}
    record(actor=actor, verb="officer.deactivate", subject=locked_officer.actor, data=data)
    moved = OfficerMoved(officer=locked_officer.uuid, at=now())
    publish(moved)


def _ended_by(day: date) -> Q:
    """Assignments that give nothing from this day on."""
    over = Q(valid_to__lt=day)
    taken_back = Q(valid_to=day, ended_at__isnull=False)
    return over | taken_back


@transaction.atomic
def move_officer(*, actor: str, officer: Officer, to: Organisation, window: str = "") -> int:
    """The officer works in another unit from today: roles that do not reach its place end at once, qualifications stay.

    What is held of cases goes back to the lists (event OfficerMoved). Returns how many roles ended. Raises Conflict
    when it is the unit they work in already."""
    locked_officer = (
        Officer.objects.select_for_update().select_related("organisation").get(pk=officer.pk)
    )
    if locked_officer.organisation_id == to.pk:
        raise Conflict("他已经在这个机构", field="unit", way_out="请选另一个机构")
    before = locked_officer.organisation
    ended = 0
    for held in locked_officer.assignments.exclude(_ended_by(today())):
        if not in_scope(to.region_id, held.region_id):
            revoke_role(actor=actor, assignment=held)
            ended += 1
    locked_officer.organisation = to
    locked_officer.window = spelling.name(window)
    locked_officer.save(update_fields=["organisation", "window"])
    data = {"from": before.code, "to": to.code}
    record(actor=actor, verb="officer.move", subject=locked_officer.actor, data=data)
    publish(OfficerMoved(officer=locked_officer.uuid, at=now()))
    return ended


@transaction.atomic
def grant_role(
    *,
    actor: str,
    officer: Officer,
    role: str,
    region: Region,
    line: str = "",
    valid_from: date | None = None,
    valid_to: date | None = None,
) -> Assignment:
    """Give a role over a region and all below it, from today when no day is given. Raises Invalid for an unknown role
    or days out of order, Conflict for a role that does not go with one held, or that is held already."""
    if role not in tables.roles():
        raise Invalid([FieldProblem("role", "没有这个角色，请从列表里选。", "known")])
    first = valid_from or today()
    _refuse_disorder(first, valid_to)
    Officer.objects.select_for_update().get(pk=officer.pk)
    held = officer.assignments.exclude(_ended_by(first)).values_list("role", flat=True)
    clash = role_conflict(sorted(set(held)), role, tables.incompatible())
    if clash:
        one, other = (tables.roles()[code]["name"] for code in (clash[0], role))
        message = f"{one}和{other}不能由一人兼任：{clash[1]}。"
        raise Conflict(message, field="role", way_out="请先收回原来的角色，或另选一人。")
    try:
        with transaction.atomic():
            assignment = Assignment.objects.create(
                officer=officer,
                role=role,
                line=line,
                region=region,
                valid_from=first,
                valid_to=valid_to,
            )
    except IntegrityError:
        raise Conflict("该工作人员已经有这个角色。", field="role") from None
    close_vacancies(assignment)
    data = _in_the_record(assignment)
    record(actor=actor, verb="officer.grant", subject=officer.actor, data=data)
    return assignment


def _in_the_record(role: Assignment) -> dict[str, str]:
    """Which role, where, from when to when. until: "" where it has no end."""
    until = role.valid_to.isoformat() if role.valid_to else ""
    return {
        "role": role.role,
        "line": role.line,
        "region": role.region_id,
        "since": role.valid_from.isoformat(),
        "until": until,
    }


@transaction.atomic
def revoke_role(*, actor: str, assignment: Assignment, last_day: date | None = None) -> None:
    """End a role after its last day; at once when none is given: the last day is today, and it gives nothing from now
    on. One that never began goes. What is held of cases by it goes back to the lists (event OfficerMoved).

    Raises Conflict for one that is over, Invalid for a later last day than it has: more of a role is given, with all
    that is asked then, and never taken back; and for one before the first day of a role that has begun: that it was
    held stays in its dates."""
    day = today()
    locked = Assignment.objects.select_for_update()
    same = locked.filter(pk=assignment.pk)
    role = same.first()
    if role is None or role.is_over(day):
        raise Conflict("这个角色已经收回", code="ended", way_out="要再给，请点“给角色”")
    last = last_day or day
    ends = role.valid_to
    if ends and last > ends:
        sentence = f"这个角色到{ends}为止，收回只能提前；要延长请点“给角色”。"
        problem = FieldProblem("last_day", sentence, "range")
        raise Invalid([problem])
    has_begun = role.valid_from <= day
    if has_begun and last < role.valid_from:
        sentence = f"这个角色{role.valid_from}起就有，最后一天不能更早；要现在收回，这里不填。"
        problem = FieldProblem("last_day", sentence, "range")
        raise Invalid([problem])
    if last < role.valid_from:
        role.delete()
    else:
        role.valid_to = last
        if last_day is None:
            moment = now()
            role.ended_at = moment
        role.save(update_fields=["valid_to", "ended_at"])
    officer = role.officer
    is_at_once = last_day is None
    is_over = is_at_once or last < day
    if is_over:
        pass_on_todos_of_role(owner=officer, role=role.role)
        moved = OfficerMoved(officer=officer.uuid, at=now())
        publish(moved)
        tell_of_vacancy(role)
    data = _in_the_record(role)
    record(actor=actor, verb="officer.revoke", subject=officer.actor, data=data)


@transaction.atomic
def qualify(
    *,
    actor: str,
    officer: Officer,
    item_code: str,
    certificate: str = "",
    valid_from: date | None = None,
    valid_to: date | None = None,
) -> Qualification:
    """Let the officer accept one item, from today when no day is given. Raises Conflict when they already may on one of
    the days, Invalid for days out of order."""
    first = valid_from or today()
    _refuse_disorder(first, valid_to)
    Officer.objects.select_for_update().get(pk=officer.pk)
    others = officer.qualifications.filter(item_code=item_code).exclude(valid_to__lt=first)
    if (others.exclude(valid_from__gt=valid_to) if valid_to else others).exists():
        raise Conflict("该工作人员已经有这个事项的资格。", field="item_code")
    paper = Qualification.objects.create(
        officer=officer,
        item_code=item_code,
        certificate=spelling.code(certificate),
        valid_from=first,
        valid_to=valid_to,
    )
    record(actor=actor, verb="officer.qualify", subject=officer.actor, data={"item": item_code})
    return paper


@dataclass(frozen=True)
class Entitled:
    """One officer who is to accept one item from a day on. past_reason: why, where that day has passed."""

    officer: Officer
    item_code: str
    certificate: str
    valid_from: date
    valid_to: date | None
    past_reason: str


@transaction.atomic
def qualify_many(*, actor: str, rows: Iterable[Entitled], unit: Organisation) -> int:
    """Let each of these officers accept their item, all of them or none; returns how many.

    unit: on whose page it is done; it has it in its record, as each unit whose
    people they are. Raises as `qualify`, and Invalid for a day that has passed
    without a reason."""
    in_order = sorted(rows, key=lambda row: row.officer.pk)  # locks are taken in one order
    for row in in_order:
        is_past = row.valid_from < today()
        if is_past and not row.past_reason:
            text = "从哪天起早于今天，请写明原因。"
            raise Invalid([FieldProblem("past_reason", text, "required")])
        qualify(
            actor=actor,
            officer=row.officer,
            item_code=row.item_code,
            certificate=row.certificate,
            valid_from=row.valid_from,
            valid_to=row.valid_to,
        )
        if is_past:
            record(
                actor=actor,
                verb="console.past_start",
                subject=row.officer.actor,
                data={"on": row.valid_from.isoformat(), "reason": row.past_reason},
            )
    _note_units(actor, in_order, unit)
    return len(in_order)


def _note_units(actor: str, rows: list[Entitled], unit: Organisation) -> None:
    """Each unit whose people were given something at once has it in its own record, and the one on whose page all of
    it was given."""
    counts = Counter(row.officer.organisation.uuid for row in rows)
    counts[unit.uuid] = len(rows)
    for uuid, count in counts.items():
        record(
            actor=actor,
            verb="organisation.qualify_many",
            subject=f"organisation:{uuid}",
            data={"count": count},
        )


def _refuse_disorder(first: date, last: date | None) -> None:
    if last and last < first:
        raise Invalid([FieldProblem("valid_to", "终止日期早于起始日期，请核对。", "order")])
