"""What lies goes upward, as the ladder of its type has it (packs/desk/tasks.yaml).

To who does the same for a wider place where only they may open its page,
then to the head of the place, to its supervisor, to the supervisor of the
place above; never to somebody below, nor to somebody who may open nothing
of what is to be done.
"""

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from yichuang.accounts import queries, services, tables
from yichuang.accounts.models import Todo
from yichuang.accounts.rules.tasks import Ladder
from yichuang.core.clock import local
from yichuang.core.jobs import each
from yichuang.notify import services as notify
from yichuang.reference import queries as reference
from yichuang.reference.rules import hours
from yichuang.reference.rules.workdays import Calendar
from yichuang.supervision.queries import superiors, to_do

BATCH = 500  # rows read at a time


def pass_on_overdue(*, now: datetime) -> int:
    """Pass each open thing to do whose moment has come upward once; returns how many were looked at. One that nobody
    stands above keeps no other waiting. Raises Unfinished when some failed."""

    def pass_on(todo: Todo) -> None:
        _pass_on(todo, now)

    return each("overdue things to do", _one_by_one(queries.going_up(now)), pass_on)


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
def _pass_on(todo: Todo, now: datetime) -> None:
    ladder = tables.tasks().ladders[todo.task]
    calendar = reference.calendar(_place_of(todo))
    rung = ladder.rung(todo.level)
    if rung is None:
        services.put_off_todo(todo_id=todo.pk, next_at=None)
        return
    above = superiors.above(todo, rung.to)
    if above is None:
        later = _tried_again(todo, now, calendar)
        services.put_off_todo(todo_id=todo.pk, next_at=later)
        return
    next_at = _next_after(todo, ladder, now, calendar)
    passed = services.escalate_todo(todo_id=todo.pk, to=above, actor="system", next_at=next_at)
    notify.send(
        recipient=above.actor,
        kind=_kind_of_message(passed, now),
        context={"what": passed.title},
        key=f"todo:{passed.pk}:up:{above.pk}",
        link=to_do.link_for(passed, above) or "",
    )


def _place_of(todo: Todo) -> str:
    """The place whose hours count."""
    if todo.region_id:
        return todo.region_id
    return todo.owner.organisation.region_id


def _next_after(todo: Todo, ladder: Ladder, now: datetime, calendar: Calendar) -> datetime | None:
    """When it goes up from the level to which it is passed now.

    Not before somebody there had a day for it.
    """
    opened_at = local(todo.opened_at)
    due_at = None
    if todo.due_at:
        due_at = local(todo.due_at)
    elif todo.due_on:
        due_at = hours.closing_on(todo.due_on, opened_at.tzinfo, calendar)
    planned = ladder.goes_up(todo.level + 1, opened_at, due_at, calendar)
    if planned is None:
        return None
    if planned > now:
        return planned
    return _next_opening(now, calendar)


def _tried_again(todo: Todo, now: datetime, calendar: Calendar) -> datetime | None:
    """When somebody is looked for again.

    Never where somebody above has it already.
    """
    if todo.level:
        return None
    return _next_opening(now, calendar)


def _next_opening(now: datetime, calendar: Calendar) -> datetime:
    """When business opens on the next working day."""
    moment = local(now)
    return hours.opening_after(moment.date(), 1, moment.tzinfo, calendar)


def _kind_of_message(todo: Todo, now: datetime) -> str:
    """What whoever it was passed to is told: that it is late, or that it lies."""
    today = local(now).date()
    if todo.due_on and todo.due_on < today:
        return "todo_escalated"
    return "todo_lying"
