"""Things to do of officers who have left, or hold a role no more, go to whoever may do them.

Called when a post is closed, when a role is taken back at once, and each night for roles whose last day is over: a
role that ends by its date hands on as much as one that is taken back. What was passed upward to somebody who stands
above nobody any more lies at its first level again, and the next round looks for another one.
"""

from datetime import date

from django.db import transaction
from django.db.models import F

from ..models import Officer, Todo
from ..queries import scopes
from ..rules.grants import Scope

LOOK_AFTER = ("approver", "supervisor")  # by these roles somebody stands above others


@transaction.atomic
def pass_on_todos(*, owner: Officer, region: str) -> int:
    """What an officer who has left had to do is for whoever holds the role that it names, for the heads of the place
    where it names none; returns how many there were. What had been passed upward to them may be passed upward anew."""
    todos = Todo.objects
    still_open = todos.filter(done_at=None)
    raised = still_open.filter(escalated_to=owner)
    raised.update(escalated_to=None, level=0, next_at=F("opened_at"))
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
    """Of what had been passed upward to the officer, that which a role brought that they hold no more.

    It is nobody's above for the time being.
    """
    todos = Todo.objects
    joined = todos.select_related("owner__organisation")
    raised = joined.filter(done_at=None, escalated_to=owner)
    itself = ("self",)
    for todo in raised.select_for_update(of=itself):
        if role != todo.role and role not in LOOK_AFTER:
            continue
        place = _place(todo)
        if scope.allows(role, None, place):
            continue
        todo.escalated_to = None
        todo.level = 0
        todo.next_at = todo.opened_at
        changed = ["escalated_to", "level", "next_at"]
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
