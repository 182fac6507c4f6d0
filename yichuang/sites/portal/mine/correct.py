"""Answering a correction: only what was asked, each with the reason beside it."""

from dataclasses import replace
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from yichuang.cases import services
from yichuang.cases.models import Correction
from yichuang.cases.queries import amending, applicants, cases, versions
from yichuang.cases.queries.amending import Amendment
from yichuang.cases.services.guessing import Misnamed
from yichuang.core import clock
from yichuang.core.access import resident
from yichuang.core.bodies import takes_files
from yichuang.core.errors import Conflict, Invalid
from yichuang.sites.portal.mine.correcting import form as correct_form
from yichuang.sites.portal.mine.correcting import review, sheet
from yichuang.sites.portal.mine.correcting.form import Answer
from yichuang.sites.portal.mine.correcting.reading import Reader
from yichuang.sites.portal.visitor import applicant
from yichuang.sites.portal.visitor.applicant import Applicant
from yichuang.sites.portal.visitor.posted import Lists
from yichuang.sites.ui import rows
from yichuang.sites.ui.kept import survives_sign_out, typed_before
from yichuang.sites.ui.sheets import answering
from yichuang.sites.ui.sheets import page as sheet_page

STAYING = {"_upload", "_back"}  # buttons that lead no further


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
    reader = Reader(case, notice, who.actor)
    if request.method == "POST":
        return _posted(request, who, reader)
    typed = typed_before(request)
    if typed:
        answer = reader.of_texts(Lists(typed))
        return correct_form.page_of(request, answer)
    return correct_form.page_of(request, Answer(case, notice))


def _posted(request: HttpRequest, who: Applicant, reader: Reader) -> HttpResponse:
    """Take the files of this post, then do what its button says."""
    answer, problems = reader.of_post(request)
    brought = answering.asked_for(request, reader.form, reader.keys, answer.values)
    if brought:
        return sheet.page_of(request, answer, brought)
    if rows.asks_for_rows(request.POST):
        values = rows.with_blank_row(request.POST, answer.values)
        with_row = replace(answer, typed=values)
        return correct_form.page_of(request, with_row, problems)
    stays = not STAYING.isdisjoint(request.POST)
    if problems or stays:
        return correct_form.page_of(request, answer, problems)
    return _looked_over(request, who, answer)


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
