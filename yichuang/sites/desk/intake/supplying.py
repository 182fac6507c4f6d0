"""/desk/cases/<uuid>/supply/: the applicant has come to the window with what a correction asked for."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from yichuang.audit.services import record
from yichuang.cases import services
from yichuang.cases.models import Case, Correction
from yichuang.cases.queries import cases, versions
from yichuang.cases.queries import files as stored
from yichuang.cases.queries.versions import Version
from yichuang.cases.rules.application import Given
from yichuang.cases.rules.corrections import REMOVED, UNCHANGED
from yichuang.catalog.rules.forms import parse
from yichuang.catalog.rules.situations import Material
from yichuang.core import clock
from yichuang.core.bodies import takes_files
from yichuang.core.errors import Conflict, FieldProblem, Invalid
from yichuang.sites.desk import frame
from yichuang.sites.desk.intake import drafting, taking
from yichuang.sites.ui import answers, regions, rows
from yichuang.sites.ui.fields import by_field


@takes_files
@frame.desk("clerk")
def supply(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """GET shows what was asked, POST takes it in; what is wrong is shown with everything typed and uploaded kept."""
    case = cases.for_officer(uuid, request.officer)
    actor = f"officer:{request.officer.uuid}"
    record(actor=actor, verb="case.read", subject=case.ref)
    notice = cases.open_correction(case)
    if notice is None:
        raise Conflict("这件没有要补的东西", code="wrong_state", way_out="请刷新看最新情况")
    version = versions.of_case(case)
    if request.method != "POST":
        return _shown(request, case, notice, version, case.form, {}, ())
    asked = [i.code for i in notice.items.all() if i.kind == "field"]
    answered, problems = _answers(request, version, asked, case.form)
    given, wrong = _given(request, _wanted(version, notice), actor)
    problems += wrong
    values = {**case.form, **answered}
    if rows.asks_for_rows(request.POST):
        values = rows.with_blank_row(request.POST, values)
        return _shown(request, case, notice, version, values, given, problems)
    try:
        if problems:
            raise Invalid(problems)
        services.answer_correction(
            case_id=case.uuid,
            actor=actor,
            answers=answered,
            materials=[Given(code, row["source"], row.get("file")) for code, row in given.items()],
            file_owner=actor,
            now=clock.now(),
            channel=taking.channel_of(request),
            officer=request.officer,
            confirmed=request.POST.getlist("confirmed"),
        )
    except Invalid as invalid:
        return _shown(request, case, notice, version, values, given, invalid.problems)
    messages.success(request, "补的东西收下了，记一次到场。")
    return HttpResponseRedirect(f"/desk/cases/{uuid}/")


def _answers(
    request: HttpRequest, version: Version, asked: list[str], kept: Mapping[str, Any]
) -> tuple[dict, list[FieldProblem]]:
    posted = parse(version.form, regions.with_codes(version.form, rows.posted(request.POST)))
    every, broken = drafting.uncovered(version.form, posted, kept)
    problems = broken + drafting.form_files(request, version, every, request.officer)
    return {key: value for key, value in every.items() if key in asked}, [
        p for p in problems if p.field in asked
    ]


def _wanted(version: Version, notice: Correction) -> list[Material]:
    codes = {i.code for i in notice.items.all() if i.kind == "material"}
    return [m for m in version.all_materials if m.code in codes]


def _given(
    request: HttpRequest, wanted: list[Material], actor: str
) -> tuple[dict[str, Any], list[FieldProblem]]:
    found: dict[str, Any] = {}
    problems = []
    for m in wanted:
        way = request.POST.get(f"material-{m.code}", "")
        if way in ("seen", "promised"):
            found[m.code] = {"source": way}
        elif way == "file":
            row, problem = _file(request, m.code, actor)
            found[m.code] = {"source": "file", **row}
            problems += [problem] if problem else []
    return found, problems


def _file(
    request: HttpRequest, code: str, actor: str
) -> tuple[dict[str, str], FieldProblem | None]:
    file, problem = None, None
    if upload := request.FILES.get(f"file-{code}"):
        file, problem = drafting.store(upload, f"materials.{code}", request.officer)
    elif kept := request.POST.get(f"kept-{code}"):
        file = stored.of_owner(kept, actor)
    return ({"file": str(file.uuid), "name": file.name} if file else {}), problem


def _shown(
    request: HttpRequest,
    case: Case,
    notice: Correction,
    version: Version,
    values: Mapping[str, Any],
    given: Mapping[str, Any],
    problems,
) -> HttpResponse:
    errors = by_field(problems)
    covered = drafting.covered(version.form, case.form, case.subject)
    values = {
        key: covered.get(key) if value == case.form.get(key) else value
        for key, value in values.items()
    }
    asked = {(i.kind, i.code): i.reason for i in notice.items.order_by("id")}
    papers = [
        {
            "code": m.code,
            "name": m.name,
            "reason": asked["material", m.code],
            "ways": [
                (way, drafting.WAYS[way], given.get(m.code, {}).get("source") == way)
                for way in ("seen", "file", *(["promised"] if m.by_promise else []))
            ],
            "kept": given.get(m.code, {}),
            "error": errors.get(f"materials-{m.code}", ""),
        }
        for m in _wanted(version, notice)
    ]
    fields = [
        {
            "field": version.form.fields[code],
            "value": values.get(code),
            "reason": reason,
            "errors": errors,
        }
        for (kind, code), reason in asked.items()
        if kind == "field"
    ]
    to_confirm = [
        {
            "key": p.field,
            "words": p.message,
            "before": answers.words(version.form.fields[p.field], case.form.get(p.field)),
            "on": p.field in request.POST.getlist("confirmed"),
        }
        for p in problems
        if p.violates in (UNCHANGED, REMOVED)
    ]
    shown = {
        "to_confirm": to_confirm,
        "case": case,
        "guide": version.guide,
        "notice": notice,
        "papers": papers,
        "asked": fields,
        "problems": problems,
    }
    return frame.page(request, "desk/intake/supply.html", shown, status=422 if problems else 200)
