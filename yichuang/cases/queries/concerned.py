"""Cases that concern an account's person without being theirs.

Whom a matter is about, and who acts for an applicant. This is
`rules.parties.sees` said as a filter; a test compares the two.
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from yichuang.cases.models import Case, Party
from yichuang.cases.rules import parties
from yichuang.cases.rules.parties import Matter
from yichuang.core.errors import NotFound
from yichuang.core.ids import as_uuid
from yichuang.identity.queries import Sight

MOST = 30
_TO_DELIVER = ("waiting", "sent", "returned")
# what a list shows of a case, and what it does not
_SHOWN = (
    "case__version__item",
    "case__person",
    "case__employer",
    "case__organisation",
    "case__delivery",
)
_LARGE = ("case__form", "case__version__definition", "case__version__form")


@dataclass(frozen=True)
class Concern:
    """A case and what its reader sees of it.

    role: a code of parties.ROLES.
    sees: parties.RESULT or parties.PROGRESS.
    """

    case: Case
    role: str
    sees: str


def of_account(sight: Sight, today: date) -> list[Concern]:
    """What concerns the person or unit of a proved account, the newest first."""
    rows = _seen_by(sight, today)
    newest = rows.order_by("-case_id")
    return [_concern(row, today) for row in newest[:MOST]]


def one(uuid: UUID | str, sight: Sight, today: date) -> Concern:
    """One of them; who is concerned twice sees the most that either lets see.

    Raises NotFound, for what may no longer be seen too.
    """
    of_account = _seen_by(sight, today)
    rows = of_account.filter(case__uuid=as_uuid(uuid))
    concerns = [_concern(row, today) for row in rows]
    if not concerns:
        raise NotFound("没有这件，或和您没有关系", way_out="请到“我的事”里找")
    for concern in concerns:
        if concern.sees == parties.PROGRESS:
            return concern
    return concerns[0]


def agents_of(case: Case, today: date) -> list[Party]:
    """Whose mandate for this case stands."""
    agents = case.parties.filter(role="agent")
    rows = agents.filter(standing(today))
    joined = rows.select_related("person", "employer")
    return list(joined.order_by("id"))


def standing(today: date) -> Q:
    """A filter on Party: the mandate has not ended by its day, and the matter is not over."""
    is_open = Q(case__open=True)
    to_deliver = Q(case__delivery__state__in=_TO_DELIVER)
    goes_on = is_open | to_deliver
    return goes_on & _in_time(today)


def matter_of(case: Case) -> Matter:
    """What `rules.parties.sees` looks at of a case."""
    delivery = getattr(case, "delivery", None)
    to_deliver = delivery is not None and delivery.state in _TO_DELIVER
    return Matter(case.open, to_deliver)


def _seen_by(sight: Sight, today: date) -> QuerySet[Party]:
    """The parties through which the account sees a case, each with what a list shows of it."""
    if not sight.everything:
        return Party.objects.none()
    kind = "person" if sight.is_person else "employer"
    side = {kind: sight.subject}
    lasting = Q(role__in=_roles_that_see(parties.RESULT))
    mandated = Q(role__in=_roles_that_see(parties.PROGRESS))
    lets_see = lasting | (mandated & _in_time(today))
    rows = Party.objects.filter(lets_see, **side)
    joined = rows.select_related(*_SHOWN)
    return joined.defer(*_LARGE)


def _in_time(today: date) -> Q:
    """A filter on Party: its last day has not passed, or it has none."""
    without_end = Q(until__isnull=True)
    not_ended = Q(until__gte=today)
    return without_end | not_ended


def _roles_that_see(sight: str) -> list[str]:
    """The roles beside a case that see this much of it: parties.RESULT or parties.PROGRESS."""
    codes = []
    for code, role in parties.ROLES.items():
        if role.sees == sight:
            codes.append(code)
    return codes


def _concern(row: Party, today: date) -> Concern:
    """The case of a party.

    And what the party sees of it on the day.
    """
    matter = matter_of(row.case)
    allowed = parties.sees(row.role, row.until, matter, today)
    return Concern(row.case, row.role, allowed)
