"""The first page: what do you want to do? Search, what people ask, life events, what waits for you, all services."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse

from yichuang.cases.queries import cases as case_reads
from yichuang.cases.rules import states
from yichuang.catalog import queries as catalog
from yichuang.catalog import tables
from yichuang.core.access import public
from yichuang.identity import queries as identity
from yichuang.sites.portal.pages import public_page

SHOWN, LOOKED_AT = 3, 50
FREE = "不收费"


@dataclass(frozen=True)
class Waiting:
    """One of my things on the first page."""

    title: str
    note: str
    state: str
    until: date | None
    href: str
    action: str


@public
def home(request: HttpRequest) -> HttpResponse:
    """GET /."""
    user = request.user
    mine = _mine(user) if user.is_authenticated and user.kind != "officer" else None
    return public_page(request, "portal/guide/home.html", (catalog.mark(),), lambda: _home(mine))


@public
def suggest(request: HttpRequest) -> JsonResponse:
    """GET /suggest/items/?q=sbk → {"results": [{"label", "href"}]}: completions while somebody types."""
    found = catalog.suggest(request.GET.get("q", "")[:60])
    results = [{"label": one.text, "value": one.text, "href": f"/items/{one.code}/"} for one in found]
    return JsonResponse({"results": results}, headers={"Cache-Control": "public, max-age=300"})


def _home(mine: dict[str, Any] | None) -> dict[str, Any]:
    table = tables.home()
    rows = [row for row in catalog.items() if row.place is None]
    known = {row.code for row in rows}
    counts = dict(catalog.lines())
    folded = table["folded"]
    names = {row["line"]: [one for one in row["items"] if one["code"] in known] for row in table["lines"]}
    return {
        "often": [one for one in table["often_asked"] if one["code"] in known],
        "events": catalog.life_events(),
        "lines": [(line, counts.get(line, 0), short) for line, short in names.items() if line not in folded],
        "folded": [(line, counts.get(line, 0)) for line in folded],
        "total": sum(counts.values()),
        "charged": sum(row.fee != FREE for row in rows),
        "mine": mine,
    }


def _mine(user) -> dict[str, Any] | None:
    sight = identity.sight_of(user)
    if sight is None:
        return None
    rows = case_reads.of_subject(sight)
    running = list(rows.filter(open=True).prefetch_related("corrections").order_by("due_at")[:LOOKED_AT])
    running.sort(key=lambda case: (case.state not in states.WAITING, case.due_at))
    return {
        "waiting": [_waiting(case) for case in running[:SHOWN]],
        "open": rows.filter(open=True).count(),
        "done": rows.filter(open=False).count(),
    }


def _waiting(case) -> Waiting:
    name = case.version.item.name
    href = f"/my/cases/{case.uuid}/"
    if case.state in states.WAITING:
        asked = [c for c in case.corrections.all() if c.answered_at is None]
        until = max((c.answer_by for c in asked), default=None)
        return Waiting(f"{name}：请补材料", "材料补齐了，马上接着办", "you", until, href, "去补材料")
    plain = states.STATES[case.state].plain
    return Waiting(name, plain, "doing", None, href, "看进度")
