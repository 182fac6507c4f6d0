"""/desk/worklist/: what waits for me, the most urgent first, one of them looked at beside the list."""

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from yichuang.audit.services import record
from yichuang.cases.models import Case
from yichuang.cases.queries import cases, desk, permission, versions, worklist
from yichuang.cases.rules import parties
from yichuang.catalog import queries as catalog
from yichuang.core import clock, days, spelling
from yichuang.core.clock import local
from yichuang.sites.desk import frame, looked_at
from yichuang.sites.desk.review import due
from yichuang.sites.ui import urged, wording
from yichuang.supervision.queries import urgings

SIZE = 30
MOST_TYPED = 40
CHOSEN_FROM = ("step", "colour", "line", "org", "mine")
ITSELF = 1  # the application form, which counts as on the receipt (`rules.handed_in`)
STEPS = (
    ("all", "全部环节"),
    ("accept", "等受理"),
    ("review", "等审核"),
    ("second", "等复核"),
    ("wait", "等补正"),
    ("stand", "特别程序、中止"),
)
FIRST_STEPS = {"clerk": "accept", "reviewer": "review", "approver": "second"}
Choices = dict[str, str]  # step, colour, line, mine and org as the address has them, "" for none
Row = dict[str, Any]
Papers = dict[int, desk.Papers]  # by the id of the case
COLOURS = (
    ("overdue", "逾期", "late"),
    ("today", "今天", "clock"),
    ("soon", "3天内", ""),
    ("", "全部", ""),
)


@frame.desk("clerk", "reviewer", "approver", "supervisor")
@require_GET
def board(request: HttpRequest) -> HttpResponse:
    """GET ?step=&colour=&line=&mine=&after=&case=: one page of the officer's open cases and the one looked at."""
    now = clock.now()
    choices = _choices(request)
    filters = _filters(request, choices)
    page = worklist.page(request.officer, filters, now, size=SIZE)
    papers = desk.papers_of(page.rows)
    chosen = request.GET.get("case", "")
    rows = _rows(request, page.rows, papers, now)
    place = _place_of_chosen(rows)
    context = {
        "rows": rows,
        "title": _title(choices, page),
        "more": _next_page(choices, page),
        "start": _query(choices) if filters.after else "",
        "segments": _segments(choices, page.counts),
        "choices": choices,
        "steps": STEPS,
        "lines": _lines(request),
        "before": _href_before(rows, place),
        "next": _href_after(rows, place),
        "look": _look(request, chosen, now, papers) if chosen else None,
    }
    return frame.page(request, "desk/review/worklist.html", context)


def _rows(request: HttpRequest, listed: list[Case], papers: Papers, now: datetime) -> list[Row]:
    """The cases as the page lists them, each with the address that looks at it.

    papers: of each of them.
    """
    choices = _choices(request)
    chosen = request.GET.get("case", "")
    after = request.GET.get("after", "")
    here = _query(choices, after)
    names = catalog.item_names()
    asked_about = urgings.standing_of(listed)
    today = local(now).date()
    rows = []
    for case in listed:
        row = _row(case, papers[case.id], now)
        row["item"] = names[case.item_code]
        row["href"] = _looking_at(case, here)
        row["at"] = str(case.uuid) == chosen
        urging = asked_about.get(case.pk)
        row["urged"] = urged.mark(urging, today)
        rows.append(row)
    return rows


def _filters(request: HttpRequest, choices: Choices) -> worklist.Filters:
    """Which cases are listed, from which one on."""
    step = choices["step"]
    if step == "all":
        step = ""
    after = request.GET.get("after", "")
    return worklist.Filters(
        step=step,
        colour=choices["colour"],
        line=choices["line"],
        organisation=spelling.whole(choices["org"]),
        mine=bool(choices["mine"]),
        after=_after(after),
    )


def _choices(request: HttpRequest) -> Choices:
    """What the address asks for.

    What nobody may ask for counts as not asked for; a step always stands
    there.
    """
    choices = {}
    for key in CHOSEN_FROM:
        text = request.GET.get(key, "")
        choices[key] = text[:MOST_TYPED]
    if choices["step"] not in worklist.STEPS:
        choices["step"] = _usual_step(request)
    if choices["colour"] not in worklist.COLOURS:
        choices["colour"] = ""
    if not spelling.whole(choices["org"]):
        choices["org"] = ""
    return choices


def _usual_step(request: HttpRequest) -> str:
    """The step that is listed where the address names none.

    The one at which the officer works; all of them for one who works at
    several, or at none, and where the address says so.
    """
    if "step" in request.GET:
        return "all"
    own = []
    for role, step in FIRST_STEPS.items():
        if role in request.roles:
            own.append(step)
    if len(own) != 1:
        return "all"
    return own[0]


