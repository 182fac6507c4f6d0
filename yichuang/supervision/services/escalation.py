"""What lies past its day is passed upward, once: to who does the same for a wider place where only they may open its
page, then to the head of the place, to its supervisor, to the supervisor of the place above; never to somebody below,
nor to somebody who may open nothing of what is to be done."""

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from yichuang.accounts import services
from yichuang.accounts.models import Todo
from yichuang.core.clock import local
from yichuang.core.jobs import each
from yichuang.notify import services as notify
from yichuang.supervision.queries import superiors, to_do

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
    above = superiors.above(todo)
    if above is None:
        return
    passed = services.escalate_todo(todo_id=todo.pk, to=above, actor="system")
    notify.send(
        recipient=above.actor,
        kind="todo_escalated",
        context={"what": passed.title},
        key=f"todo:{passed.pk}:up",
        link=to_do.link_for(passed, above) or "",
    )
