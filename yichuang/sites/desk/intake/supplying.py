"""/desk/cases/<uuid>/supply/: the applicant has come to the window with what a correction asked for."""

from collections.abc import Mapping
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from yichuang.audit.services import record
from yichuang.cases import services
from yichuang.cases.models import Case, Correction
from yichuang.cases.queries import amending, cases, collecting, versions
from yichuang.cases.queries import files as stored
from yichuang.cases.queries import mandates as queries
from yichuang.cases.queries.versions import Version
from yichuang.cases.rules.application import Given
from yichuang.cases.rules.corrections import REMOVED, UNCHANGED
from yichuang.catalog.rules.forms import parse
from yichuang.catalog.rules.situations import Material
from yichuang.core import clock, spelling
from yichuang.core.bodies import takes_files
from yichuang.core.errors import Conflict, FieldProblem, Invalid
from yichuang.sites.desk import frame
from yichuang.sites.desk.intake import drafting, people, taking
from yichuang.sites.desk.intake.seen import by_what, documents, signatures
from yichuang.sites.ui import answers, carrying, regions, rows
from yichuang.sites.ui.fields import by_field
from yichuang.sites.ui.sheets import answering
from yichuang.sites.ui.sheets import page as sheet_page
from yichuang.sites.ui.sheets.answering import Import

NOT_KNOWN = "他还不是这个单位登记的经办人，请先在窗口页看他的授权委托书，再回来收"


