"""Targets with what was reached; a number that the platform cannot count is entered here with its evidence."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header

from yichuang.audit.services import record
from yichuang.cases import services as cases
from yichuang.cases.models import StoredFile
from yichuang.cases.queries import files as stored
from yichuang.cases.rules import uploads
from yichuang.core import days
from yichuang.core.access import officer
from yichuang.core.bodies import takes_files
from yichuang.core.errors import FieldProblem, Invalid, Problem
from yichuang.sites.console.frame import Look, of_page, page, sheet, wants_sheet, with_query
from yichuang.supervision import rules, services
from yichuang.supervision.queries import sight, targets

_COLUMNS = "编号 地方 指标 种类 要求 期限 实际 截至 情况 谁来答 怎么算 出处"
EVIDENCE_FILES = (*uploads.USUAL, "xlsx")
_FILTERS = ("at", "kind", "state", "q")


@officer("supervisor")
def listed(request: HttpRequest) -> HttpResponse:
    """GET /console/targets/?at=青岛市&kind=target&state=missed&q=网办."""
    look = Look(request)
    chosen = {key: request.GET.get(key, "").strip() for key in _FILTERS}
    at, kind, state, q = (chosen[key] for key in _FILTERS)
    every = targets.rows(look.officer, look.now, place=at, kind=kind, q=q)
    rows = [row for row in every if not state or row.judged.state == state]
    if wants_sheet(request):
        heads = [(label, False) for label in _COLUMNS.split()]
        return sheet(
            request,
            "目标与实际",
            heads,
            map(_sheet_row, rows),
            note="数从哪来见各行“怎么算”",
            now=look.now,
        )
    context = {
        "rows": of_page(request, rows),
        "chosen": chosen,
        "places": targets.places(),
        "kinds": targets.KINDS.items(),
        "states": _states(request, every, state),
        "total": len(rows),
    }
    return page(request, look, "console/figures/targets.html", context)


@takes_files
@officer("supervisor")
def one(request: HttpRequest, code: str) -> HttpResponse:
    """One target: formula, trend, and a form.

    The form takes the actual number (its evidence may be a file), or who
    answers.
    """
    look = Look(request)
    row = targets.one(code, look.officer, look.now)
    problems = []
    file = None
    if request.method == "POST":
        if row.can_enter:
            file, problems = _file(request, look)
        try:
            if problems:
                raise Invalid(problems)
            return _saved(request, look, row, file)
        except Invalid as wrong:
            problems = wrong.problems
    errors = {p.field: p.message for p in problems}
    context = {
        "row": row,
        "problems": problems,
        "errors": errors,
        "typed": request.POST,
        "file": file,
        "mine": row.target.region_id and sight.allowed(look.officer, row.target.region_id),
        "accept": ",".join(f".{ending}" for ending in EVIDENCE_FILES),
        "max_mb": settings.UPLOAD_MAX_MB,
    }
    return page(
        request, look, "console/figures/target.html", context, status=422 if problems else 200
    )


@officer("supervisor")
def evidence(request: HttpRequest, code: str, entry: int) -> HttpResponse:
    """The file behind a number that was entered, for the supervisors of the place; every reading is recorded."""
    look = Look(request)
    file = targets.evidence(code, entry, look.officer).file
    record(actor=_actor(look), verb="file.read", subject=f"file:{file.uuid}", data={"target": code})
    response = HttpResponse(stored.content(file), content_type=file.media_type)
    response["Content-Disposition"] = content_disposition_header(True, file.name)
    response["Cache-Control"] = "private, no-store"
    return response


def _file(request: HttpRequest, look: Look) -> tuple[StoredFile | None, list[FieldProblem]]:
    """The evidence as uploaded now, or with an earlier try; and what is wrong with it."""
    upload = request.FILES.get("file")
    try:
        if upload is None:
            uuid = request.POST.get("kept", "")
            return (stored.of_owner(uuid, _actor(look)) if uuid else None), []
        wrong = uploads.problem(upload.name, upload.size, settings.UPLOAD_MAX_MB)
        if wrong:
            raise wrong
        terms = {
            "owner": _actor(look),
            "name": upload.name,
            "now": look.now,
            "accept": EVIDENCE_FILES,
        }
        return cases.store_file(content=upload.read(), **terms), []
    except Problem as wrong:
        return None, [FieldProblem("file", f"{wrong.message}。{wrong.way_out}", wrong.code)]


def _actor(look: Look) -> str:
    return look.officer.actor


def _saved(
    request: HttpRequest, look: Look, row: targets.Row, file: StoredFile | None
) -> HttpResponse:
    form = request.POST
    if "owner" in form:
        services.name_owner(code=row.target.code, officer=look.officer, owner=form["owner"])
        messages.success(request, "改好了谁来答")
    else:
        services.enter_actual(
            code=row.target.code,
            officer=look.officer,
            value=form.get("value", ""),
            as_of=days.day(form.get("as_of", "")),
            evidence=form.get("evidence", ""),
            now=look.now,
            file=file,
        )
        messages.success(request, "填好了实际数")
    return redirect("console_target", code=row.target.code)


def _states(request: HttpRequest, rows: list[targets.Row], state: str) -> list[dict]:
    options = [
        {
            "label": "全部",
            "count": len(rows),
            "href": with_query(request, state="", page=""),
            "current": not state,
        }
    ]
    for key, (_, word) in rules.WORDS.items():
        count = sum(row.judged.state == key for row in rows)
        options.append(
            {
                "label": word,
                "count": count,
                "href": with_query(request, state=key, page=""),
                "current": state == key,
            }
        )
    return options


def _sheet_row(row: targets.Row) -> tuple:
    t = row.target
    actual = row.actual
    how = actual.how if actual else row.way
    if actual:
        reached = row.reached
        day = str(actual.as_of)
    else:
        reached = "还没有数据"
        day = ""
    return (
        t.code,
        t.place,
        t.indicator,
        row.kind,
        row.wanted,
        row.due,
        reached,
        day,
        row.words,
        row.owner,
        how,
        row.source,
    )
