"""What the portal, the phone and the printer show of an item at this moment: probes of the catalogue's check."""

import re
from datetime import date

from django.template.loader import render_to_string

from yichuang.catalog import queries as catalog
from yichuang.catalog.outlets import PROBES
from yichuang.core import clock, revision
from yichuang.core.errors import NotFound
from yichuang.sites.portal.guide import guiding, printing
from yichuang.sites.portal.visitor import places

ROOM = 1000  # items: a page is made once a day, and again when something behind it changes
_REVISION = re.compile(r'data-revision="([0-9a-f]{64})"')


def page_shows(code: str) -> str:
    """The revision in the page as it is made now; "" when there is no page. Phones are served the same page."""
    return _page_of(code, clock.today())


def sheet_shows(code: str) -> str:
    """The revision that the printed guide of this moment would carry."""
    return _sheet_of(code, clock.today())


@revision.kept(ROOM)
def _page_of(code: str, day: date) -> str:
    region = places.default()
    place = places.named(region)
    now = clock.now()
    try:
        shown = guiding.facts_of(code, place, [], {}, now)
    except NotFound:
        return ""
    context = {"place": place, **shown}
    page = render_to_string("portal/guide/guide.html", context)
    match = _REVISION.search(page)
    return match.group(1) if match else ""


@revision.kept(ROOM)
def _sheet_of(code: str, day: date) -> str:
    region = places.default()
    try:
        g = catalog.guide(code, region=region)
    except NotFound:
        return ""
    context = printing.guide_context(g, {}, [])
    return context["revision"]


PROBES.register("portal")(page_shows)
PROBES.register("mobile")(page_shows)
PROBES.register("print")(sheet_shows)
