"""Whose a question is: who may own one, and who of them is next (首问负责).

Those of a unit come first, the nearest places after; each place's clerks before its heads. Of equals it is whoever has
the fewest open questions.
"""

from collections.abc import Collection, Iterator
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from yichuang.accounts import queries as accounts
from yichuang.accounts.models import Officer, Organisation
from yichuang.cases.models import Enquiry, HandOver
from yichuang.catalog import queries as catalog
from yichuang.reference.queries import prefix

CLERK = "clerk"
ROLES = (CLERK, "head")
# who has a case answers what is asked about it
ANSWERING = (*ROLES, "reviewer", "approver", "issuer")
OPEN = "open"
LEVELS = (6, 4, 2)  # digits of a county, a city and a province
DIGITS = 12


def next_owner(
    *,
    organisation: Organisation,
    region: str,
    item_code: str,
    day: date,
    without: Collection[int] = (),
) -> Officer | None:
    """Who owns a question that is asked of a unit on a day.

    None where nobody is there.
    region: the 12 digits of the place that it is about.
    item_code: "" where it is about no item.
    without: the primary keys of whoever is not asked.
    """
    line = line_of(item_code)
    there = {}
    for role in ROLES:
        there[role] = _there(role, region, line, day, without)
    for group in _nearest_first(there, organisation, region):
        if group:
            return _least_loaded(group)
    return None


def colleagues(enquiry: Enquiry, day: date) -> list[Officer]:
    """To whom its owner may hand a question.

    Clerks of its place and line who are there on the day.
    """
    line = line_of(enquiry.item_code)
    owner = (enquiry.owner_id,)
    return _there(CLERK, enquiry.region_id, line, day, owner)


def may_own(officer: Officer, enquiry: Enquiry, day: date) -> bool:
    """Whether the officer works here.

    That is by a role that reaches the place and the line of the
    question.
    """
    line = line_of(enquiry.item_code)
    region = enquiry.region_id
    for role in ANSWERING:
        if accounts.has_role(officer, role, line, region, day):
            return True
    return False


def is_away(owner: Officer, day: date | None = None) -> bool:
    """Whether an owner works here no more, or is on leave.

    Then a colleague may answer.
    day: today where none is named.
    """
    if not owner.active:
        return True
    return accounts.is_away(owner.pk, day)


def line_of(item_code: str) -> str | None:
    """The business line of an item.

    None for no item, and for one that there is not.
    """
    for row in catalog.items():
        if row.code == item_code:
            return row.line
    return None


def loads(officers: Collection[Officer]) -> dict[int, int]:
    """How many open questions each of these officers has.

    By primary key; who has none is left out. In one read.
    """
    keys = [officer.pk for officer in officers]
    rows = Enquiry.objects.filter(owner_id__in=keys, state=OPEN)
    by_owner = rows.order_by().values_list("owner_id")
    counted = by_owner.annotate(Count("pk"))
    return dict(counted)


def overdue(now: datetime) -> list[UUID]:
    """Questions that were handed over and not accepted in time.

    Those that should have gone back first come first.
    """
    offers = HandOver.objects.filter(ended_at=None, return_at__lte=now)
    in_order = offers.order_by("return_at")
    return list(in_order.values_list("enquiry__uuid", flat=True))


def gone() -> QuerySet[Officer]:
    """Officers who work here no more and still own an open question."""
    left = Enquiry.objects.filter(state=OPEN, owner__active=False)
    owners = left.values("owner")
    return Officer.objects.filter(pk__in=owners)


def open_of(officer: Officer) -> QuerySet[Enquiry]:
    """What the officer has to answer, and what is offered to them."""
    offers = HandOver.objects.filter(to_officer=officer, ended_at=None)
    offered = Q(pk__in=offers.values("enquiry"))
    mine = Q(owner=officer)
    return Enquiry.objects.filter(mine | offered, state=OPEN)


def _there(
    role: str, region: str, line: str | None, day: date, without: Collection[int]
) -> list[Officer]:
    """Who holds a role for a place and a line, and is at work on the day."""
    present = []
    for officer in accounts.officers_with(role, region, line, day):
        if officer.pk in without:
            continue
        if accounts.is_away(officer.pk, day):
            continue
        present.append(officer)
    return present


def _nearest_first(
    there: dict[str, list[Officer]], organisation: Organisation, region: str
) -> Iterator[list[Officer]]:
    """Groups of officers, each to be asked before the next.

    The unit's clerks, then by the places around it.
    """
    yield [one for one in there[CLERK] if one.organisation_id == organisation.pk]
    for digits in LEVELS:
        code = region[:digits]
        place = prefix(code.ljust(DIGITS, "0"))
        for role in ROLES:
            yield [one for one in there[role] if _works_in(one, place)]


def _works_in(officer: Officer, place: str) -> bool:
    """Whether the officer's unit stands in a place, told by the digits that are its own."""
    unit = officer.organisation
    return unit.region_id.startswith(place)


def _least_loaded(officers: list[Officer]) -> Officer:
    """The one with the fewest open questions, of equals the first."""
    number_of = loads(officers)

    def load(officer: Officer) -> tuple[int, int]:
        number = number_of.get(officer.pk, 0)
        return number, officer.pk

    return min(officers, key=load)
