"""What lies past its day is passed upward: once, to the head of the place, else to its supervisor."""

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from yichuang.accounts import queries as accounts
from yichuang.accounts import services
from yichuang.accounts.models import Officer, Todo
from yichuang.core.clock import local
from yichuang.core.jobs import each
from yichuang.notify import services as notify

UPWARD = ("approver", "supervisor")
BATCH = 500  # rows read at a time


def pass_on_overdue(*, now: datetime) -> int:
    """Pass each open thing to do that is past its day upward once; returns how many were looked at. One that nobody
    stands above keeps no other waiting. Raises Unfinished when some failed."""
    today = local(now).date()
    overdue = Todo.objects.filter(done_at=None, level=0, due_on__lt=today)
    return each("overdue things to do", _one_by_one(overdue), _pass_on)


def _one_by_one(todos: QuerySet[Todo]) -> Iterator[Todo]:
    """All of them, in the order of ids, BATCH in memory."""
    last = 0
    while True:
        rows = todos.filter(pk__gt=last).select_related("owner__organisation").order_by("pk")
        batch = list(rows[:BATCH])
        if not batch:
            return
        yield from batch
        last = batch[-1].pk


@transaction.atomic
def _pass_on(todo: Todo) -> None:
    above = _above(todo)
    if above is None:
        return
    passed = services.escalate_todo(todo_id=todo.pk, to=above, actor="system")
    notify.send(
        recipient=above.actor,
        kind="todo_escalated",
        context={"what": passed.title},
        key=f"todo:{passed.pk}:up",
        link=passed.link,
    )


def _above(todo: Todo) -> Officer | None:
    place = todo.owner.organisation.region_id if todo.owner else todo.region_id
    for role in UPWARD:
        others = accounts.officers_with(role, place, todo.line or None)
        above = [one for one in others if one.pk != todo.owner_id and role != todo.role]
        if above:
            return above[0]
    return None
