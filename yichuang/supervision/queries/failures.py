"""Whose it is to look after what the workers could not do: the administrators of its place.

What belongs to no place, as a round of the night does, is for those above
whom nobody holds such a role.
"""

from collections.abc import Collection, Iterable
from uuid import UUID

from yichuang.accounts import queries as accounts
from yichuang.accounts.models import Officer
from yichuang.accounts.rules.grants import Scope
from yichuang.cases.models import Case
from yichuang.core.ids import as_uuid
from yichuang.core.models import OutboxEvent
from yichuang.reference.rules.regions import prefix

NOWHERE = ""
LENGTHS = (2, 4, 6, 9)  # digits that a place and all below it share
ABOUT = ("case", "officer")  # what an event names


def places_of(events: Iterable[OutboxEvent]) -> dict[int, str]:
    """Primary key → the 12 digits of a place, in two reads.

    It is that of the case, or of the unit of the officer, whom the event
    names; NOWHERE where it names neither.
    """
    named = {}
    for row in events:
        named[row.pk] = _named(row)
    uuids = set(named.values())
    by_uuid = _places_by_uuid(uuids)
    places = {}
    for pk, uuid in named.items():
        places[pk] = by_uuid.get(uuid, NOWHERE)
    return places


def _named(row: OutboxEvent) -> UUID | None:
    """Whom or what an event is about; None where it says nothing we know."""
    for key in ABOUT:
        text = row.payload.get(key)
        if text:
            return as_uuid(str(text))
    return None


def _places_by_uuid(uuids: set[UUID | None]) -> dict[UUID, str]:
    """Of cases and officers, where they are."""
    cases = Case.objects.filter(uuid__in=uuids)
    officers = Officer.objects.filter(uuid__in=uuids)
    of_cases = cases.values_list("uuid", "region_id")
    of_officers = officers.values_list("uuid", "organisation__region_id")
    places = dict(of_cases)
    places.update(of_officers)
    return places


def looks_after(scope: Scope, roles: Collection[str], place: str) -> bool:
    """Whether one of these roles of an officer reaches the place.

    For NOWHERE it has to stand uppermost.
    """
    held = scope.of(*roles)
    for region in held.regions:
        if place == NOWHERE:
            reaches = _is_uppermost(region, roles)
        else:
            reaches = place.startswith(prefix(region))
        if reaches:
            return True
    return False


def _is_uppermost(region: str, roles: Collection[str]) -> bool:
    """Whether nobody holds one of the roles for a wider place."""
    own = prefix(region)
    parent = ""
    for length in LENGTHS:
        if length < len(own):
            parent = own[:length]
    if not parent:
        return True
    code = parent.ljust(12, "0")
    for role in roles:
        if accounts.officers_with(role, code):
            return False
    return True
