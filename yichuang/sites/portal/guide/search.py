"""Search in the words people use: best first, with why, narrowed by line, subject, level and life event."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse

from yichuang.catalog import queries as catalog
from yichuang.core.access import public
from yichuang.sites.portal.pages import public_page
from yichuang.sites.portal.visitor import places

SHOWN, LONGEST = 15, 60
SUBJECTS = ("个人", "单位")
LEVELS = ("市", "县", "乡镇", "村")
FACETS = ("subject", "line", "level", "event")


@public
def search(request: HttpRequest) -> HttpResponse:
    """GET /search/?q=&line=&subject=&level=&event=."""
    query = request.GET.get("q", "").strip()[:LONGEST]
    chosen = {key: request.GET.get(key, "") for key in FACETS}
    return public_page(
        request,
        "portal/guide/search.html",
        (catalog.mark(),),
        lambda: _search(query, chosen, places.of(request).code),
    )


def _search(query: str, chosen: dict[str, str], region: str) -> dict[str, Any]:
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
    labels = {"subject": "谁来办", "line": "哪一类", "level": "在哪一级办", "event": "遇到什么事"}
    return {
        "query": query,
        "elsewhere": catalog.done_elsewhere(query),
        "answer": catalog.answered_at_once(query),
        "hits": hits,
        "facets": [_facet(key, labels[key], options[key], query, chosen) for key in FACETS],
        "full": len(hits) == SHOWN,
        "narrowed": any(chosen.values()),
        "events": events,
        "all_href": "/search/?" + urlencode({"q": query}),
    }


def _facet(
    key: str, label: str, options: list, query: str, chosen: dict[str, str]
) -> dict[str, Any]:
    query_of_others = {"q": query} | {k: v for k, v in chosen.items() if v and k != key}
    links = [
        {
            "label": "不限",
            "href": "/search/?" + urlencode(query_of_others),
            "current": not chosen[key],
        }
    ]
    links += [
        {
            "label": word,
            "href": "/search/?" + urlencode(query_of_others | {key: value}),
            "current": chosen[key] == value,
        }
        for value, word in options
    ]
    now = next((one["label"] for one in links if one["current"]), "不限")
    return {"key": key, "label": label, "links": links, "now": now}
