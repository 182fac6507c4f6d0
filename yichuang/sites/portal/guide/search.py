"""Search in the words people use: best first, with why, narrowed by line, subject, level and life event."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse

from yichuang.catalog import queries as catalog
from yichuang.core.access import public
from yichuang.sites.portal.pages import public_page
from yichuang.sites.portal.visitor import places
from yichuang.sites.portal.visitor.applicant import EMPLOYER, kind_of

SHOWN, LONGEST = 15, 60
UNIT = "单位"
SUBJECTS = ("个人", UNIT)
LEVELS = ("市", "县", "乡镇", "村")
FACETS = ("subject", "line", "level", "event")


@public
def search(request: HttpRequest) -> HttpResponse:
    """GET /search/?q=&line=&subject=&level=&event=.

    An employer finds what employers do, unless it asks for all.
    """
    typed = request.GET.get("q", "")
    query = typed.strip()[:LONGEST]
    by_itself = {}
    if kind_of(request) == EMPLOYER:
        by_itself["subject"] = UNIT
    chosen = {}
    for key in FACETS:
        usual = by_itself.get(key, "")
        chosen[key] = request.GET.get(key, usual)
    marks = (catalog.mark(),)

    def context() -> dict[str, Any]:
        region = places.of(request).code
        return _search(query, chosen, by_itself, region)

    return public_page(request, "portal/guide/search.html", marks, context)


def _search(
    query: str, chosen: dict[str, str], by_itself: dict[str, str], region: str
) -> dict[str, Any]:
    """What the page shows.

    chosen: facet → what it is narrowed to, "" for all.
    by_itself: what it is narrowed to for this visitor, who did not
    choose it.
    """
    hits = catalog.search(
        query,
        region=region,
        line=chosen["line"] or None,
        subject=chosen["subject"] or None,
        level=chosen["level"] or None,
        life_event=chosen["event"] or None,
        limit=SHOWN,
    )
    events = catalog.life_events()
    options = {
        "subject": [(word, word) for word in SUBJECTS],
        "line": [(line, line) for line, _ in catalog.lines()],
        "level": [(word, word + "级") for word in LEVELS],
        "event": [(event["key"], event["title"]) for event in events],
    }
    everything = {"q": query} | dict.fromkeys(by_itself, "")
    labels = {"subject": "谁来办", "line": "哪一类", "level": "在哪一级办", "event": "遇到什么事"}
    facets = []
    for key in FACETS:
        facet = _facet(key, labels[key], options[key], everything, chosen)
        facets.append(facet)
    return {
        "query": query,
        "elsewhere": catalog.done_elsewhere(query),
        "answer": catalog.answered_at_once(query),
        "hits": hits,
        "facets": facets,
        "full": len(hits) == SHOWN,
        "narrowed": any(chosen.values()),
        "events": events,
        "all_href": "/search/?" + urlencode(everything),
    }


def _facet(
    key: str, label: str, options: list, everything: dict[str, str], chosen: dict[str, str]
) -> dict[str, Any]:
    """The choices of one facet, each with the address that keeps the others.

    everything: what asks for all.
    """
    others = dict(everything)
    for name, value in chosen.items():
        if value and name != key:
            others[name] = value
    address = f"/search/?{urlencode(others)}"
    links = [{"label": "不限", "href": address, "current": not chosen[key]}]
    for value, word in options:
        query = urlencode(others | {key: value})
        is_chosen = chosen[key] == value
        links.append({"label": word, "href": f"/search/?{query}", "current": is_chosen})
    current = [link["label"] for link in links if link["current"]]
    now = current[0] if current else "不限"
    return {"key": key, "label": label, "links": links, "now": now}
