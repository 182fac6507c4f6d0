"""Answering a correction: only what was asked, each with the reason beside it."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from yichuang.cases import services
from yichuang.cases.models import Case, Correction
from yichuang.cases.queries import amending, applicants, cases, versions
from yichuang.cases.queries import files as stored
from yichuang.cases.queries.amending import Amendment
from yichuang.cases.services.guessing import Misnamed
from yichuang.catalog.rules.forms import parse
from yichuang.catalog.rules.situations import Material
from yichuang.core import clock
from yichuang.core.access import resident
from yichuang.core.bodies import takes_files
from yichuang.core.errors import Conflict, FieldProblem, Invalid
from yichuang.sites.portal.apply import files
from yichuang.sites.portal.mine.correcting import form as correct_form
from yichuang.sites.portal.mine.correcting import review
from yichuang.sites.portal.mine.correcting.form import Answer
from yichuang.sites.portal.visitor import applicant
from yichuang.sites.portal.visitor.applicant import Applicant, page
from yichuang.sites.portal.visitor.posted import Lists
from yichuang.sites.ui import carrying, regions, rows
from yichuang.sites.ui.kept import survives_sign_out, typed_before
from yichuang.sites.ui.sheets import answering
from yichuang.sites.ui.sheets import page as sheet_page
from yichuang.sites.ui.sheets.answering import Import


@takes_files
@survives_sign_out
@resident
def correct(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """GET, POST /my/cases/<uuid>/correct/: the form of an answer.

    Files already taken stay when something else is wrong; what is right
    is shown once more, and `_send` sends it. `_upload`, `_back`, `_add`,
    `_remove` stay on the form, `_sheet` goes to the import of a table
    with everything typed.
    """
    who = applicant.of(request)
    case = applicants.for_subject(case_id, who.sight)
    notice = cases.open_correction(case)
    if notice is None:
        raise Conflict("这件没有要补的东西", code="wrong_state", way_out="请到“我的事”里看最新情况")
    if request.method == "POST":
        return _posted(request, who, case, notice)
    typed = typed_before(request)
    if typed:
        return _taken_back(request, who, case, notice, Lists(typed))
    return correct_form.page_of(request, Answer(case, notice))


def _posted(request: HttpRequest, who: Applicant, case: Case, notice: Correction) -> HttpResponse:
    """Take the files of this post, then do what its button says."""
    keys = _keys_of(notice)
    answer, problems = _answer(request, who, case, notice, keys)
    form = versions.of_case(case).form
    brought = answering.asked_for(request, form, keys, answer.values)
    if brought:
        return _brought(request, answer, brought)
    if rows.asks_for_rows(request.POST):
        values = rows.with_blank_row(request.POST, answer.values)
        with_row = replace(answer, typed=values)
        return correct_form.page_of(request, with_row, problems)
    if problems or "_upload" in request.POST or "_back" in request.POST:
        return correct_form.page_of(request, answer, problems)
    return _looked_over(request, who, answer)


def _answer(
    request: HttpRequest, who: Applicant, case: Case, notice: Correction, keys: list[str]
) -> tuple[Answer, list[FieldProblem]]:
    """The answer of this post with the files that came with it; and what is wrong with the files.

    keys: of the fields that the notice asks for.
    """
    form = versions.of_case(case).form
    added, wrong_files = files.take_for_fields(form, request, who.actor)
    posted = Lists({**dict(request.POST.lists()), **added})
    typed = _typed(case, keys, posted)
    needed = _needed(case, notice)
    before = _papers_before(posted, needed, who)
    papers, wrong_papers = files.take_materials(needed, before, request, who.actor)
    answer = Answer(case, notice, typed, papers, added)
    return answer, [*wrong_files, *wrong_papers]


def _looked_over(request: HttpRequest, who: Applicant, answer: Answer) -> HttpResponse:
    """The answer once more, as it will be sent; sent where its button says so.

    The form where something is wrong with it.
    """
    case = answer.case
    notice = answer.notice
    typed = answer.typed
    materials = answer.materials
    amendment = amending.look_over(
        case, notice, typed, materials, who.actor, signed_in=request.user
    )
    if amendment.problems:
        return correct_form.page_of(request, answer, amendment.problems)
    if "_send" not in request.POST:
        return review.page_of(request, answer, amendment)
    try:
        services.answer_correction(
            case_id=case.uuid,
            actor=who.actor,
            answers=typed,
            materials=materials,
            file_owner=who.actor,
            now=clock.now(),
            channel=applicant.channel_of(request),
            confirmed=request.POST.getlist(review.CONFIRMED),
            signed_in=request.user,
        )
    except Misnamed as misnamed:
        return correct_form.page_of(request, answer, misnamed.problems)
    except Invalid as wrong:
        return review.page_of(request, answer, amendment, wrong.problems)
    thanks = _thanks(notice, amendment)
    messages.success(request, thanks)
    return HttpResponseRedirect(f"/my/cases/{case.uuid}/")


def _taken_back(
    request: HttpRequest, who: Applicant, case: Case, notice: Correction, posted: Lists
) -> HttpResponse:
    """The form with what was typed, and the files that were taken, before the session ended."""
    keys = _keys_of(notice)
    typed = _typed(case, keys, posted)
    needed = _needed(case, notice)
    papers = _papers_before(posted, needed, who)
    answer = Answer(case, notice, typed, papers)
    return correct_form.page_of(request, answer)


def _keys_of(notice: Correction) -> list[str]:
    """The keys of the form's fields that the notice asks for."""
    items = notice.items.all()
    return [item.code for item in items if item.kind == "field"]


