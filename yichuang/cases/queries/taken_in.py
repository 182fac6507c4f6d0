"""Cases that a desk took in for another place: found again by the desk, no further than what it took in and gave.

Who decides them, by what findings, and what is said between officers of the home place is none of its business."""

from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from yichuang.accounts import queries as accounts
from yichuang.accounts.models import Officer
from yichuang.accounts.rules.grants import Grant
from yichuang.cases.models import Case
from yichuang.cases.queries import scope
from yichuang.cases.rules.permission import FILING_ROLES
from yichuang.core.errors import NotFound
from yichuang.core.ids import as_uuid

_LISTED = (
    "uuid",
    "number",
    "state",
    "open",
    "outcome",
    "flags",
    "received_at",
    "due_at",
    "closed_at",
    "yellow_on",
    "red_on",
    "paused_since",
    "instant",
    "region__full_name",
    "organisation__name",
    "version__item__name",
    "person__name",
    "person__uuid",
    "employer__name",
)


def newest(officer: Officer, below: int | None, limit: int) -> list[Case]:
    """What the officer's desk took in for other places, the newest first. below: id of the last row of the page before;
    None: from the first."""
    condition, args = scope.sql_taken_in(_grants(officer))
    if below:
        condition += " and id < %s"
        args.append(below)
    listing = f"select id from cases_case where {condition} order by id desc limit %s"  # noqa: S608  constants
    with connection.cursor() as cursor:
        cursor.execute(listing, [*args, limit])
        ids = [pk for (pk,) in cursor.fetchall()]
    related = ("region", "organisation", "version__item", "person", "employer")
    rows = Case.objects.filter(id__in=ids).select_related(*related)
    return list(rows.only(*_LISTED).order_by("-id"))


def one(uuid: UUID | str, officer: Officer) -> Case:
    """A case that the officer's desk took in for another place. Raises NotFound for any other."""
    case = _full().filter(scope.taken_in_by(_grants(officer)), uuid=as_uuid(uuid)).first()
    if case is None:
        raise NotFound("没有这件，或不是您这里收的", way_out="请核对编号")
    return case


def is_one(uuid: UUID | str, officer: Officer) -> bool:
    """Whether the officer's desk took this case in for another place."""
    taken = Case.objects.filter(scope.taken_in_by(_grants(officer)))
    return taken.filter(uuid=as_uuid(uuid)).exists()


def at_the_door(uuid: UUID | str, officer: Officer) -> Case:
    """A case whose slip and receipt this desk hands out: one of its own place, or one that it took in for another.
    Raises NotFound."""
    reached = scope.visible_to(officer) | scope.taken_in_by(_grants(officer))
    case = _full().filter(reached, uuid=as_uuid(uuid)).first()
    if case is None:
        raise NotFound("没有这件，或不在您管的地方和业务线", way_out="请核对编号，或找管理员开通")
    return case


def _grants(officer: Officer) -> tuple[Grant, ...]:
    return accounts.scopes(officer).of(*FILING_ROLES).grants


def _full() -> QuerySet[Case]:
    related = ("version__item", "person", "employer", "organisation", "received_at_org", "region")
    rows = Case.objects.select_related(*related)
    return rows.defer("version__definition", "version__form")
