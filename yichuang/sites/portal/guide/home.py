"""The first page: what do you want to do? Search, what people ask, life events, what waits for you, all services."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse

from yichuang.accounts.models import User
from yichuang.cases.models import Case, Draft
from yichuang.cases.queries import applicants, drafts
from yichuang.cases.rules import states
from yichuang.cases.rules.deliveries import COUNTER
from yichuang.cases.rules.endings import GRANTED
from yichuang.catalog import queries as catalog
from yichuang.catalog import tables
from yichuang.catalog.queries import ItemRow
from yichuang.core import clock
from yichuang.core.access import public
from yichuang.identity import queries as identity
from yichuang.sites.portal.apply.drafts import path
from yichuang.sites.portal.guide.lists import called
from yichuang.sites.portal.pages import public_page
from yichuang.sites.portal.progress import LOOKED_INTO, answer, tone, waiting_result
from yichuang.sites.portal.visitor.applicant import EMPLOYER, kind_of
from yichuang.sites.ui import wording

SHOWN = 3  # of each kind of what waits
LOOKED_AT = 50  # of what runs, or was begun
LONGEST_QUERY = 60  # letters of what is typed
FIVE_MINUTES = {"Cache-Control": "public, max-age=300"}
FREE = "不收费"


@dataclass(frozen=True)
class Waiting:
    """One of my things on the first page.

    words: how it ended, "" where the look of the state says it.
    """

    title: str
    note: str
    state: str
    until: date | None
    href: str
    action: str
    words: str = ""


@public
def home(request: HttpRequest) -> HttpResponse:
    """GET /: the first page of the public site.

    An employer sees its own.
    """
    who = kind_of(request)
    mine = None
    if who:
        mine = _mine(request.user)
    marks = (catalog.mark(),)

    def context() -> dict[str, Any]:
        return _home(mine, who)

    return public_page(request, "portal/guide/home.html", marks, context)


@public
def suggest(request: HttpRequest) -> JsonResponse:
    """GET /suggest/items/?q=sbk → {"results": [{"label", "value", "href"}]}.

    Completions while somebody types; of a long query its beginning is
    looked for.
    """
    query = request.GET.get("q", "")
    results = []
    for suggestion in catalog.suggest(query[:LONGEST_QUERY]):
        words = suggestion.text
        href = f"/items/{suggestion.code}/"
        results.append({"label": words, "value": words, "href": href})
    return JsonResponse({"results": results}, headers=FIVE_MINUTES)


def _home(mine: dict[str, Any] | None, who: str) -> dict[str, Any]:
    """What the first page shows.

    mine: what waits for the visitor, None for a stranger.
    who: 个人 or 单位, "" for a stranger, who sees the services of both.

    A question or an everyday name that leads to no service for this
    visitor is left out.
    """
    table = tables.home()
    shown = _services(who)
    known = {row.code for row in shown}
    often = table["often_asked"]
    if who == EMPLOYER:
        often = table["often_asked_by_employers"]
    by_line = _by_line(shown)
    charged = [row for row in shown if row.fee != FREE]
    questions = [question for question in often if question["code"] in known]
    return {
        "often": questions,
        "events": _events(who),
        "lines": _lines(table, by_line),
        "folded": _folded(table, by_line),
        "total": len(shown),
        "charged": len(charged),
        "mine": mine,
        "employer": who == EMPLOYER,
    }


def _services(who: str) -> list[ItemRow]:
    """The services of every place that are for this visitor."""
    everywhere = [row for row in catalog.items() if row.place is None]
    if not who:
        return everywhere
    return [row for row in everywhere if who in row.service_objects]


def _by_line(rows: list[ItemRow]) -> dict[str, list[ItemRow]]:
    """Line → its services, in the order of the catalogue.

    A line may have none.
    """
    by_line = {}
    for line, _ in catalog.lines():
        by_line[line] = [row for row in rows if row.line == line]
    return by_line


def _lines(
    table: dict[str, Any], by_line: dict[str, list[ItemRow]]
) -> list[tuple[str, int, list[dict[str, str]]]]:
    """(line, how many services, their everyday names) of the lines that stand open."""
    lines = []
    for entry in table["lines"]:
        line = entry["line"]
        if line in table["folded"]:
            continue
        rows = by_line[line]
        short = _short(entry["items"], rows)
        lines.append((line, len(rows), short))
    return lines


def _folded(table: dict[str, Any], by_line: dict[str, list[ItemRow]]) -> list[tuple[str, int]]:
    """(line, how many services) of the lines that are folded, without empty ones."""
    folded = []
    for line in table["folded"]:
        count = len(by_line[line])
        if count:
            folded.append((line, count))
    return folded


def _short(labels: list[dict[str, str]], rows: list[ItemRow]) -> list[dict[str, str]]:
    """The everyday names of a line.

    Where few of them are for this visitor, names of the catalogue fill
    up.
    """
    codes = {row.code for row in rows}
    short = [label for label in labels if label["code"] in codes]
    named = {label["code"] for label in short}
    for row in rows:
        if len(short) >= len(labels):
            break
        if row.code not in named:
            short.append({"label": row.name, "code": row.code})
    return short


def _events(who: str) -> list[dict[str, str]]:
    """Life events by the names that the visitor uses.

    Without those that are none of an employer's, where one looks.
    """
    events = []
    for event in catalog.life_events():
        if who == EMPLOYER and "employer" not in event:
            continue
        title, hint = called(event, who)
        named = {"key": event["key"], "icon": event["icon"], "title": title, "hint": hint}
        events.append(named)
    return events


def _mine(user: User) -> dict[str, Any]:
    """What waits for the visitor.

    What was begun and not sent, results that nobody has seen, and what
    runs, in this order.
    """
    sight = identity.sight_of(user)
    rows = applicants.of_subject(sight)
    running = _running(rows)
    drafts_begun = drafts.unsent(user)
    begun = list(drafts_begun[:LOOKED_AT])
    waiting_results = applicants.results_waiting(sight)
    results = waiting_results[:SHOWN]
    now = clock.now()
    unsent = [_begun(draft) for draft in begun[:SHOWN]]
    unseen = [_result(case) for case in results]
    doing = [_waiting(case, now) for case in running[:SHOWN]]
    open_cases = rows.filter(open=True)
    done_cases = rows.filter(open=False)
    return {
        "waiting": unsent + unseen + doing,
        "begun": len(begun),
        "results": bool(unseen),
        "open": open_cases.count(),
        "done": done_cases.count(),
    }


def _running(rows: QuerySet[Case]) -> list[Case]:
    """Of the open cases those whose term ends first.

    What waits for the applicant stands before all others.
    """
    open_cases = rows.filter(open=True)
    with_notices = open_cases.prefetch_related("corrections")
    first_due = with_notices.order_by("due_at")
    return sorted(first_due[:LOOKED_AT], key=_urgency)


def _urgency(case: Case) -> tuple[bool, datetime]:
    """By what running cases are put in order."""
    waits_for_others = case.state not in states.WAITING
    return waits_for_others, case.due_at


def _begun(draft: Draft) -> Waiting:
    """An application that was begun and not sent."""
    saved = wording.cndatetime(draft.updated_at)
    return Waiting(
        title=draft.version.item.name,
        note=f"没填完，{saved}存的",
        state="todo",
        until=None,
        href=path(draft),
        action="接着填",
    )


def _result(case: Case) -> Waiting:
    """A result that nobody has opened or fetched yet.

    Said as it is: what was refused is told as no success.
    """
    name = case.version.item.name
    title = waiting_result(case)
    now = clock.now()
    state, words = tone(case, now)
    if answer(case) == GRANTED:
        words = ""
    note = "点开看，也可以下载"
    action = LOOKED_INTO[answer(case)]
    if case.delivery.way == COUNTER:
        note = case.delivery.given_when
        action = "看带什么"
    return Waiting(
        title=f"{name}：{title}",
        note=note,
        state=state,
        until=None,
        href=f"/my/cases/{case.uuid}/",
        action=action,
        words=words,
    )


def _waiting(case: Case, now: datetime) -> Waiting:
    """An open case, and what the applicant may do about it now.

    What is late is told with an apology.
    """
    name = case.version.item.name
    href = f"/my/cases/{case.uuid}/"
    if case.state in states.WAITING:
        return Waiting(
            title=f"{name}：请补材料",
            note="材料补齐了，马上接着办",
            state="you",
            until=_answer_by(case),
            href=href,
            action="去补材料",
        )
    state, words = tone(case, now)
    note = words
    action = "看进度"
    shown_state = "doing"
    if state == "late":
        note = f"{words}，对不起"
        action = "去催办"
        shown_state = "late"
    return Waiting(title=name, note=note, state=shown_state, until=None, href=href, action=action)


def _answer_by(case: Case) -> date | None:
    """The last day of the notices that are not answered yet.

    None where all are.
    """
    days = []
    for notice in case.corrections.all():
        if notice.answered_at is None:
            days.append(notice.answer_by)
    return max(days, default=None)
