"""Things to do: opened in the transaction that brings them, done by whoever may, passed upward when they lie."""

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction

from yichuang.audit.services import record
from yichuang.core.clock import local
from yichuang.core.errors import Conflict, Forbidden, NotFound

from ..models import Officer, Todo
from ..queries import scopes, todos_of
from ..rules.grants import Scope

LOOK_AFTER = ("approver", "supervisor")  # by these roles somebody stands above others


@transaction.atomic
def open_todo(
    *,
    kind: str,
    subject: str,
    title: str,
    now: datetime,
    owner: Officer | None = None,
    role: str = "",
    region: str = "",
    line: str = "",
    due_on: date | None = None,
    link: str = "",
) -> Todo:
    """One more thing to do, or the open one of this kind about this subject.

    Its owner may do it; where there is none, or when that one has left, whoever holds `role` for the place (12 digits)
    and the line ("" for all). Raises ValueError when it would be nobody's: a fault of the caller."""
    if owner is None and not (role and region):
        raise ValueError("a to-do has an owner, or a role and a region")
    values = {
        "title": title,
        "owner": owner,
        "role": role,
        "region_id": region or None,
        "line": line,
    }
    values |= {"due_on": due_on, "link": link, "opened_at": now}
    return Todo.objects.get_or_create(kind=kind, subject=subject, done_at=None, defaults=values)[0]


@transaction.atomic
def finish_todo(
    *, todo_id: int, officer: Officer, now: datetime, not_by_hand: Collection[str] = ()
) -> Todo:
    """Done. not_by_hand: kinds that end only when what they ask for is done. Raises NotFound, Forbidden for somebody
    else's, Conflict when it was done before or is of such a kind."""
    todo = _open(todo_id)
    if todo.kind in not_by_hand:
        raise Conflict("这件要去办了才算完", code="by_doing", way_out="请点开它，在那一页办")
    if not todos_of(officer, local(now).date()).filter(pk=todo.pk).exists():
        raise Forbidden("这件待办不归您", way_out="请转给负责的同事")
    todo.done_at, todo.done_by = now, officer
    todo.save(update_fields=["done_at", "done_by"])
    record(actor=officer.actor, verb="todo.done", subject=todo.subject, data={"kind": todo.kind})
    return todo


@transaction.atomic
def close_todos(*, kind: str, subject: str, now: datetime) -> int:
    """Done of themselves, because what they asked for has happened; how many were open."""
    return Todo.objects.filter(kind=kind, subject=subject, done_at=None).update(done_at=now)


@transaction.atomic
def escalate_todo(*, todo_id: int, to: Officer, actor: str) -> Todo:
    """Pass it upward: `to` may do it too. Raises NotFound, Conflict when it is done."""
    todo = _open(todo_id)
    todo.escalated_to = to
    todo.level = todo.level + 1
    todo.save(update_fields=["escalated_to", "level"])
    record(
        actor=actor,
        verb="todo.escalate",
        subject=todo.subject,
        data={"kind": todo.kind, "level": todo.level},
    )
    return todo


@transaction.atomic
def pass_on_todos(*, owner: Officer, region: str) -> int:
    """What an officer who has left had to do is for whoever holds the role that it names, for the heads of the place
    where it names none; returns how many there were. What had been passed upward to them may be passed upward anew."""
    todos = Todo.objects
    still_open = todos.filter(done_at=None)
    raised = still_open.filter(escalated_to=owner)
    raised.update(escalated_to=None, level=0)
    owned = still_open.filter(owner=owner)
    with_heirs = owned.exclude(role="")
    to_heirs = with_heirs.update(owner=None)
    to_heads = owned.update(owner=None, role="approver", region_id=region, line="")
    return to_heirs + to_heads


@transaction.atomic
def pass_on_todos_of_role(*, owner: Officer, role: str) -> int:
    """What an officer had to do by a role that they hold no more is for whoever holds it; returns how many there
    were. What had been passed upward to them because of it may be passed upward anew."""
    scope = scopes(owner)
    todos = Todo.objects
    still_open = todos.filter(done_at=None)
    owned = still_open.filter(owner=owner, role=role)
    passed = 0
    for todo in owned.select_for_update():
        line = todo.line or None
        region = todo.region_id
        if scope.allows(role, line, region):
            continue
        todo.owner = None
        changed = ["owner"]
        todo.save(update_fields=changed)
        passed += 1
    _lower(owner, role, scope)
    return passed


def _lower(owner: Officer, role: str, scope: Scope) -> None:
    """Of what had been passed upward to the officer, that which a role brought that they hold no more."""
    todos = Todo.objects
    joined = todos.select_related("owner__organisation")
    raised = joined.filter(done_at=None, escalated_to=owner)
    itself = ("self",)
    for todo in raised.select_for_update(of=itself):
        place = _place(todo)
        by_it = role == todo.role or role in LOOK_AFTER
        if not by_it:
            continue
        if scope.allows(role, None, place):
            continue
        todo.escalated_to = None
        todo.level = 0
        changed = ["escalated_to", "level"]
        todo.save(update_fields=changed)


@transaction.atomic
def pass_on_todos_of_ended(*, owner: Officer, days: tuple[date, date]) -> int:
    """What an officer had to do by roles that had their last day on one of these days, both ends included, and are
    held no more, as when each was taken back; whoever holds no role at all has nothing to do either. Returns how many
    things there were."""
    held = scopes(owner).roles
    unit = owner.organisation
    if not held:
        region = unit.region_id
        return pass_on_todos(owner=owner, region=region)
    assignments = owner.assignments
    ended = assignments.filter(valid_to__range=days)
    names = ended.values_list("role", flat=True)
    roles = set(names)
    passed = 0
    for role in sorted(roles):
        passed += pass_on_todos_of_role(owner=owner, role=role)
    return passed


def _place(todo: Todo) -> str:
    """The 12 digits of the place that it is about, or whose owner has it."""
    owner = todo.owner
    if owner is None or todo.region_id:
        return todo.region_id
    unit = owner.organisation
    return unit.region_id


def _open(todo_id: int) -> Todo:
    todo = Todo.objects.select_for_update().filter(pk=todo_id).first()
    if todo is None:
        raise NotFound("没有这件待办", way_out="请刷新看最新情况")
    if todo.done_at:
        raise Conflict("这件待办已经办完了", code="already_done", way_out="请刷新看最新情况")
    return todo
