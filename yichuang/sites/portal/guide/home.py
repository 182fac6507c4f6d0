"""The first page: what do you want to do? Search, what people ask, life events, what waits for you, all services."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse

from yichuang.accounts.models import User
from yichuang.cases.models import Case, Draft
from yichuang.cases.queries import applicants, drafts
from yichuang.cases.rules import states
from yichuang.cases.rules.deliveries import COUNTER
from yichuang.catalog import queries as catalog
from yichuang.catalog import tables
from yichuang.catalog.queries import ItemRow
from yichuang.core import clock
from yichuang.core.access import public
from yichuang.identity import queries as identity
from yichuang.sites.portal.apply.drafts import path
from yichuang.sites.portal.guide.lists import called
from yichuang.sites.portal.pages import public_page
from yichuang.sites.portal.progress import burden, tone, waiting_result
from yichuang.sites.portal.visitor.applicant import EMPLOYER, kind_of
from yichuang.sites.ui import wording

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
    """GET /: of an employer its own."""
    who = kind_of(request)
    mine = _mine(request.user) if who else None
    return public_page(
        request, "portal/guide/home.html", (catalog.mark(),), lambda: _home(mine, who)
    )


@public
def suggest(request: HttpRequest) -> JsonResponse:
    """GET /suggest/items/?q=sbk → {"results": [{"label", "href"}]}: completions while somebody types."""
    suggestions = catalog.suggest(request.GET.get("q", "")[:60])
    results = [
        {"label": one.text, "value": one.text, "href": f"/items/{one.code}/"} for one in suggestions
    ]
    return JsonResponse({"results": results}, headers={"Cache-Control": "public, max-age=300"})


def _home(mine: dict[str, Any] | None, who: str) -> dict[str, Any]:
    """mine: what waits for the visitor; who: 个人 or 单位, "" for a stranger, who sees both."""
    table = tables.home()
    rows = [row for row in catalog.items() if row.place is None]
    shown = [row for row in rows if not who or who in row.service_objects]
    by_line = {line: [row for row in shown if row.line == line] for line, _ in catalog.lines()}
    known = {row.code for row in shown}
    often = table["often_asked_by_employers"] if who == EMPLOYER else table["often_asked"]
    folded = table["folded"]
    lines = [
        (row["line"], len(by_line[row["line"]]), _short(row["items"], by_line[row["line"]]))
        for row in table["lines"]
        if row["line"] not in folded
    ]
    return {
        "often": [one for one in often if one["code"] in known],
        "events": _events(who),
        "lines": lines,
        "folded": [(line, len(by_line[line])) for line in folded if by_line[line]],
        "total": len(shown),
        "charged": sum(row.fee != FREE for row in shown),
        "mine": mine,
        "employer": who == EMPLOYER,
    }


def _short(labels: list[dict[str, str]], rows: list[ItemRow]) -> list[dict[str, str]]:
    """The everyday names of a line; where few are for this visitor, names of the catalogue fill up."""
    codes = {row.code for row in rows}
    short = [one for one in labels if one["code"] in codes]
    named = {one["code"] for one in short}
    rest = [row for row in rows if row.code not in named]
    missing = max(len(labels) - len(short), 0)
    for row in rest[:missing]:
        short.append({"label": row.name, "code": row.code})
    return short


def _events(who: str) -> list[dict[str, str]]:
    """Life events by the names that the visitor uses; without those that are none of an employer's."""
    events = []
    for event in catalog.life_events():
        if who == EMPLOYER and "employer" not in event:
            continue
        title, hint = called(event, who)
        events.append({"key": event["key"], "icon": event["icon"], "title": title, "hint": hint})
    return events


def _mine(user: User) -> dict[str, Any]:
    """What waits for the visitor: what was begun and not sent, results that nobody has seen, what runs."""
    sight = identity.sight_of(user)
    rows = applicants.of_subject(sight)
    now = clock.now()
    running = list(
        rows.filter(open=True).prefetch_related("corrections").order_by("due_at")[:LOOKED_AT]
    )
    running.sort(key=lambda case: (case.state not in states.WAITING, case.due_at))
    begun = list(drafts.unsent(user)[:LOOKED_AT])
    shown = [_begun(draft) for draft in begun[:SHOWN]]
    results = [_result(case) for case in applicants.results_waiting(sight)[:SHOWN]]
    return {
        "waiting": shown + results + [_waiting(case, now) for case in running[:SHOWN]],
        "begun": len(begun),
        "results": bool(results),
        "open": rows.filter(open=True).count(),
        "done": rows.filter(open=False).count(),
    }


def _begun(draft: Draft) -> Waiting:
    """An application that was begun and not sent."""
    return Waiting(
        title=draft.version.item.name,
        note=f"没填完，{wording.cndatetime(draft.updated_at)}存的",
        state="todo",
        until=None,
        href=path(draft),
        action="接着填",
    )


def _result(case: Case) -> Waiting:
    """A result that nobody has opened or fetched yet.

    Said as it is: what was refused is told as no success.
    """
    title = waiting_result(case)
    now = clock.now()
    state, _ = tone(case, now)
    note = "点开看，也可以下载"
    action = "看决定书" if burden(case) else "看结果"
    if case.delivery.way == COUNTER:
        note = case.delivery.given_when
        action = "看带什么"
    return Waiting(
        title=f"{case.version.item.name}：{title}",
        note=note,
        state=state,
        until=None,
        href=f"/my/cases/{case.uuid}/",
        action=action,
    )


def _waiting(case: Case, now: datetime) -> Waiting:
    name = case.version.item.name
    href = f"/my/cases/{case.uuid}/"
    if case.state in states.WAITING:
        notices = [c for c in case.corrections.all() if c.answered_at is None]
        until = max((c.answer_by for c in notices), default=None)
        return Waiting(
            f"{name}：请补材料", "材料补齐了，马上接着办", "you", until, href, "去补材料"
        )
    state, words = tone(case, now)
    if state == "late":
        return Waiting(name, f"{words}，对不起", "late", None, href, "去催办")
    return Waiting(name, words, "doing", None, href, "看进度")