@takes_files
@frame.desk("clerk")
def supply(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """GET ?other= shows what was asked, POST takes it in, once a document was seen today (here `number` may tell it);
    what is wrong is shown with everything typed and uploaded kept. other: somebody else has come for the unit."""
    case = cases.for_officer(uuid, request.officer)
    actor = request.officer.actor
    record(actor=actor, verb="case.read", subject=case.ref)
    notice = cases.open_correction(case)
    if notice is None:
        raise Conflict("这件没有要补的东西", code="wrong_state", way_out="请刷新看最新情况")
    version = versions.of_case(case)
    shown = partial(_shown, request, case, notice, version)
    if request.method != "POST":
        if "other" in request.GET:
            people.forget_comers(request)
        return shown(case.form, {}, ())
    keys = [i.code for i in notice.items.all() if i.kind == "field"]
    answered, problems, added = _answers(request, version, keys, case)
    papers, wrong = _papers(request, _materials_to_supply(case, version, notice), actor)
    problems += wrong
    values = {**case.form, **answered}
    masked = _masked(version, case, values)
    brought = answering.asked_for(request, version.form, keys, masked)
    if brought:
        hidden = carrying.texts(request.POST, papers, added)
        return _brought(request, case, notice, version, values, papers, brought, hidden)
    if "_back" in request.POST or rows.asks_for_rows(request.POST):
        return shown(values, papers, problems)
    try:
        by_agent = _is_agent(request, case)
        if not by_agent and not _is_met(request, case):
            documents.see(request, case.subject, _document(request))
            _require_known(request, case)
        if problems:
            raise Invalid(problems)
        services.answer_correction(
            case_id=case.uuid,
            actor=actor,
            answers=answered,
            materials=[Given(code, row["source"], row.get("file")) for code, row in papers.items()],
            file_owner=actor,
            now=clock.now(),
            channel=taking.channel_of(request),
            officer=request.officer,
            confirmed=request.POST.getlist("confirmed"),
            by_agent=by_agent,
            bringer=people.comer(request, case.subject),
        )
    except Invalid as invalid:
        return shown(values, papers, invalid.problems)
    messages.success(request, "补的东西收下了，记一次到场。")
    return HttpResponseRedirect(f"/desk/cases/{uuid}/")


def _is_agent(request: HttpRequest, case: Case) -> bool:
    """Whether the document on the desk is that of the agent whom a person's form names. Raises Invalid for one whose
    mandate is not for 补正材料, or has ended."""
    number = spelling.code(request.POST.get("number", ""))
    agent = collecting.agent_named(case)
    if agent is None or number != agent.number:
        return False
    fault = agent.supply_fault(clock.today())
    if fault:
        raise Invalid([FieldProblem("number", fault, "mandate")])
    return True


def _is_met(request: HttpRequest, case: Case) -> bool:
    """Whether who brings it was met already: for a unit the one for whom this page was made, and nobody else."""
    somebody = people.comer(request, case.subject)
    if taking.is_another(request, somebody):
        return False
    return _is_known(request, case)


def _is_known(request: HttpRequest, case: Case) -> bool:
    matter = queries.matter_of(case)
    return people.may_hand_in(request, case.subject, matter)


def _require_known(request: HttpRequest, case: Case) -> None:
    """What is brought for an employer is brought by who may act for it, or who filed the case. Raises Invalid."""
    if _is_known(request, case):
        return
    came = people.comer(request, case.subject)
    if came and queries.acts_in(case, came, clock.today()):
        return
    raise Invalid([FieldProblem("number", NOT_KNOWN, "mandate")])


def _document(request: HttpRequest) -> dict[str, str]:
    """What was read off the document of whoever brings it."""
    typed = dict.fromkeys(documents.TYPED, "")
    typed["number"] = request.POST.get("number", "")
    return typed


def _answers(
    request: HttpRequest, version: Version, keys: list[str], case: Case
) -> tuple[dict, list[FieldProblem], dict[str, list[str]]]:
    """(answers to what was asked, what is wrong with them, what their uploads add to the posted names)."""
    covered = drafting.covered(version.form, case.form, case.subject)
    stands = answering.standing(version.form, request.POST, covered)
    texts = regions.with_codes(version.form, rows.posted(request.POST))
    posted = parse(version.form, texts, standing=stands)
    every, broken = drafting.uncovered(version.form, posted, case.form)
    every |= signatures.witnessed(version.form, every, case.subject, request.officer)
    wrong = drafting.form_files(request, version, every, request.officer)
    answered = {}
    for key in keys:
        answered[key] = every[key]
    problems = []
    for problem in [*broken, *wrong]:
        field = problem.field.partition("[")[0]
        if field in keys:
            problems.append(problem)
    added = {}
    for key in request.FILES:
        file = answered.get(key)
        if not isinstance(file, dict):
            continue
        for part, text in file.items():
            added[f"{key}-{part}"] = [str(text)]
    return answered, problems, added


def _masked(version: Version, case: Case, values: Mapping[str, Any]) -> dict[str, Any]:
    """The answers as this page shows them: those of the case masked, also each row of a table that stands in it; what
    was typed here as it was typed."""
    covered = drafting.covered(version.form, values, case.subject)
    shown = {}
    for key, value in values.items():
        stored = case.form.get(key)
        if value == stored:
            shown[key] = covered.get(key)
        elif isinstance(value, list) and isinstance(stored, list):
            pairs = zip(value, covered[key], strict=True)
            shown[key] = [masked if row in stored else row for row, masked in pairs]
        else:
            shown[key] = value
    return shown


def _brought(
    request: HttpRequest,
    case: Case,
    notice: Correction,
    version: Version,
    values: Mapping[str, Any],
    papers: Mapping[str, Any],
    brought: Import,
    hidden: list[tuple[str, str]],
) -> HttpResponse:
    """The import of a table: a file to mend, the page of the import, or the form with the rows in their place."""
    step = brought.step
    if step.file:
        return step.file
    if step.taken is not None:
        taken = {**values, brought.table: step.taken}
        return _shown(request, case, notice, version, taken, papers, ())
    context = brought.context(version.guide, _sheets(case), hidden)
    return frame.page(request, "desk/sheet.html", context, status=step.status)


def _sheets(case: Case) -> str:
    return f"/desk/cases/{case.uuid}/supply/rows/"


@frame.desk("clerk")
def template(request: HttpRequest, uuid: UUID, table: str) -> HttpResponse:
    """GET /desk/cases/<uuid>/supply/rows/<table>/template.xlsx: the empty sheet of a row table."""
    form = versions.of_case(cases.for_officer(uuid, request.officer)).form
    return sheet_page.template_of(sheet_page.table_of(form, table))


def _materials_to_supply(case: Case, version: Version, notice: Correction) -> list[Material]:
    codes = {i.code for i in amending.items_asked(case, notice) if i.kind == "material"}
    return [m for m in version.askable_of(case.subject) if m.code in codes]


def _papers(
    request: HttpRequest, materials: list[Material], actor: str
) -> tuple[dict[str, Any], list[FieldProblem]]:
    handed_in: dict[str, Any] = {}
    problems = []
    for material in materials:
        way = request.POST.get(f"material-{material.code}", "")
        if way in ("seen", "promised"):
            handed_in[material.code] = {"source": way}
        elif way == "file":
            row, problem = _file(request, material, actor)
            handed_in[material.code] = {"source": "file", **row}
            if problem:
                problems.append(problem)
    return handed_in, problems


def _file(
    request: HttpRequest, material: Material, actor: str
) -> tuple[dict[str, str], FieldProblem | None]:
    file = None
    problem = None
    uploads = request.FILES.getlist(f"file-{material.code}")
    uuid = request.POST.get(f"kept-{material.code}")
    if uploads:
        file, problem = drafting.store_together(uploads, material, request.officer)
    elif uuid:
        file = stored.of_owner(uuid, actor)
    if file is None:
        return {}, problem
    return {"file": str(file.uuid), "name": file.name}, problem


def _shown(
    request: HttpRequest,
    case: Case,
    notice: Correction,
    version: Version,
    values: Mapping[str, Any],
    handed_in: Mapping[str, Any],
    problems,
) -> HttpResponse:
    errors = by_field(problems)
    values = rows.with_blank_row(request.POST, _masked(version, case, values))
    reasons = {(i.kind, i.code): i.reason for i in notice.items.order_by("id")}
    papers = []
    to_supply = _materials_to_supply(case, version, notice)
    promisable = amending.promisable(case, to_supply)
    for material in to_supply:
        row_of_paper = handed_in.get(material.code, {})
        may_promise = material.code in promisable
        paper = {
            "code": material.code,
            "name": material.name,
            "reason": reasons["material", material.code],
            "ways": _ways(may_promise, row_of_paper.get("source")),
            "handed_in": row_of_paper,
            "error": errors.get(f"materials-{material.code}", ""),
        }
        papers.append(paper)
    fields = []
    questions = []
    for (kind, code), reason in reasons.items():
        if kind == "field":
            question = version.form.fields[code]
            questions.append(question)
            field = signatures.question(question, case.subject)
            value = values.get(code)
            row = {"field": field, "value": value, "reason": reason, "errors": errors}
            fields.append(row)
    shown = {
        "to_confirm": _to_confirm(request, case, version, problems),
        "case": case,
        "guide": version.guide,
        "notice": notice,
        "papers": papers,
        "fields": fields,
        "problems": problems,
        "agent": collecting.agent_named(case),
        "met": "number" not in errors and _is_known(request, case),
        "comer": by_what.of_comer(request, case.subject),
        "number": request.POST.get("number", ""),
        "wrong": errors,
        "sheets": _sheets(case),
        "carried": answering.carried(questions, values, case.form),
    }
    status = 200
    if problems:
        status = 422
    return frame.page(request, "desk/intake/supply.html", shown, status=status)


def _ways(may_promise: bool, chosen: str | None) -> list[tuple[str, str, bool]]:
    """(way, words, chosen) of the ways in which a paper that was asked for may come."""
    ways = ["seen", "file"]
    if may_promise:
        ways.append("promised")
    return [(way, drafting.WAYS[way], way == chosen) for way in ways]


def _to_confirm(request: HttpRequest, case: Case, version: Version, problems) -> list[dict]:
    """The answers that were sent back as they were, or taken away: each to be confirmed."""
    confirmed = request.POST.getlist("confirmed")
    lines = []
    for problem in problems:
        if problem.violates not in (UNCHANGED, REMOVED):
            continue
        field = version.form.fields[problem.field]
        line = {
            "key": problem.field,
            "words": problem.message,
            "before": answers.words(field, case.form.get(problem.field)),
            "on": problem.field in confirmed,
        }
        lines.append(line)
    return lines
