"""Who stands above those who have a thing to do.

The one who mends is never the one who looks whether it was mended.
"""

from collections.abc import Collection, Iterator
from typing import NamedTuple

from yichuang.accounts import queries as accounts
from yichuang.accounts.models import Officer, Todo
from yichuang.accounts.rules.tasks import HEAD, SUPERVISOR_ABOVE
from yichuang.core.clock import today
from yichuang.reference.rules.regions import in_scope, prefix
from yichuang.supervision.queries import to_do

APPROVER, SUPERVISOR = "approver", "supervisor"
# who stands above others at their place, the nearest first: 负责人 only where the place has one
UPWARD = (HEAD, APPROVER, SUPERVISOR)
FROM_RUNG = {HEAD: UPWARD, SUPERVISOR: (SUPERVISOR,), SUPERVISOR_ABOVE: ()}


class Holder(NamedTuple):
    """Who holds a role. place: the smallest that it is held for."""

    place: str
    officer: Officer


def above(todo: Todo, rung: str = HEAD) -> Officer | None:
    """The nearest superior of those who have it, of those who may open its page.

    Who is on leave only where nobody else stands above. None where there
    is nobody: then it stays where it is.
    rung: the level of the ladder from which on somebody is looked for.
    """
    absent = None
    for officer in _superiors(todo, rung):
        if officer.pk in (todo.owner_id, todo.escalated_to_id):
            continue
        link = to_do.link_for(todo, officer)
        if link is None:
            continue
        if not accounts.is_away(officer.pk):
            return officer
        absent = absent or officer
    return absent


def _superiors(todo: Todo, rung: str) -> Iterator[Officer]:
    """Who stands above whoever has it, the nearest first.

    Of wider places those who alone open its page; of the place its heads,
    then its supervisors; above these the supervisors of wider places.
    rung: as `above` takes it.
    """
    owner = todo.owner
    if owner:
        place = owner.organisation.region_id
        scope = accounts.scopes(owner)
        ranks = scope.roles
    else:
        place = todo.region_id
        ranks = frozenset({todo.role})
    if SUPERVISOR in ranks:
        yield from _of_wider_places(SUPERVISOR, place, todo.line)
        return
    roles_of_page = to_do.roles_of_page(todo.link)
    if owner and todo.role in roles_of_page:
        yield from _of_wider_places(todo.role, place, todo.line)
    roles = _above_ranks(ranks, FROM_RUNG[rung])
    for role in roles:
        for holder in _holders(role, place, todo.line):
            yield holder.officer
    if not roles:
        yield from _of_wider_places(SUPERVISOR, place, todo.line)


def _above_ranks(ranks: Collection[str], roles: tuple[str, ...]) -> tuple[str, ...]:
    """Those of the roles that stand above somebody who holds these.

    The nearest first. Above a 负责人 stands who supervises the place.
    ranks: what they hold.
    roles: among which is chosen.
    """
    if HEAD in ranks:
        return roles[-1:]
    return tuple(role for role in roles if role not in ranks)


def _of_wider_places(role: str, place: str, line: str) -> Iterator[Officer]:
    """Who holds the role above the nearest ones.

    These have it already.
    """
    rows = _holders(role, place, line)
    if not rows:
        return
    nearest = rows[0]
    for row in rows:
        if row.place != nearest.place:
            yield row.officer


def _holders(role: str, place: str, line: str) -> list[Holder]:
    """Who holds a role for a place.

    Those of the smallest place first.
    """
    officers = accounts.officers_with(role, place, line or None)
    scopes = accounts.scopes_among(officers, today())
    holders = []
    for officer in officers:
        scope = scopes[officer.pk].of(role)
        reaching = []
        for grant in scope.grants:
            if in_scope(place, grant.region):
                reaching.append(grant.region)
        nearest = max(reaching, key=_depth)
        holders.append(Holder(nearest, officer))
    holders.sort(key=_depth_of_holder, reverse=True)
    return holders


def _depth_of_holder(holder: Holder) -> int:
    """How small the place is that it is held for.

    The smaller one stands nearer.
    """
    return _depth(holder.place)


def _depth(region: str) -> int:
    """How small a place is: the digits that its own places share."""
    return len(prefix(region))
