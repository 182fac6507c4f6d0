"""Lists of services: by line and subject, and what belongs to one event of life."""

from collections.abc import Sequence
from dataclasses import dataclass
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

Shown = dict[str, Any]  # what a page or a part of it shows
Event = dict[str, Any]  # a life event as the packs write it
SUBJECTS = (PERSON, EMPLOYER)
# the one question of a life event
WHO = ((PERSON, "我自己或家里人"), (EMPLOYER, "我的单位"))


@dataclass(frozen=True)
class Group:
    """The services of one part of a line."""

    line: str
    sub_line: str
    rows: list[ItemRow]


@dataclass(frozen=True)
class Link:
    """One choice that narrows the list.

    current: whether the list is narrowed to it already.
    """

    label: str
    href: str
    current: bool


@dataclass(frozen=True)
class Thing:
    """A service of a life event, with what one brings to it in a few words."""

    row: ItemRow
    needs: str


@public
def items(request: HttpRequest) -> HttpResponse:
    """GET /items/?line=社会保险&subject=个人: the services of the visitor's place.

    An employer sees its own, unless it asks for all (subject=).
    """
    line = request.GET.get("line", "")
    usual = ""
    if kind_of(request) == EMPLOYER:
        usual = EMPLOYER
    subject = request.GET.get("subject", usual)
    region = places.of(request).code
    marks = (catalog.mark(),)

    def context() -> Shown:
        return _items(line, subject, region)

    return public_page(request, "portal/guide/items.html", marks, context)


@public
def event(request: HttpRequest, key: str) -> HttpResponse:
    """GET /events/<key>/?who=个人: what the visitor can do in one event of life.

    The things stand in the order in which they are needed. An event
    that is none answers 404.
    """
    region = places.of(request).code
    chosen = request.GET.get("who", "")
    visitor = kind_of(request)
    marks = (catalog.mark(),)

    def context() -> Shown:
        return _event(key, chosen, visitor, region)

    return public_page(request, "portal/guide/event.html", marks, context)


def _items(line: str, subject: str, region: str) -> Shown:
    """What the list of services shows.

    line, subject: what it is narrowed to, "" for all.
    """
    rows = catalog.items(line=line or None, subject=subject or None, region=region)
    lines = [name for name, _ in catalog.lines()]
    line_links = _links("line", lines, line, {"subject": subject})
    subject_links = _links("subject", SUBJECTS, subject, {"line": line})
    here = line or "全部服务"
    return {
        "line": line,
        "subject": subject,
        "total": len(rows),
        "groups": _grouped(rows),
        "line_links": line_links,
        "subject_links": subject_links,
        "crumbs": _crumbs(here),
    }


def _grouped(rows: list[ItemRow]) -> list[Group]:
    """The services by line and part of it, both in the order of their names."""
    ordered = sorted(rows, key=_head)
    groups = []
    for head, services in groupby(ordered, key=_head):
        line, sub_line = head
        group = Group(line, sub_line, list(services))
        groups.append(group)
    return groups


def _head(row: ItemRow) -> tuple[str, str]:
    """Under what a service stands: its line, and the part of it."""
    return row.line, row.sub_line


def _crumbs(here: str) -> list[dict[str, str]]:
    """The way from the first page to this one."""
    first = {"label": "首页", "href": "/"}
    last = {"label": here, "href": ""}
    return [first, last]


def _links(key: str, words: Sequence[str], chosen: str, others: dict[str, str]) -> list[Link]:
    """Links that narrow the list by `key`: to all, or to one of the words.

    chosen: the word that the list is narrowed to now, "" for all.
    others: what else it is narrowed to, and stays so.
    """
    to_all = _link(key, "", chosen, others)
    links = [to_all]
    for word in words:
        link = _link(key, word, chosen, others)
        links.append(link)
    return links


def _link(key: str, word: str, chosen: str, others: dict[str, str]) -> Link:
    """The link that narrows the list by `key` to this word.

    word: "" for the link that leads to all.
    chosen, others: as in `_links`.
    """
    narrowing = {key: word}
    for name, value in others.items():
        if value:
            narrowing[name] = value
    query = urlencode(narrowing)
    return Link(label=word or "全部", href=f"/items/?{query}", current=word == chosen)


def _event(key: str, chosen: str, visitor: str, region: str) -> Shown:
    """What the page of a life event shows.

    chosen: for whom, as the address says.
    visitor: who is signed in, which answers the one question.

    Raises NotFound for a key that no event has.
    """
    event = _event_of(key)
    rows = catalog.items(life_event=key, region=region)
    for_both = all(_of_kind(rows, kind) for kind in SUBJECTS)
    asks = for_both and not visitor
    who = visitor or PERSON
    if chosen in SUBJECTS:
        who = chosen
    title, hint = called(event, who)
    things = []
    for row in _of_kind(rows, who):
        needs = _needs(row.code, region)
        thing = Thing(row, needs)
        things.append(thing)
    return {
        "title": title,
        "hint": hint,
        "who": who,
        "asks": asks,
        "kinds": WHO,
        "things": things,
        "crumbs": _crumbs(title),
    }


def _event_of(key: str) -> Event:
    """The life event of this key. Raises NotFound."""
    for event in catalog.life_events():
        if event["key"] == key:
            return event
    raise NotFound("没有这一页", way_out="请从首页里选您遇到的事")


def called(event: Event, who: str) -> tuple[str, str]:
    """(title, hint) of a life event, as a person or an employer calls it.

    who: PERSON or EMPLOYER.
    """
    words = event
    if who == EMPLOYER:
        words = event.get("employer", event)
    return words["title"], words["hint"]


def _of_kind(rows: list[ItemRow], who: str) -> list[ItemRow]:
    """The services that are for this kind of subject."""
    return [row for row in rows if who in row.service_objects]


def _needs(code: str, region: str) -> str:
    """What one brings to a service before any question is answered, in a few words."""
    guide = catalog.guide(code, region=region)
    papers = papers_of(guide, {})
    words, *_ = tally(papers)
    return words