def _needed(case: Case, notice: Correction) -> list[Material]:
    """The papers that the notice still asks for."""
    items = amending.items_asked(case, notice)
    codes = {item.code for item in items}
    papers = versions.of_case(case).askable_of(case.subject)
    return [paper for paper in papers if paper.code in codes]


def _brought(request: HttpRequest, answer: Answer, brought: Import) -> HttpResponse:
    """The import of a table: a file to mend, the page of the import, or the form with the rows in their place."""
    step = brought.step
    if step.file:
        return step.file
    if step.taken is not None:
        typed = {**answer.typed, brought.table: step.taken}
        with_rows = replace(answer, typed=typed)
        return correct_form.page_of(request, with_rows)
    case = answer.case
    guide = versions.of_case(case).guide
    sheets = correct_form.sheets_of(case)
    hidden = carrying.texts(request.POST, answer.papers, answer.added)
    context = brought.context(guide, sheets, hidden)
    context["crumbs"] = correct_form.crumbs(case)
    return page(request, "portal/mine/correct_sheet.html", context, status=step.status)


@resident
def template(request: HttpRequest, case_id: UUID, table: str) -> HttpResponse:
    """GET /my/cases/<uuid>/correct/rows/<table>/template.xlsx: the empty sheet of a row table."""
    who = applicant.of(request)
    case = applicants.for_subject(case_id, who.sight)
    form = versions.of_case(case).form
    field = sheet_page.table_of(form, table)
    return sheet_page.template_of(field)


def _thanks(notice: Correction, amendment: Amendment) -> str:
    """What an answer is thanked for with: from when the days run on."""
    effect = amendment.effect
    if not (amendment.brought or effect.changed or effect.removed):
        return "收到了，您确认这些都不改"
    if notice.stops_clock:
        return "补的东西收到了，办理时间从今天重新算"
    return "补的东西收到了，办理时间接着算"


def _typed(case: Case, keys: list[str], posted: Lists) -> dict[str, Any]:
    """What was typed for the fields of these keys.

    Rows of a table that are out of sight are as in the case, or as the
    page carried them.
    """
    form = versions.of_case(case).form
    stands = answering.standing(form, posted, case.form)
    after_buttons = rows.posted(posted)
    texts = regions.with_codes(form, after_buttons)
    parsed = parse(form, texts, standing=stands)
    return {key: value for key, value in parsed.items() if key in keys}


def _papers_before(
    posted: Mapping[str, str], materials: Iterable[Material], who: Applicant
) -> dict[str, Any]:
    """The files of an earlier try, named by hidden inputs; only one's own."""
    papers = {}
    for material in materials:
        code = material.code
        uuid = posted.get(f"kept-{code}")
        promised = posted.get(f"promise-{code}")
        if uuid:
            file = stored.of_owner(uuid, who.actor)
            papers[code] = {
                "source": "file",
                "file": str(file.uuid),
                "name": file.name,
                "size": file.size,
            }
        elif promised and material.by_promise:
            papers[code] = {"source": "promised"}
    return papers
