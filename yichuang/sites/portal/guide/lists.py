"""Lists of services: by line and subject, and what belongs to one event of life."""

from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse

from yichuang.catalog import queries as catalog
from yichuang.core.access import public
from yichuang.core.errors import NotFound
from yichuang.sites.portal.guide.guiding import papers_of, tally
from yichuang.sites.portal.pages import public_page
from yichuang.sites.portal.visitor import places

SUBJECTS = ("个人", "单位")


@public
def items(request: HttpRequest) -> HttpResponse:
    """GET /items/?line=社会保险&subject=个人: the services of the visitor's place."""
    line, subject = request.GET.get("line", ""), request.GET.get("subject", "")
    region = places.of(request).code
    return public_page(request, "portal/guide/items.html", (catalog.mark(),), lambda: _items(line, subject, region))


@public
def event(request: HttpRequest, key: str) -> HttpResponse:
    """GET /events/<key>/: the services of one event of life, in the order they are needed."""
    region = places.of(request).code
    return public_page(request, "portal/guide/event.html", (catalog.mark(),), lambda: _event(key, region))


def _items(line: str, subject: str, region: str) -> dict[str, Any]:
    rows = catalog.items(line=line or None, subject=subject or None, region=region)
    groups = [
        (head, list(part))
        for head, part in groupby(sorted(rows, key=lambda r: (r.line, r.sub_line)), lambda r: (r.line, r.sub_line))
    ]
    return {
        "line": line,
        "subject": subject,
        "total": len(rows),
        "groups": [{"line": head[0], "sub_line": head[1], "rows": part} for head, part in groups],
        "line_links": _links("line", [name for name, _ in catalog.lines()], line, {"subject": subject}),
        "subject_links": _links("subject", SUBJECTS, subject, {"line": line}),
        "crumbs": [{"label": "首页", "href": "/"}, {"label": line or "全部服务", "href": ""}],
    }


def _links(key: str, words, chosen: str, others: dict[str, str]) -> list[dict[str, Any]]:
    kept = {k: v for k, v in others.items() if v}
    every = {"label": "全部", "href": "/items/" + (f"?{urlencode(kept)}" if kept else ""), "current": not chosen}
    return [every] + [
        {"label": word, "href": f"/items/?{urlencode({key: word} | kept)}", "current": word == chosen} for word in words
    ]


def _event(key: str, region: str) -> dict[str, Any]:
    found = next((e for e in catalog.life_events() if e["key"] == key), None)
    if found is None:
        raise NotFound("没有这一页", way_out="请从首页里选您遇到的事")
    rows = catalog.items(life_event=key, region=region)
    return {
        "event": found,
        "things": [{"row": row, "needs": _needs(row.code, region)} for row in rows],
        "crumbs": [{"label": "首页", "href": "/"}, {"label": found["title"], "href": ""}],
    }


def _needs(code: str, region: str) -> str:
    return tally(papers_of(catalog.guide(code, region=region), {}))[0]
