"""Things to do: opened in the transaction that brings them, done by whoever may, passed upward when they lie."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from django.db import transaction

from yichuang.audit.services import record
from yichuang.core.clock import local
from yichuang.core.errors import Conflict, Forbidden, NotFound
from yichuang.reference import queries as reference
from yichuang.reference.rules import hours

from ..models import Officer, Todo
from ..queries import todos_of
from ..rules.tasks import Kind
from ..tables import tasks


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
    due_at: datetime | None = None,
    link: str = "",
) -> Todo:
    """One more thing to do, or the open one of this kind about this subject.

    Its owner may do it; where there is none, or when that one has left, whoever holds `role` for the place (12 digits)
    and the line ("" for all). Of which type it is and when it goes up follows from its kind (packs/desk/tasks.yaml),
    and so does by when it is to be done where neither due_on nor due_at, a moment of its last day, says it. Raises
    ValueError when it would be nobody's: a fault of the caller."""
    if owner is None and not (role and region):
        raise ValueError("a to-do has an owner, or a role and a region")
    values = {
        "title": title,
        "owner": owner,
        "role": role,
        "region_id": region or None,
        "line": line,
    }
    values |= {"link": link, "opened_at": now}
    values |= _pressing(tasks().kind(kind), region, now, due_on, due_at)
    return Todo.objects.get_or_create(kind=kind, subject=subject, done_at=None, defaults=values)[0]


def _pressing(
    kind: Kind, region: str, now: datetime, due_on: date | None, due_at: datetime | None
) -> dict[str, Any]:
    """Columns of a new one: its type, by when it is to be done, when it goes up for the first time."""
    calendar = reference.calendar(region)
    opened_at = local(now)
    if due_on is None and due_at is None:
        due_at = kind.due_at(opened_at, calendar)
    if due_at:
        due_at = local(due_at)
        due_on = due_at.date()
    ladder = tasks().ladders[kind.task]
    due = due_at
    if due_on and due is None:
        due = hours.closing_on(due_on, opened_at.tzinfo, calendar)
    return {
        "task": kind.task,
        "due_on": due_on,
        "due_at": due_at,
        "next_at": ladder.goes_up(0, opened_at, due, calendar),
    }


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
def escalate_todo(
    *, todo_id: int, to: Officer, actor: str, next_at: datetime | None = None
) -> Todo:
    """Pass it upward: `to` may do it too. next_at: when it goes up again, None for never.

    Raises NotFound, Conflict when it is done."""
    todo = _open(todo_id)
    todo.escalated_to = to
    todo.level = todo.level + 1
    todo.next_at = next_at
    todo.save(update_fields=["escalated_to", "level", "next_at"])
    record(
        actor=actor,
        verb="todo.escalate",
        subject=todo.subject,
        data={"kind": todo.kind, "level": todo.level},
    )
    return todo


@transaction.atomic
def put_off_todo(*, todo_id: int, next_at: datetime | None) -> None:
    """It goes up later, or never: nobody stands above now."""
    still_open = Todo.objects.filter(pk=todo_id, done_at=None)
    still_open.update(next_at=next_at)


def _open(todo_id: int) -> Todo:
    todo = Todo.objects.select_for_update().filter(pk=todo_id).first()
    if todo is None:
        raise NotFound("没有这件待办", way_out="请刷新看最新情况")
    if todo.done_at:
        raise Conflict("这件待办已经办完了", code="already_done", way_out="请刷新看最新情况")
    return todo
