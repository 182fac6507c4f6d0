"""Questions as officers see them.

Those of their places, their own, and what is offered to them.
"""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q, QuerySet

from yichuang.accounts import queries as accounts
from yichuang.accounts.models import Officer
from yichuang.accounts.rules.grants import Grant
from yichuang.cases.models import Enquiry, HandOver
from yichuang.catalog.models import Item
from yichuang.core.errors import NotFound
from yichuang.reference.queries import prefix
from yichuang.registry.models import Employer, Person

OPEN = "open"
OF_PLACES = ""
MINE = "mine"
OFFERED = "offered"
# who sees the questions of a place, beside their own
ROLES = ("clerk", "head", "supervisor")
LATEST = 5


def enquiries_of(subject: Person | Employer, officer: Officer) -> list[Enquiry]:
    """The subject's questions in the officer's places, newest first."""
    of_places = _of_places(officer)
    rows = Enquiry.objects.filter(of_places)
    if isinstance(subject, Person):
        rows = rows.filter(person=subject)
    else:
        rows = rows.filter(employer=subject)
    joined = rows.select_related("owner")
    newest_first = joined.order_by("-asked_at")
    return list(newest_first[:LATEST])


def enquiries(officer: Officer, state: str = OPEN, whose: str = OF_PLACES) -> QuerySet[Enquiry]:
    """Questions in one state, the longest waiting first.

    whose: OF_PLACES, MINE or OFFERED.
    """
    if whose == MINE:
        visible = Q(owner=officer)
    elif whose == OFFERED:
        visible = _offered(officer)
    else:
        visible = _of_places(officer)
    rows = Enquiry.objects.filter(visible, state=state)
    joined = _with_names(rows)
    return joined.order_by("asked_at")


def enquiry(uuid: UUID, officer: Officer) -> Enquiry:
    """One question that the officer sees. Raises NotFound."""
    mine = Q(owner=officer)
    visible = _of_places(officer) | mine | _offered(officer)
    rows = Enquiry.objects.filter(visible, uuid=uuid)
    joined = _with_names(rows)
    question = joined.first()
    if question is None:
        raise NotFound("没有这个咨询，或不在您管的地方", way_out="请刷新列表")
    return question


def offers_of(enquiries: Iterable[Enquiry]) -> dict[int, HandOver]:
    """By which of these questions is on its way to another officer.

    By the question's primary key; in one read.
    """
    keys = [enquiry.pk for enquiry in enquiries]
    offers = HandOver.objects.filter(enquiry__in=keys, ended_at=None)
    offer_of = {}
    for offer in offers.select_related("from_officer", "to_officer"):
        offer_of[offer.enquiry_id] = offer
    return offer_of


def _with_names(rows: QuerySet[Enquiry]) -> QuerySet[Enquiry]:
    """The same with whoever they name, in the same read."""
    return rows.select_related("owner", "organisation", "person", "employer")


def _offered(officer: Officer) -> Q:
    """A filter on Enquiry: what waits for this officer's yes or no."""
    offers = HandOver.objects.filter(to_officer=officer, ended_at=None)
    return Q(pk__in=offers.values("enquiry"))


def _of_places(officer: Officer) -> Q:
    """A filter on Enquiry: what a grant of the officer reaches.

    Each grant by its own place and line.
    """
    allowed = Q(pk__in=[])
    scope = accounts.scopes(officer)
    for grant in scope.of(*ROLES).grants:
        allowed |= _reached_by(grant)
    return allowed


def _reached_by(grant: Grant) -> Q:
    """A filter on Enquiry: a question about no item is of every line."""
    below = prefix(grant.region)
    reached = Q(region__code__startswith=below)
    if grant.line:
        items = Item.objects.filter(line=grant.line)
        of_line = Q(item_code__in=items.values("code"))
        of_none = Q(item_code="")
        reached &= of_none | of_line
    return reached
