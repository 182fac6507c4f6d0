"""Answering a correction: only what was asked, each with the reason beside it."""

from collections.abc import Mapping
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from yichuang.cases import services
from yichuang.cases.models import Case, Correction
from yichuang.cases.queries import amending, applicants, cases, versions
from yichuang.cases.queries import files as stored
from yichuang.cases.queries.amending import Amendment
from yichuang.cases.rules.application import Given
from yichuang.cases.services.guessing import Misnamed
from yichuang.catalog.rules.forms import parse
from yichuang.catalog.rules.situations import Material
from yichuang.core import clock
from yichuang.core.access import resident
from yichuang.core.bodies import takes_files
from yichuang.core.errors import Conflict, FieldProblem, Invalid
from yichuang.sites.portal.apply import files
from yichuang.sites.portal.mine import correct_review as review
from yichuang.sites.portal.mine.correct_review import in_words
from yichuang.sites.portal.visitor import applicant
from yichuang.sites.portal.visitor.applicant import Applicant, page
from yichuang.sites.portal.visitor.posted import Lists
from yichuang.sites.ui import carrying, regions, rows
from yichuang.sites.ui.fields import by_field
from yichuang.sites.ui.kept import survives_sign_out, typed_before
from yichuang.sites.ui.sheets import answering
from yichuang.sites.ui.sheets import page as sheet_page
from yichuang.sites.ui.sheets.answering import Import


