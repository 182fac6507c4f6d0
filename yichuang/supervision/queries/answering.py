"""Whose it is to go on with a case, as a thing to do says it."""

from typing import Any

from yichuang.accounts.models import Todo
from yichuang.cases.models import Case
from yichuang.cases.queries import permission
from yichuang.cases.rules.permission import DECIDING_ROLES
from yichuang.cases.rules.states import STATES


def answerer(case: Case) -> dict[str, Any]:
    """The holder, else the role of the next step at its place.

    {} after the end.
    """
    stands = permission.standing(case)
    if stands.holder:
        return {"owner": case.holder}
    turn = STATES[case.state].turn
    if not turn:
        return {}
    place = stands.home
    if turn in DECIDING_ROLES:
        place = stands.decided_in
    return {"role": turn, "region": place}


def lies_with(todo: Todo, has_it: dict[str, Any]) -> bool:
    """Whether a thing to do is of those who are asked. has_it: as `answerer` says it."""
    owner = has_it.get("owner")
    if todo.owner or owner:
        return todo.owner == owner
    lies_there = {"role": todo.role, "region": todo.region_id}
    return lies_there == has_it
