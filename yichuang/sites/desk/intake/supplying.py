"""/desk/cases/<uuid>/supply/: the applicant has come to the window with what a correction asked for."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from yichuang.audit.services import record
from yichuang.cases import services
from yichuang.cases.queries import cases, collecting, versions
from yichuang.cases.queries import mandates as queries
from yichuang.cases.rules.application import Given
from yichuang.core import clock, spelling
from yichuang.core.bodies import takes_files
from yichuang.core.errors import Conflict, FieldProblem, Invalid
from yichuang.sites.desk import frame
from yichuang.sites.desk.intake import people, taking
from yichuang.sites.desk.intake.brought import supply_page, supply_posted
from yichuang.sites.desk.intake.brought.supply_page import Answers, Papers, Visit
from yichuang.sites.desk.intake.seen import documents
from yichuang.sites.ui import carrying, rows
from yichuang.sites.ui.sheets import answering
from yichuang.sites.ui.sheets import page as sheet_page
from yichuang.sites.ui.sheets.answering import Import

Problems = list[FieldProblem]
NOT_KNOWN = "他还不是这个单位登记的经办人，请先在窗口页看他的授权委托书，再回来收"
NOTHING_TO_BRING = "这件没有要补的东西"
TAKEN_IN = "补的东西收下了，记一次到场。"


@takes_files
@frame.desk("clerk")
def supply(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """GET ?other= shows what was asked, POST takes it in.

    It is taken in once a document was seen today; here `number` may tell
    it. What is wrong is shown with everything typed and uploaded kept.
    other: somebody else has come for the unit.
    """
    officer = request.officer
    case = cases.for_officer(uuid, officer)
    record(actor=officer.actor, verb="case.read", subject=case.ref)
    notice = cases.open_correction(case)
    if notice is None:
        raise Conflict(NOTHING_TO_BRING, code="wrong_state", way_out="请刷新看最新情况")
    version = versions.of_case(case)
    visit = Visit(request, case, notice, version)
    if request.method == "POST":
        return _posted(visit)
    if "other" in request.GET:
        people.forget_comers(request)
    return supply_page.page(visit, case.form, {}, ())


def _posted(visit: Visit) -> HttpResponse:
    """What was typed and uploaded: taken in, or the page again with it."""
    request = visit.request
    case = visit.case
    form = visit.version.form
    keys = _fields_asked(visit)
    answered, problems = supply_posted.answers(visit, keys)
    papers, papers_not_taken = supply_posted.papers(visit)
    problems += papers_not_taken
    values = {**case.form, **answered}
    masked = supply_page.masked(visit, values)
    brought = answering.asked_for(request, form, keys, masked)
    if brought:
        uploads = supply_posted.uploads(request, answered)
        hidden = carrying.texts(request.POST, papers, uploads)
        return _imported(visit, values, papers, brought, hidden)
    if "_back" in request.POST or rows.asks_for_rows(request.POST):
        return supply_page.page(visit, values, papers, problems)
    try:
        by_agent = _see_who_came(visit)
        if problems:
            raise Invalid(problems)
        _take_in(visit, answered, papers, by_agent)
    except Invalid as invalid:
        return supply_page.page(visit, values, papers, invalid.problems)
    messages.success(request, TAKEN_IN)
    return HttpResponseRedirect(f"/desk/cases/{case.uuid}/")


def _fields_asked(visit: Visit) -> list[str]:
    """Keys of the questions that the notice asks anew."""
    keys = []
    for item in visit.notice.items.all():
        if item.kind == "field":
            keys.append(item.code)
    return keys


def _take_in(visit: Visit, answered: Answers, papers: Papers, by_agent: bool) -> None:
    """Answer the notice. Raises Invalid.

    by_agent: whether the agent of the applicant brought it.
    """
    request = visit.request
    officer = request.officer
    case = visit.case
    materials = []
    for code, paper in papers.items():
        material = Given(code, paper["source"], paper.get("file"))
        materials.append(material)
    services.answer_correction(
        case_id=case.uuid,
        actor=officer.actor,
        answers=answered,
        materials=materials,
        file_owner=officer.actor,
        now=clock.now(),
        channel=taking.channel_of(request),
        officer=officer,
        confirmed=request.POST.getlist("confirmed"),
        by_agent=by_agent,
        bringer=people.comer(request, case.subject),
    )


def _see_who_came(visit: Visit) -> bool:
    """Whether who brings it is the agent of the applicant.

    A document of anybody else is seen now, unless it was before. Raises
    Invalid for somebody who may not bring it.
    """
    if _is_agent(visit):
        return True
    if _is_met(visit):
        return False
    request = visit.request
    document = _document(request)
    documents.see(request, visit.case.subject, document)
    _require_known(visit)
    return False


def _is_agent(visit: Visit) -> bool:
    """Whether the document on the desk is that of the agent whom a person's form names.

    Raises Invalid for one whose mandate is not for 补正材料, or has
    ended.
    """
    text = visit.request.POST.get("number", "")
    number = spelling.code(text)
    agent = collecting.agent_named(visit.case)
    if agent is None or number != agent.number:
        return False
    fault = agent.supply_fault(clock.today())
    if fault:
        raise _refusal(fault)
    return True


def _is_met(visit: Visit) -> bool:
    """Whether who brings it was met already.

    For a unit that is the one for whom this page was made, and nobody
    else.
    """
    request = visit.request
    somebody = people.comer(request, visit.case.subject)
    if taking.is_another(request, somebody):
        return False
    return visit.is_known


def _require_known(visit: Visit) -> None:
    """What is brought for an employer is brought by who may act for it, or who filed the case.

    Raises Invalid.
    """
    if visit.is_known:
        return
    case = visit.case
    came = people.comer(visit.request, case.subject)
    if came and queries.acts_in(case, came, clock.today()):
        return
    raise _refusal(NOT_KNOWN)


def _refusal(why: str) -> Invalid:
    """That whoever has come may not bring it, told where the number of the document stands."""
    problem = FieldProblem("number", why, "mandate")
    return Invalid([problem])


def _document(request: HttpRequest) -> dict[str, str]:
    """What was read off the document of whoever brings it, as `documents.see` takes it.

    Only the number is asked here.
    """
    typed = dict.fromkeys(documents.TYPED, "")
    typed["number"] = request.POST.get("number", "")
    return typed


def _imported(
    visit: Visit, values: Answers, papers: Papers, brought: Import, hidden: list[tuple[str, str]]
) -> HttpResponse:
    """The import of a table: a file to mend, the page of the import, or the form with the rows in their place.

    values: the whole form, what was typed here over what stands in the
    case.
    brought: what the page asks of the import.
    hidden: (name, text) of all that the page of the import carries on.
    """
    step = brought.step
    if step.file:
        return step.file
    if step.taken is not None:
        with_rows = {**values, brought.table: step.taken}
        return supply_page.page(visit, with_rows, papers, ())
    guide = visit.version.guide
    context = brought.context(guide, visit.sheets, hidden)
    return frame.page(visit.request, "desk/sheet.html", context, status=step.status)


@frame.desk("clerk")
def template(request: HttpRequest, uuid: UUID, table: str) -> HttpResponse:
    """GET /desk/cases/<uuid>/supply/rows/<table>/template.xlsx: the empty sheet of a row table.

    table: the key of its field in the form of the case.
    """
    case = cases.for_officer(uuid, request.officer)
    version = versions.of_case(case)
    field = sheet_page.table_of(version.form, table)
    return sheet_page.template_of(field)
