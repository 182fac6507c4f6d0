"""/desk/worklist/: what waits for me, the most urgent first, one of them looked at beside the list."""

from collections.abc import Sequence
from datetime import datetime
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
ITSELF = 1  # the application form, which counts as on the receipt (`rules.handed_in`)
STEPS = (
    ("all", "全部环节"),
    ("accept", "等受理"),
    ("review", "等审核"),
    ("second", "等复核"),
    ("wait", "等补正"),
)
FIRST_STEPS = {"clerk": "accept", "reviewer": "review", "approver": "second"}
Choices = dict[str, str]  # step, colour, line, mine and org as the address has them, "" for none
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
    here = _query(choices | {"after": request.GET.get("after", "")})
    names = catalog.item_names()
    rows = []
    for case in page.rows:
        row = _row(case, papers[case.id], now, here, chosen)
        row["item"] = names[case.item_code]
        rows.append(row)
    _mark_urged(rows, page.rows, now)
    at = _place_of_chosen(rows)
    context = {
        "rows": rows,
        "title": _title(choices, page),
        "more": _query(choices | {"after": _key(page.rows[-1])}) if page.more else "",
        "start": _query(choices) if filters.after else "",
        "segments": _segments(choices, page.counts),
        "choices": choices,
        "steps": STEPS,
        "lines": _lines(request),
        "before": rows[at - 1]["href"] if at else "",
        "next": _next(rows, at),
        "look": _look(request, chosen, now, papers) if chosen else None,
    }
    return frame.page(request, "desk/review/worklist.html", context)


def _filters(request: HttpRequest, choices: Choices) -> worklist.Filters:
    """Which cases are listed, from which one on."""
    step = choices["step"]
    return worklist.Filters(
        step="" if step == "all" else step,
        colour=choices["colour"],
        line=choices["line"],
        organisation=spelling.whole(choices["org"]),
        mine=bool(choices["mine"]),
        after=_after(request.GET.get("after", "")),
    )


def _place_of_chosen(rows: list[dict]) -> int | None:
    """Where in the list the case stands that is looked at; None for one that is not on this page."""
    for place, row in enumerate(rows):
        if row["at"]:
            return place
    return None


def _choices(request: HttpRequest) -> Choices:
    """What the address asks for; without a step the one that is the officer's own."""
    choices = {}
    for key in ("step", "colour", "line", "org", "mine"):
        choices[key] = request.GET.get(key, "")[:40]
    if choices["step"] not in worklist.STEPS:
        choices["step"] = "all" if "step" in request.GET else _first_step(request)
    if choices["colour"] not in ("overdue", "today", "soon"):
        choices["colour"] = ""
    if not spelling.whole(choices["org"]):
        choices["org"] = ""
    return choices


def _first_step(request: HttpRequest) -> str:
    """The step that the officer works at; all of them for one who works at several, or at none."""
    own = [step for role, step in FIRST_STEPS.items() if role in request.roles]
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
    """The end of the page before, as `_key` wrote it; None for anything else."""
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
    return f"{case.due_at.isoformat()}~{case.id}"


def _query(choices: Choices) -> str:
    """The end of an address for these choices, those that are empty left out."""
    chosen = {key: value for key, value in choices.items() if value}
    return f"?{urlencode(chosen)}"


def _segments(choices: Choices, counts: dict[str, int]) -> list[dict]:
    """The buttons of the colours, each with how many cases it would list."""
    segments = []
    for colour, label, icon in COLOURS:
        segment = {
            "label": label,
            "icon": icon,
            "href": _query(choices | {"colour": colour}),
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
    step = dict(STEPS)[choices["step"]]
    count = f"{page.total}多" if page.capped else str(page.total)
    return f"{step}的{count}件"


def _row(case: Case, papers: desk.Papers, now: datetime, here: str, chosen: str) -> dict:
    """One case of the list. here: the address of this page, to which the link adds the case; chosen: the uuid of the
    one looked at."""
    mark = "&" if len(here) > 1 else ""
    return {
        "chip": due.chip(case, now),
        "number": wording.casenumber(case.number),
        "who": _who(case),
        "why": due.why(case, papers.answer_by),
        "papers": f"{papers.have + ITSELF}/{papers.needed + ITSELF}",
        "channel": due.CHANNELS[case.channel],
        "href": f"{here}{mark}case={case.uuid}",
        "at": str(case.uuid) == chosen,
    }


def _who(case: Case) -> str:
    """The applicant, and that they apply for somebody else."""
    name = wording.shortened(case.subject.name, 10)
    others = parties.for_others(case.situation)
    if others:
        return f"{name}（替{others}）"
    return name


def _mark_urged(rows: list[dict], cases_shown: Sequence[Case], now: datetime) -> None:
    """Each row of a case that a supervisor asks about gets its mark."""
    asked_about = urgings.standing_of(cases_shown)
    today = local(now).date()
    for row, case in zip(rows, cases_shown, strict=True):
        row["urged"] = urged.mark(asked_about.get(case.pk), today)


def _next(rows: list[dict], at: int | None) -> str:
    """The address of the case after the one looked at, of the first one where none is; "" at the end."""
    after = 0 if at is None else at + 1
    if after >= len(rows):
        return ""
    return rows[after]["href"]


def _look(request: HttpRequest, chosen: str, now: datetime, papers: dict) -> dict:
    """The case beside the list, for the officer who may see it: what has to be looked at, and what may be done."""
    case = cases.for_officer(chosen, request.officer)
    record(actor=request.officer.actor, verb="case.read", subject=case.ref)
    version = versions.of_case(case)
    mine = papers.get(case.id) or desk.papers_of([case])[case.id]
    return {
        "case": case,
        "guide": version.guide,
        "chip": due.chip(case, now),
        "who": case.subject.name,
        "why": due.why(case, mine.answer_by),
        "points": version.review_points,
        "materials": looked_at.rows(desk.materials_of(case), None, case.subject),
        "may": permission.open_acts(case, request.officer, now),
    }
