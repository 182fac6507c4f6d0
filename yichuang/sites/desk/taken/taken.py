"""/desk/taken/: what this desk took in for other places, and how far each of it is."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from yichuang.audit.services import record
from yichuang.cases.models import Case
from yichuang.cases.queries import mandates, taken_in
from yichuang.cases.rules import endings, states
from yichuang.cases.rules.flags import IN_PART
from yichuang.core import clock, spelling
from yichuang.sites.desk import frame
from yichuang.sites.desk.intake import people, taking
from yichuang.sites.desk.review import due

PER_PAGE = 50
_ENDED = {endings.GRANTED: "已办好", IN_PART: "部分准予", endings.DENIED: "没有同意"}
GIVEN = {
    "file": "上传的文件",
    "seen": "原件已看",
    "shared": "部门共享",
    "promised": "书面承诺",
    "asked": "向部门查询",
    "later": "先办后补",
    "earlier": "以前交过",
}


@frame.desk("clerk", "issuer")
@require_GET
def taken(request: HttpRequest) -> HttpResponse:
    """GET ?after=<id>: the list, the newest first, by pages.

    after: the last case of the page before.
    """
    after = request.GET.get("after", "")
    below = spelling.whole(after)
    cases = taken_in.newest(request.officer, below, PER_PAGE + 1)
    shown = cases[:PER_PAGE]
    last = None
    if len(cases) > PER_PAGE:
        last = shown[-1].id
    rows = [_row(case) for case in shown]
    return frame.page(request, "desk/taken/list.html", {"rows": rows, "next": last})


@frame.desk("clerk", "issuer")
@require_GET
def case(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """GET /desk/taken/<uuid>/: how far it is, what was handed in here, slip and receipt.

    Nothing of the review. The look is recorded. Raises NotFound for
    what this desk did not take in.
    """
    case = taken_in.one(uuid, request.officer)
    record(actor=request.officer.actor, verb="case.read_taken", subject=case.ref)
    materials = case.materials.filter(round=0).order_by("id")
    is_met = False
    if "clerk" in request.roles:
        matter = mandates.matter_of(case)
        is_met = people.may_act_for(request, case.subject, matter)
    rows = []
    for row in materials:
        line = {"name": row.name, "how": GIVEN[row.source]}
        rows.append(line)
    context = {
        "case": case,
        "row": _row(case),
        "materials": rows,
        "has_password": taking.has_password(request, case.uuid),
        "is_met": is_met,
        "is_new": "new" in request.GET,
    }
    return frame.page(request, "desk/taken/case.html", context)


def _row(case: Case) -> dict:
    """How far a case is, for the desk that took it in."""
    state = states.STATES[case.state]
    return {
        "case": case,
        "who": case.subject.name,
        "item": case.version.item.name,
        "state": state.plain,
        "chip": due.chip(case, clock.now()),
        "ended": _ended(case),
    }


def _ended(case: Case) -> str:
    """How it ended, in words; "" while it runs."""
    if case.open:
        return ""
    if case.state != states.CLOSED:
        return states.STATES[case.state].plain
    ended = endings.of_case(case)
    return _ENDED.get(ended, "已办好")
