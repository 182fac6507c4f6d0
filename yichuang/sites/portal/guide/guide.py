"""The guide of one item for the visitor's place: what it needs, how long, where, and one button to begin."""

from datetime import date

from django.http import HttpRequest, HttpResponse

from yichuang.accounts import queries as accounts
from yichuang.accounts.models import Organisation
from yichuang.catalog import queries as catalog
from yichuang.core import clock, days
from yichuang.core.access import public
from yichuang.core.errors import NotFound
from yichuang.reference import queries as reference
from yichuang.sites.portal.guide.guiding import ANSWER, facts_of, past_facts
from yichuang.sites.portal.pages import public_page
from yichuang.sites.portal.visitor import places

TEMPLATE = "portal/guide/guide.html"


@public
def guide(request: HttpRequest, code: str) -> HttpResponse:
    """GET /items/<code>/?s-<question>=<answer>&version=N. With a version: that text as it stood, to read only; `in`
    and `day` say with the words of which place on which day."""
    place = places.of(request)
    outlets = accounts.outlets(place.code)
    now = clock.now()
    late = now.time() >= reference.calendar(place.code).closing
    near = tuple(_facts_of_outlet(outlet) for outlet in outlets)
    number = request.GET.get("version", "")

    def shown() -> dict:
        if number:
            within = request.GET.get("in", "")
            where = places.served(within) or place
            past = _past(code, number)
            return past_facts(code, past, where, _day(request), now.date())
        return facts_of(code, place, outlets, _answers(request), now)

    return public_page(request, TEMPLATE, (catalog.mark(), near, late), shown)


def _facts_of_outlet(outlet: Organisation) -> tuple:
    """What the page says of a window, by which a changed one is known."""
    return (outlet.pk, outlet.name, outlet.address, outlet.open_hours, outlet.phone)


def _past(code: str, number: str) -> catalog.PastVersion:
    for version in catalog.versions(code):
        if str(version.number) == number:
            return version
    raise NotFound("这件事没有这一版", way_out="请看现在的办事指南")


def _day(request: HttpRequest) -> date | None:
    typed = request.GET.get("day", "")
    return days.day(typed)


def _answers(request: HttpRequest) -> dict[str, str]:
    answers = {}
    for key, value in request.GET.items():
        if key.startswith(ANSWER):
            question = key.removeprefix(ANSWER)
            answers[question] = value
    return answers
