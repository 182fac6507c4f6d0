"""Lists of services: by line and subject, and what belongs to one event of life."""

from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse

from yichuang.catalog import queries as catalog
from yichuang.catalog.queries import ItemRow
from yichuang.core.access import public
from yichuang.core.errors import NotFound
from yichuang.sites.portal.guide.guiding import papers_of, tally
from yichuang.sites.portal.pages import public_page
from yichuang.sites.portal.visitor import places
from yichuang.sites.portal.visitor.applicant import EMPLOYER, PERSON, kind_of

SUBJECTS = (PERSON, EMPLOYER)
# the one question of a life event
WHO = ((PERSON, "我自己或家里人"), (EMPLOYER, "我的单位"))


@public
def items(request: HttpRequest) -> HttpResponse:
    """GET /items/?line=社会保险&subject=个人: the services of the visitor's place.

    An employer sees its own, unless it asks for all (subject=).
    """
    line = request.GET.get("line", "")
    usual = EMPLOYER if kind_of(request) == EMPLOYER else ""
    subject = request.GET.get("subject", usual)
    region = places.of(request).code
    return public_page(
        request, "portal/guide/items.html", (catalog.mark(),), lambda: _items(line, subject, region)
    )


@public
def event(request: HttpRequest, key: str) -> HttpResponse:
    """GET /events/<key>/?who=个人: what the visitor can do in one event of life, in the order it is needed."""
    region = places.of(request).code
    chosen = request.GET.get("who", "")
    visitor = kind_of(request)
    return public_page(
        request,
        "portal/guide/event.html",
        (catalog.mark(),),
        lambda: _event(key, chosen, visitor, region),
    )


def _items(line: str, subject: str, region: str) -> dict[str, Any]:
    rows = catalog.items(line=line or None, subject=subject or None, region=region)
    groups = [
        (head, list(part))
        for head, part in groupby(
            sorted(rows, key=lambda r: (r.line, r.sub_line)), lambda r: (r.line, r.sub_line)
        )
    ]
    return {
        "line": line,
        "subject": subject,
        "total": len(rows),
        "groups": [{"line": head[0], "sub_line": head[1], "rows": part} for head, part in groups],
        "line_links": _links(
            "line", [name for name, _ in catalog.lines()], line, {"subject": subject}
        ),
        "subject_links": _links("subject", SUBJECTS, subject, {"line": line}),
        "crumbs": [{"label": "首页", "href": "/"}, {"label": line or "全部服务", "href": ""}],
    }


def _links(key: str, words, chosen: str, others: dict[str, str]) -> list[dict[str, Any]]:
    filters = {k: v for k, v in others.items() if v}
    every = {
        "label": "全部",
        "href": "/items/?" + urlencode({key: ""} | filters),
        "current": not chosen,
    }
    return [every] + [
        {
            "label": word,
            "href": f"/items/?{urlencode({key: word} | filters)}",
            "current": word == chosen,
        }
        for word in words
    ]


def _event(key: str, chosen: str, visitor: str, region: str) -> dict[str, Any]:
    """chosen: for whom, as the address says; visitor: who is signed in, which answers the one question."""
    event = next((e for e in catalog.life_events() if e["key"] == key), None)
    if event is None:
        raise NotFound("没有这一页", way_out="请从首页里选您遇到的事")
    rows = catalog.items(life_event=key, region=region)
    kinds = [kind for kind in SUBJECTS if _of_kind(rows, kind)]
    who = chosen if chosen in SUBJECTS else visitor or PERSON
    title, hint = called(event, who)
    things = [{"row": row, "needs": _needs(row.code, region)} for row in _of_kind(rows, who)]
    return {
        "title": title,
        "hint": hint,
        "who": who,
        "asks": len(kinds) > 1 and not visitor,
        "kinds": WHO,
        "things": things,
        "crumbs": [{"label": "首页", "href": "/"}, {"label": title, "href": ""}],
    }


def called(event: dict[str, Any], who: str) -> tuple[str, str]:
    """(title, hint) of a life event, as a person or an employer calls it."""
    words = event
    if who == EMPLOYER:
        words = event.get("employer", event)
    return words["title"], words["hint"]


def _of_kind(rows: list[ItemRow], who: str) -> list[ItemRow]:
    return [row for row in rows if who in row.service_objects]


def _needs(code: str, region: str) -> str:
    return tally(papers_of(catalog.guide(code, region=region), {}))[0]
