"""The guide of one item for the visitor's place: what it needs, how long, where, and one button to begin."""

from datetime import date

from django.http import HttpRequest, HttpResponse

from yichuang.accounts import queries as accounts
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
    near = tuple((o.pk, o.name, o.address, o.open_hours, o.phone) for o in outlets)
    number = request.GET.get("version", "")

    def shown() -> dict:
        if number:
            where = places.served(request.GET.get("in", "")) or place
            return past_facts(code, _past(code, number), where, _day(request), now.date())
        return facts_of(code, place, outlets, _answers(request), now)

    return public_page(request, TEMPLATE, (catalog.mark(), near, late), shown)


def _past(code: str, number: str) -> catalog.PastVersion:
    found = next((v for v in catalog.versions(code) if str(v.number) == number), None)
    if found is None:
        raise NotFound("这件事没有这一版", way_out="请看现在的办事指南")
    return found


def _day(request: HttpRequest) -> date | None:
    return days.day(request.GET.get("day", ""))


def _answers(request: HttpRequest) -> dict[str, str]:
    return {
        key.removeprefix(ANSWER): value
        for key, value in request.GET.items()
        if key.startswith(ANSWER)
    }
