"""What lies past its day is passed upward, once: to who does the same for a wider place where only they may open its
page, then to the head of the place, to its supervisor, to the supervisor of the place above; never to somebody below,
nor to somebody who may open nothing of what is to be done."""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from django.db import transaction
from django.db.models import QuerySet

from yichuang.accounts import queries as accounts
from yichuang.accounts import services
from yichuang.accounts.models import Officer, Todo
from yichuang.core.clock import local
from yichuang.core.jobs import each
from yichuang.notify import services as notify
from yichuang.reference.rules.regions import in_scope, prefix
from yichuang.supervision.queries import to_do

HEAD, SUPERVISOR = "approver", "supervisor"
UPWARD = (HEAD, SUPERVISOR)
BATCH = 500  # rows read at a time


class Holder(NamedTuple):
    """Who holds a role. place: the smallest that it is held for."""

    place: str
    officer: Officer


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
        link=to_do.link_for(passed, above) or "",
    )


def _above(todo: Todo) -> Officer | None:
    """The nearest superior of those who have it, of those who may open its page.

    None where there is nobody: then it stays where it is.
    """
    for officer in _superiors(todo):
        if officer.pk == todo.owner_id:
            continue
        if to_do.link_for(todo, officer) is not None:
            return officer
    return None


def _superiors(todo: Todo) -> Iterator[Officer]:
    """Who stands above whoever has it, the nearest first.

    Of wider places those who alone open its page; of the place its heads, then its supervisors; above these the
    supervisors of wider places.
    """
    place = todo.region_id
    ranks = frozenset({todo.role})
    if todo.owner:
        place = todo.owner.organisation.region_id
        ranks = accounts.scopes(todo.owner).roles
    if SUPERVISOR in ranks:
        yield from _of_wider_places(SUPERVISOR, place, todo.line)
        return
    if todo.owner and todo.role in to_do.roles_of_page(todo.link):
        yield from _of_wider_places(todo.role, place, todo.line)
    for role in UPWARD:
        if role in ranks:
            continue
        for holder in _holders(role, place, todo.line):
            yield holder.officer


def _of_wider_places(role: str, place: str, line: str) -> Iterator[Officer]:
    """Who holds the role above the nearest ones, who have it already."""
    rows = _holders(role, place, line)
    for row in rows:
        if row.place != rows[0].place:
            yield row.officer


def _holders(role: str, place: str, line: str) -> list[Holder]:
    """Who holds a role for a place, those of the smallest place first."""
    holders = []
    for officer in accounts.officers_with(role, place, line or None):
        scope = accounts.scopes(officer).of(role)
        reaching = []
        for grant in scope.grants:
            if in_scope(place, grant.region):
                reaching.append(grant.region)
        nearest = max(reaching, key=_depth)
        holders.append(Holder(nearest, officer))
    holders.sort(key=_depth_of_holder, reverse=True)
    return holders


def _depth_of_holder(holder: Holder) -> int:
    """How small the place is that it is held for."""
    return _depth(holder.place)


def _depth(region: str) -> int:
    """How small a place is: the digits that its own places share."""
    return len(prefix(region))
