"""Who applies, from where and through which door: read from the request once per view."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from yichuang.accounts.models import User
from yichuang.catalog import queries as catalog
from yichuang.catalog import tables
from yichuang.core.errors import Forbidden
from yichuang.identity import queries as identity
from yichuang.identity.queries import Sight
from yichuang.reference import queries as reference
from yichuang.registry.models import Employer, Person
from yichuang.sites.portal.visitor import places

PORTAL, MOBILE = 2, 3
PERSON, EMPLOYER = "个人", "单位"


@dataclass(frozen=True)
class Applicant:
    """The signed-in account, the person or employer behind it, how records name them, and how far the account sees."""

    user: User
    subject: Person | Employer
    actor: str
    sight: Sight

    @property
    def is_person(self) -> bool:
        """A natural person, not a unit."""
        return isinstance(self.subject, Person)


def of(request: HttpRequest) -> Applicant:
    """The applicant of a view that residents see. Raises Forbidden for an account without a real name."""
    sight = identity.sight_of(request.user)
    if sight is None:
        raise Forbidden(
            "这个账号还没有实名，不能办事", way_out="请带证件到就近的人社窗口，或打12333"
        )
    return Applicant(request.user, sight.subject, sight.actor, sight)


def lives_in(sight: Sight) -> str:
    """The division where the subject lives or has its seat, "" when it is not known or not this account's to know."""
    if not sight.everything:
        return ""
    lives = sight.subject.residence_id if sight.is_person else sight.subject.region_id
    return lives or ""


def kind_of(request: HttpRequest) -> str:
    """个人 or 单位: who is signed in; "" for a stranger and for an officer."""
    if not request.user.is_authenticated:
        return ""
    sight = identity.sight_of(request.user)
    if sight is None:
        return ""
    return PERSON if sight.is_person else EMPLOYER


def place_of(request: HttpRequest, applicant: Applicant) -> places.Place:
    """The place chosen in the address or kept in the cookie, else where the subject lives, else the platform's own."""
    lives = lives_in(applicant.sight)
    for code in (request.GET.get("region", ""), request.COOKIES.get(places.COOKIE, ""), lives):
        if _served(code):
            return places.named(code)
    return places.of(request)


def _served(code: str) -> bool:
    return f"{code[:4]}00000000" in tables.places()["cities"] and reference.region_exists(code)


def channel_of(request: HttpRequest) -> int:
    """2 网厅, or 3 移动 for a phone's browser."""
    return MOBILE if "Mobile" in request.headers.get("User-Agent", "") else PORTAL


def door_of(request: HttpRequest, code: str, region: str) -> int:
    """By which door an application for an item begins here: a phone's browser is the web where the item is not done
    by phone."""
    channel = channel_of(request)
    if channel == MOBILE and not catalog.done_on(catalog.guide(code, region=region), "mobile"):
        return PORTAL
    return channel


def page(request: HttpRequest, template: str, context: dict, *, status: int = 200) -> HttpResponse:
    """A personal page: never kept by anybody on the way."""
    shown = {"place_name": places.of(request).bureau, **context}
    response = render(request, template, shown, status=status)
    response["Cache-Control"] = "private, no-store"
    return response
