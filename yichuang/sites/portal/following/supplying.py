"""补交材料: a paper that was to follow, or that nobody else has, is handed in after the application."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from yichuang.cases import services
from yichuang.cases.models import Case, Material
from yichuang.cases.queries import applicants, owed, versions
from yichuang.cases.services.supplying import Supplied, supply
from yichuang.core import clock
from yichuang.core.access import resident
from yichuang.core.bodies import takes_files
from yichuang.core.errors import Conflict, FieldProblem, Problem
from yichuang.sites.portal.apply import files
from yichuang.sites.portal.visitor import applicant
from yichuang.sites.portal.visitor.applicant import Applicant, page

NOTHING = "这件没有要补的材料"
CHOOSE = "请先选要补的文件"
FIELD = "materials"


@takes_files
@resident
def supply_papers(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """GET, POST /my/cases/<uuid>/supply/: the papers that are still to come, each with its last day.

    Every file that nothing is wrong with is taken; the page stays where one
    was refused. Raises Conflict where no paper is to come.
    """
    who = applicant.of(request)
    case = applicants.for_subject(case_id, who.sight)
    rows = owed.to_supply(case)
    if not rows:
        raise Conflict(NOTHING, code="wrong_state", way_out="请到“我的事”里看最新情况")
    if request.method != "POST":
        return _page(request, case, rows)
    problems = []
    taken = []
    for row in rows:
        try:
            if _take(request, who, case, row):
                taken.append(row.name)
        except Problem as problem:
            words = files.sentence(problem)
            problems.append(FieldProblem(_input(row), words, problem.code))
    if problems or not taken:
        if not problems:
            problems.append(FieldProblem(_input(rows[0]), CHOOSE, "required"))
        return _page(request, case, owed.to_supply(case), problems)
    names = "、".join(taken)
    messages.success(request, f"收到了：{names}")
    return HttpResponseRedirect(f"/my/cases/{case.uuid}/")


def _take(request: HttpRequest, who: Applicant, case: Case, row: Material) -> bool:
    """Hand in what was chosen for a paper, all of it as one document.

    False where nothing was. Raises Problem.
    """
    uuids = []
    for upload in request.FILES.getlist(_input(row)):
        file = files.take(upload, who.actor)
        uuids.append(str(file.uuid))
    if not uuids:
        return False
    now = clock.now()
    document = services.join_files(owner=who.actor, uuids=uuids, name=row.name, now=now)
    paper = Supplied(row.code, document.uuid, who.actor)
    supply(case_id=case.uuid, paper=paper, now=now)
    return True


def _input(row: Material) -> str:
    """The name of the input of a paper."""
    return f"{FIELD}-{row.code}"


def _page(
    request: HttpRequest,
    case: Case,
    rows: list[Material],
    problems: list[FieldProblem] | None = None,
) -> HttpResponse:
    """The page of the papers to come.

    problems: what was refused; the page then answers 422.
    """
    name = versions.of_case(case).guide.name
    refused = {problem.field: problem.message for problem in problems or ()}
    papers = []
    for row in rows:
        paper = {"row": row, "input": _input(row), "error": refused.get(_input(row), "")}
        papers.append(paper)
    context = {
        "case": case,
        "name": name,
        "papers": papers,
        "problems": problems or (),
        "today": clock.today(),
        "crumbs": [
            {"label": "我的事", "href": "/my/"},
            {"label": name, "href": f"/my/cases/{case.uuid}/"},
            {"label": "补交材料"},
        ],
    }
    status = 422 if problems else 200
    return page(request, "portal/following/supply.html", context, status=status)
