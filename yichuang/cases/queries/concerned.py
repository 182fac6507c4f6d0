"""Cases that concern an account's person without being theirs: whom a matter is about, and who acts for an applicant.

`rules.parties.sees` said as a filter; a test compares the two."""

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


@dataclass(frozen=True)
class Concern:
    """A case and what its reader sees of it: parties.RESULT or parties.PROGRESS."""

    case: Case
    role: str
    sees: str


def of_account(sight: Sight, today: date) -> list[Concern]:
    """What concerns the person or unit of a proved account, the newest first."""
    rows = _seen_by(sight, today).order_by("-case_id")
    return [_concern(row, today) for row in rows[:MOST]]


def one(uuid: UUID | str, sight: Sight, today: date) -> Concern:
    """One of them. Raises NotFound, for what may no longer be seen too."""
    of_case = _seen_by(sight, today).filter(case__uuid=as_uuid(uuid))
    rows = [_concern(row, today) for row in of_case]
    if not rows:
        raise NotFound("没有这件，或和您没有关系", way_out="请到“我的事”里找")
    return max(rows, key=lambda concern: concern.sees == parties.PROGRESS)


def agents_of(case: Case, today: date) -> list[Party]:
    """Whose mandate for this case stands."""
    rows = case.parties.filter(role="agent").filter(standing(today))
    return list(rows.select_related("person", "employer").order_by("id"))


def standing(today: date) -> Q:
    """A filter on Party: the mandate has not ended by its day, and the matter is not over."""
    goes_on = Q(case__open=True) | Q(case__delivery__state__in=_TO_DELIVER)
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
    side = {"person" if sight.is_person else "employer": sight.subject}
    lasting = Q(role__in=_roles_that_see(parties.RESULT))
    mandated = Q(role__in=_roles_that_see(parties.PROGRESS))
    lets_see = lasting | (mandated & _in_time(today))
    rows = Party.objects.filter(lets_see, **side).select_related(
        "case__version__item",
        "case__person",
        "case__employer",
        "case__organisation",
        "case__delivery",
    )
    return rows.defer("case__form", "case__version__definition", "case__version__form")


def _in_time(today: date) -> Q:
    """A filter on Party: its last day has not passed, or it has none."""
    return Q(until__isnull=True) | Q(until__gte=today)


def _roles_that_see(sight: str) -> list[str]:
    """The roles beside a case that see this much of it: parties.RESULT or parties.PROGRESS."""
    return [code for code, role in parties.ROLES.items() if role.sees == sight]


def _concern(row: Party, today: date) -> Concern:
    allowed = parties.sees(row.role, row.until, matter_of(row.case), today)
    return Concern(row.case, row.role, allowed)