def _lines(request: HttpRequest) -> list[str]:
    """The lines of business among which the officer may choose."""
    own = request.scope.lines
    if "" in own:
        return [name for name, _ in catalog.lines()]
    return list(own)


def _after(text: str) -> tuple[datetime, int] | None:
    """(due moment, id of the case) at the end of the page before, as `_key` wrote it.

    None for anything else.
    """
    written, _, digits = text.rpartition("~")
    number = spelling.whole(digits)
    try:
        moment = datetime.fromisoformat(written)
    except ValueError:
        return None
    if number is None or moment.tzinfo is None:
        return None
    if not days.is_within(moment.date()):
        return None
    return moment, number


def _key(case: Case) -> str:
    """Where a page ends, so that the next one begins after it."""
    moment = case.due_at.isoformat()
    return f"{moment}~{case.id}"


def _query(choices: Choices, after: str = "") -> str:
    """The end of an address for these choices.

    Those that are empty are left out.
    after: where the page before it ends, "" for the first page.
    """
    every = {**choices, "after": after}
    chosen = {key: value for key, value in every.items() if value}
    return f"?{urlencode(chosen)}"


def _next_page(choices: Choices, page: worklist.Page) -> str:
    """The address of the page after this one; "" at the end."""
    if not page.more:
        return ""
    last = page.rows[-1]
    return _query(choices, _key(last))


def _looking_at(case: Case, here: str) -> str:
    """The address of this page with the case looked at.

    here: that of the page without it.
    """
    mark = ""
    if here != "?":
        mark = "&"
    return f"{here}{mark}case={case.uuid}"


def _segments(choices: Choices, counts: dict[str, int]) -> list[Row]:
    """The buttons of the colours, each with how many cases it would list.

    counts: by the colour, "" for all.
    """
    segments = []
    for colour, label, icon in COLOURS:
        of_colour = {**choices, "colour": colour}
        segment = {
            "label": label,
            "icon": icon,
            "href": _query(of_colour),
            "current": choices["colour"] == colour,
            "count": _capped(counts[colour]),
        }
        segments.append(segment)
    return segments


def _capped(n: int) -> str:
    """A number as the page says it: beyond the last one that is counted only that it is more."""
    if n > worklist.CAP:
        return f"{worklist.CAP}多"
    return str(n)


def _title(choices: Choices, page: worklist.Page) -> str:
    """What is listed, and how much of it."""
    steps = dict(STEPS)
    step = steps[choices["step"]]
    count = str(page.total)
    if page.capped:
        count = f"{count}多"
    return f"{step}的{count}件"


def _row(case: Case, papers: desk.Papers, now: datetime) -> Row:
    """One case of the list, as it stands."""
    have = papers.have + ITSELF
    needed = papers.needed + ITSELF
    return {
        "chip": due.chip(case, now),
        "number": wording.casenumber(case.number),
        "who": _who(case),
        "why": due.why(case, papers.answer_by),
        "papers": f"{have}/{needed}",
        "channel": due.CHANNELS[case.channel],
    }


def _who(case: Case) -> str:
    """The applicant, and that they apply for somebody else."""
    subject = case.subject
    name = wording.shortened(subject.name, 10)
    others = parties.for_others(case.situation)
    if others:
        return f"{name}（替{others}）"
    return name


def _place_of_chosen(rows: list[Row]) -> int | None:
    """Where in the list the case stands that is looked at.

    None for one that is not on this page, and where none is.
    """
    for place, row in enumerate(rows):
        if row["at"]:
            return place
    return None


def _href_before(rows: list[Row], place: int | None) -> str:
    """The address of the case before the one looked at.

    "" at the head of the list, and where none is looked at.
    """
    if not place:
        return ""
    before = rows[place - 1]
    return before["href"]


def _href_after(rows: list[Row], place: int | None) -> str:
    """The address of the case after the one looked at, of the first one where none is.

    "" at the end of the list.
    """
    after = 0
    if place is not None:
        after = place + 1
    if after >= len(rows):
        return ""
    return rows[after]["href"]


def _look(request: HttpRequest, chosen: str, now: datetime, papers: Papers) -> Row:
    """The case beside the list, for the officer who may see it.

    What has to be looked at, and what may be done.
    papers: of the cases on this page, among which it need not be.
    """
    officer = request.officer
    case = cases.for_officer(chosen, officer)
    record(actor=officer.actor, verb="case.read", subject=case.ref)
    version = versions.of_case(case)
    own_papers = papers.get(case.id)
    if own_papers is None:
        own_papers = desk.papers_of([case])[case.id]
    materials = desk.materials_of(case)
    return {
        "case": case,
        "guide": version.guide,
        "chip": due.chip(case, now),
        "who": case.subject.name,
        "why": due.why(case, own_papers.answer_by),
        "points": version.review_points,
        "materials": looked_at.rows(materials, None, case.subject),
        "may": permission.open_acts(case, officer, now),
    }
