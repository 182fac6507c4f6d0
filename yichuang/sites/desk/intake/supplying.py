"""/desk/cases/<uuid>/supply/: the applicant has come to the window with what a correction asked for."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from yichuang.audit.services import record
from yichuang.cases import services
from yichuang.cases.queries import cases, collecting, versions
from yichuang.cases.queries import files as stored
from yichuang.cases.queries import mandates as queries
from yichuang.cases.rules.application import Given
from yichuang.catalog.rules.forms import parse
from yichuang.catalog.rules.situations import Material
from yichuang.core import clock, spelling
from yichuang.core.bodies import takes_files
from yichuang.core.errors import Conflict, FieldProblem, Invalid
from yichuang.sites.desk import frame
from yichuang.sites.desk.intake import drafting, people, taking
from yichuang.sites.desk.intake.brought import coming, supply_page, uploading
from yichuang.sites.desk.intake.brought.supply_page import Answers, Papers, Visit
from yichuang.sites.desk.intake.seen import documents, signatures
from yichuang.sites.ui import carrying, regions, rows
from yichuang.sites.ui.sheets import answering
from yichuang.sites.ui.sheets import page as sheet_page
from yichuang.sites.ui.sheets.answering import Import

Problems = list[FieldProblem]
NOT_KNOWN = "他还不是这个单位登记的经办人，请先在窗口页看他的授权委托书，再回来收"


@takes_files
@frame.desk("clerk")
def supply(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """GET ?other= shows what was asked, POST takes it in, once a document was seen today (here `number` may tell it);
    what is wrong is shown with everything typed and uploaded kept. other: somebody else has come for the unit."""
    case = cases.for_officer(uuid, request.officer)
    record(actor=request.officer.actor, verb="case.read", subject=case.ref)
    notice = cases.open_correction(case)
    if notice is None:
        raise Conflict("这件没有要补的东西", code="wrong_state", way_out="请刷新看最新情况")
    visit = Visit(request, case, notice, versions.of_case(case))
    if request.method == "POST":
        return _posted(visit)
    if "other" in request.GET:
        people.forget_comers(request)
    return supply_page.page(visit, case.form, {}, ())


def _posted(visit: Visit) -> HttpResponse:
    """What was typed and uploaded: taken in, or the page again with it."""
    request = visit.request
    keys = [item.code for item in visit.notice.items.all() if item.kind == "field"]
    answered, problems = _answers(visit, keys)
    papers, wrong = _papers(visit)
    problems += wrong
    values = {**visit.case.form, **answered}
    masked = supply_page.masked(visit, values)
    brought = answering.asked_for(request, visit.version.form, keys, masked)
    if brought:
        hidden = carrying.texts(request.POST, papers, _uploads(request, answered))
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
    messages.success(request, "补的东西收下了，记一次到场。")
    return HttpResponseRedirect(f"/desk/cases/{visit.case.uuid}/")


def _take_in(visit: Visit, answered: Answers, papers: Papers, by_agent: bool) -> None:
    """Answer the notice. Raises Invalid."""
    request = visit.request
    actor = request.officer.actor
    materials = []
    for code, paper in papers.items():
        materials.append(Given(code, paper["source"], paper.get("file")))
    services.answer_correction(
        case_id=visit.case.uuid,
        actor=actor,
        answers=answered,
        materials=materials,
        file_owner=actor,
        now=clock.now(),
        channel=taking.channel_of(request),
        officer=request.officer,
        confirmed=request.POST.getlist("confirmed"),
        by_agent=by_agent,
        bringer=people.comer(request, visit.case.subject),
    )


def _see_who_came(visit: Visit) -> bool:
    """Whether who brings it is the agent of the applicant.

    A document of anybody else is seen now, unless it was before. Raises
    Invalid for somebody who may not bring it.
    """
    if _is_agent(visit):
        return True
    if not _is_met(visit):
        documents.see(visit.request, visit.case.subject, _document(visit.request))
        _require_known(visit)
    return False


def _is_agent(visit: Visit) -> bool:
    """Whether the document on the desk is that of the agent whom a person's form names.

    Raises Invalid for one whose mandate is not for 补正材料, or has
    ended.
    """
    number = spelling.code(visit.request.POST.get("number", ""))
    agent = collecting.agent_named(visit.case)
    if agent is None or number != agent.number:
        return False
    fault = agent.supply_fault(clock.today())
    if fault:
        raise Invalid([FieldProblem("number", fault, "mandate")])
    return True


def _is_met(visit: Visit) -> bool:
    """Whether who brings it was met already: for a unit the one for whom this page was made, and nobody else."""
    somebody = people.comer(visit.request, visit.case.subject)
    if taking.is_another(visit.request, somebody):
        return False
    return visit.is_known


def _require_known(visit: Visit) -> None:
    """What is brought for an employer is brought by who may act for it, or who filed the case. Raises Invalid."""
    if visit.is_known:
        return
    came = people.comer(visit.request, visit.case.subject)
    if came and queries.acts_in(visit.case, came, clock.today()):
        return
    raise Invalid([FieldProblem("number", NOT_KNOWN, "mandate")])


def _document(request: HttpRequest) -> dict[str, str]:
    """What was read off the document of whoever brings it."""
    typed = dict.fromkeys(documents.TYPED, "")
    typed["number"] = request.POST.get("number", "")
    return typed


def _answers(visit: Visit, keys: list[str]) -> tuple[dict, Problems]:
    """(the answers to what the notice asks, what is wrong with them).

    keys: the fields that it asks for. Masks that stayed are replaced by
    what the case has; files are stored, signatures witnessed.
    """
    request = visit.request
    case = visit.case
    form = visit.version.form
    covered = drafting.covered(form, case.form, case.subject)
    stands = answering.standing(form, request.POST, covered)
    texts = regions.with_codes(form, rows.posted(request.POST))
    typed = parse(form, texts, standing=stands)
    every, half_typed = drafting.uncovered(form, typed, case.form)
    every |= signatures.witnessed(form, every, case.subject, request.officer)
    not_taken = uploading.store_answers(request, form, every, request.officer)
    answered = {key: every[key] for key in keys}
    problems = []
    for problem in half_typed + not_taken:
        field, _, _ = problem.field.partition("[")
        if field in keys:
            problems.append(problem)
    return answered, problems


def _uploads(request: HttpRequest, answered: Answers) -> dict[str, list[str]]:
    """What the uploads of file fields add to the posted names: a name for each part of a file."""
    added = {}
    for key in request.FILES:
        file = answered.get(key)
        if not isinstance(file, dict):
            continue
        for part, text in file.items():
            added[f"{key}-{part}"] = [str(text)]
    return added


def _imported(
    visit: Visit, values: Answers, papers: Papers, brought: Import, hidden: list[tuple[str, str]]
) -> HttpResponse:
    """The import of a table: a file to mend, the page of the import, or the form with the rows in their place."""
    step = brought.step
    if step.file:
        return step.file
    if step.taken is not None:
        with_rows = {**values, brought.table: step.taken}
        return supply_page.page(visit, with_rows, papers, ())
    context = brought.context(visit.version.guide, visit.sheets, hidden)
    return frame.page(visit.request, "desk/sheet.html", context, status=step.status)


@frame.desk("clerk")
def template(request: HttpRequest, uuid: UUID, table: str) -> HttpResponse:
    """GET /desk/cases/<uuid>/supply/rows/<table>/template.xlsx: the empty sheet of a row table."""
    form = versions.of_case(cases.for_officer(uuid, request.officer)).form
    return sheet_page.template_of(sheet_page.table_of(form, table))


def _papers(visit: Visit) -> tuple[dict[str, Any], Problems]:
    """(the papers that are brought, what is wrong with their uploads)."""
    request = visit.request
    papers: dict[str, Any] = {}
    problems = []
    for material in visit.materials():
        way = coming.way_of(request, material.code)
        if way in ("seen", "promised"):
            papers[material.code] = {"source": way}
        elif way == "file":
            file, problem = _file(request, material)
            papers[material.code] = {"source": "file", **file}
            if problem:
                problems.append(problem)
    return papers, problems


def _file(request: HttpRequest, material: Material) -> tuple[dict[str, str], FieldProblem | None]:
    """(uuid and name of the file of a paper, what is wrong with it).

    The file is uploaded now, or stands in the page since it was.
    """
    officer = request.officer
    file = None
    problem = None
    uploads = request.FILES.getlist(f"file-{material.code}")
    uuid = request.POST.get(f"kept-{material.code}")
    if uploads:
        file, problem = uploading.store_together(uploads, material, officer)
    elif uuid:
        file = stored.of_owner(uuid, officer.actor)
    if file is None:
        return {}, problem
    return {"file": str(file.uuid), "name": file.name}, problem