@takes_files
@survives_sign_out
@resident
def correct(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """GET, POST /my/cases/<uuid>/correct/: files already taken stay when something else is wrong; what is right is
    shown once more, and `_send` sends it. `_upload`, `_back`, `_add`, `_remove` stay on the form, `_sheet` goes to the
    import of a table with everything typed."""
    who = applicant.of(request)
    case = applicants.for_subject(case_id, who.sight)
    notice = cases.open_correction(case)
    if notice is None:
        raise Conflict("这件没有要补的东西", code="wrong_state", way_out="请到“我的事”里看最新情况")
    version = versions.of_case(case)
    keys = [i.code for i in notice.items.all() if i.kind == "field"]
    if request.method != "POST":
        typed = typed_before(request)
        if typed:
            posted = Lists(typed)
            return _taken_back(request, case, notice, posted, who)
        return _page(request, case, notice, case.form, {})
    added, problems = files.take_for_fields(version.form, request, who.actor)
    stands = answering.standing(version.form, request.POST, case.form)
    answers = _typed(version.form, Lists({**dict(request.POST.lists()), **added}), keys, stands)
    needed = _needed(case, version, notice)
    papers, refused = files.take_materials(
        needed, _papers_before(request.POST, needed, who), request, who.actor
    )
    problems += refused
    shown = {**case.form, **answers}
    brought = answering.asked_for(request, version.form, keys, shown)
    if brought:
        hidden = carrying.texts(request.POST, papers, added)
        return _brought(request, case, notice, shown, papers, brought, hidden)
    if rows.asks_for_rows(request.POST):
        return _page(
            request, case, notice, rows.with_blank_row(request.POST, shown), papers, problems
        )
    if problems or {"_upload", "_back"} & set(request.POST):
        return _page(request, case, notice, shown, papers, problems)
    materials = [Given(code, m["source"], m.get("file")) for code, m in papers.items()]
    amendment = amending.look_over(case, notice, answers, materials, who.actor)
    if amendment.problems:
        return _page(request, case, notice, shown, papers, amendment.problems)
    if "_send" not in request.POST:
        return review.page_of(request, case, notice, amendment, papers, added)
    try:
        services.answer_correction(
            case_id=case.uuid,
            actor=who.actor,
            answers=answers,
            materials=materials,
            file_owner=who.actor,
            now=clock.now(),
            channel=applicant.channel_of(request),
            confirmed=request.POST.getlist("confirmed"),
        )
    except Misnamed as misnamed:
        return _page(request, case, notice, shown, papers, misnamed.problems)
    except Invalid as wrong:
        return review.page_of(request, case, notice, amendment, papers, added, wrong.problems)
    messages.success(request, _thanks(notice, amendment))
    return HttpResponseRedirect(f"/my/cases/{case.uuid}/")


def _taken_back(
    request: HttpRequest, case: Case, notice: Correction, posted: Lists, who: Applicant
) -> HttpResponse:
    """The form with what was typed, and the files that were taken, before the session ended."""
    version = versions.of_case(case)
    keys = []
    for item in notice.items.all():
        if item.kind == "field":
            keys.append(item.code)
    form = version.form
    stands = answering.standing(form, posted, case.form)
    answers = _typed(form, posted, keys, stands)
    needed = _needed(case, version, notice)
    papers = _papers_before(posted, needed, who)
    values = case.form | answers
    return _page(request, case, notice, values, papers)


def _needed(case: Case, version: versions.Version, notice: Correction) -> list[Material]:
    """The papers that the notice still asks for."""
    codes = set()
    for item in amending.items_asked(case, notice):
        codes.add(item.code)
    needed = []
    for paper in version.askable_of(case.subject):
        if paper.code in codes:
            needed.append(paper)
    return needed


def _brought(
    request: HttpRequest,
    case: Case,
    notice: Correction,
    shown: dict,
    papers: dict,
    brought: Import,
    hidden: list[tuple[str, str]],
) -> HttpResponse:
    """The import of a table: a file to mend, the page of the import, or the form with the rows in their place."""
    step = brought.step
    if step.file:
        return step.file
    if step.taken is not None:
        return _page(request, case, notice, {**shown, brought.table: step.taken}, papers)
    guide = versions.of_case(case).guide
    context = brought.context(guide, _sheets(case), hidden)
    context["crumbs"] = _crumbs(case)
    return page(request, "portal/mine/correct_sheet.html", context, status=step.status)


def _sheets(case: Case) -> str:
    return f"/my/cases/{case.uuid}/correct/rows/"


@resident
def template(request: HttpRequest, case_id: UUID, table: str) -> HttpResponse:
    """GET /my/cases/<uuid>/correct/rows/<table>/template.xlsx: the empty sheet of a row table."""
    who = applicant.of(request)
    case = applicants.for_subject(case_id, who.sight)
    return sheet_page.template_of(sheet_page.table_of(versions.of_case(case).form, table))


def _crumbs(case: Case) -> list[dict[str, str]]:
    return [
        {"label": "我的事", "href": "/my/"},
        {"label": versions.of_case(case).guide.name, "href": f"/my/cases/{case.uuid}/"},
        {"label": "补材料"},
    ]


def _thanks(notice: Correction, amendment: Amendment) -> str:
    if not (amendment.brought or amendment.effect.changed or amendment.effect.removed):
        return "收到了，您确认这些都不改"
    return f"补的东西收到了，办理时间{'从今天重新算' if notice.stops_clock else '接着算'}"


def _typed(form, posted, keys: list[str], answers: dict) -> dict:
    """What was typed for the fields of these keys. answers: those of the case, for rows out of sight."""
    texts = regions.with_codes(form, rows.posted(posted))
    return {
        key: value for key, value in parse(form, texts, standing=answers).items() if key in keys
    }


def _papers_before(posted: Mapping[str, str], materials, who: Applicant) -> dict:
    """The files of an earlier try, named by hidden inputs; only one's own."""
    papers = {}
    for material in materials:
        uuid = posted.get(f"kept-{material.code}")
        if uuid:
            file = stored.of_owner(uuid, who.actor)
            papers[material.code] = {
                "source": "file",
                "file": str(file.uuid),
                "name": file.name,
                "size": file.size,
            }
        elif posted.get(f"promise-{material.code}") and material.by_promise:
            papers[material.code] = {"source": "promised"}
    return papers


def _page(
    request, case: Case, notice: Correction, values, brought, problems: list[FieldProblem] = ()
) -> HttpResponse:
    version = versions.of_case(case)
    errors = by_field(problems)
    items = amending.items_asked(case, notice)
    askable = version.askable_of(case.subject)
    promisable = amending.promisable(case, askable)
    fields = [
        {
            "field": version.form.fields[i.code],
            "value": values.get(i.code),
            "reason": i.reason,
            "errors": errors,
        }
        for i in items
        if i.kind == "field"
    ]
    rows_ = [
        {
            "code": i.code,
            "input": f"materials-{i.code}",
            "name": i.name,
            "reason": i.reason,
            "brought": brought.get(i.code),
            "words": in_words(brought.get(i.code)),
            "by_promise": i.code in promisable,
            "error": errors.get(f"materials-{i.code}", ""),
        }
        for i in items
        if i.kind == "material"
    ]
    context = {
        "case": case,
        "notice": notice,
        "name": version.guide.name,
        "fields": fields,
        "papers": rows_,
        "problems": problems,
        "sheets": _sheets(case),
        "carried": answering.carried([a["field"] for a in fields], values, case.form),
        "crumbs": _crumbs(case),
    }
    return page(request, "portal/mine/correct.html", context, status=422 if problems else 200)
