"""The auditor's desk: find a case or an officer, read the trail and every read and write; the reading is recorded."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from yichuang.accounts import queries as accounts
from yichuang.accounts.models import Officer
from yichuang.audit.services import record
from yichuang.core import clock
from yichuang.core.access import officer
from yichuang.core.errors import NotFound
from yichuang.core.spelling import whole
from yichuang.sites.console.frame import sheet, wants_sheet, with_query
from yichuang.supervision.queries import auditing, records

SIZE, SHEET_ROWS = 50, 20_000
KINDS = {"": "全部", "read": "只看读", "write": "只看写"}
COLUMNS = (("时间", False), ("谁", False), ("读写", False), ("做了什么", False), ("内容", False), ("关于", False))
NOTE = "不含姓名、证件、电话和填写的内容；导出本身也有记录"


@officer(auditing.ROLE)
@require_GET
def search(request: HttpRequest) -> HttpResponse:
    """GET /console/audit/?q=: a case by its number; an officer by name, account or employee number."""
    me, asked = _me(request), request.GET.get("q", "").strip()
    if not asked:
        return _page(request, me, "console/audit/search.html", {})
    record(actor=_actor(me), verb="audit.search", subject="search", data={"length": len(asked)})
    case = auditing.case_numbered(me, asked)
    if case:
        return redirect("console_audit_case", uuid=case.uuid)
    found = auditing.officers_called(me, asked)
    if len(found) == 1:
        return redirect("console_audit_officer", uuid=found[0].uuid)
    return _page(request, me, "console/audit/search.html", {"q": asked, "found": found})


@officer(auditing.ROLE)
@require_GET
def case(request: HttpRequest, uuid) -> HttpResponse:
    """GET /console/audit/cases/<uuid>/?kind=read|write&page=: chain, steps, and every read and write."""
    me, found = _me(request), auditing.case_of(_me(request), uuid)
    record(actor=_actor(me), verb="case.audit", subject=found.ref)
    kind = request.GET.get("kind") if request.GET.get("kind") in KINDS else ""
    entries = auditing.entries_of(found, kind)
    if wants_sheet(request):
        return _sheet(request, f"办件{found.number}的读写记录", auditing.told(entries[:SHEET_ROWS], me))
    page = Paginator(entries, SIZE).get_page(request.GET.get("page"))
    shown = {
        "case": found,
        "applicant": auditing.applicant(found),
        "state": auditing.state(found),
        "faults": auditing.chain_faults(found),
        "steps": auditing.steps(found),
        "page": page,
        "lines": auditing.told(page.object_list, me),
        "base": with_query(request, page="", kind=kind).rstrip("?") + ("&" if kind else "?"),
        "kinds": [
            {"label": label, "href": with_query(request, kind=key, page=""), "current": key == kind}
            for key, label in KINDS.items()
        ],
        "xlsx": with_query(request, format="xlsx", page=""),
    }
    return _page(request, me, "console/audit/case.html", shown)


@officer(auditing.ROLE)
@require_GET
def officer_page(request: HttpRequest, uuid) -> HttpResponse:
    """GET /console/audit/officers/<uuid>/?before=<id>: what one officer read and did, newest first."""
    me, found = _me(request), auditing.officer_of(_me(request), uuid)
    record(actor=_actor(me), verb="officer.audit", subject=f"officer:{found.uuid}")
    before = request.GET.get("before", "")
    entries = auditing.entries_by(found, whole(before))
    if wants_sheet(request):
        return _sheet(request, f"{found.name}的读写记录", auditing.told(entries[:SHEET_ROWS], me))
    lines = auditing.told(entries[:SIZE], me)
    shown = {
        "found": found,
        "lines": lines,
        "older": lines[-1].id if len(lines) == SIZE else None,
        "xlsx": with_query(request, format="xlsx", before=""),
    }
    return _page(request, me, "console/audit/officer.html", shown)


def _me(request: HttpRequest) -> Officer:
    found = accounts.officer_of(request.user)
    if found is None:
        raise NotFound("没有这名工作人员")
    return found


def _actor(me: Officer) -> str:
    return f"officer:{me.uuid}"


def _sheet(request: HttpRequest, title: str, lines: list[records.Line]) -> HttpResponse:
    rows = (
        (f"{one.at:%Y-%m-%d %H:%M:%S}", one.who, "读" if one.reads else "写", one.what, one.detail, one.of)
        for one in lines
    )
    return sheet(request, title, COLUMNS, rows, note=NOTE, now=clock.now())


def _page(request: HttpRequest, me: Officer, template: str, shown: dict) -> HttpResponse:
    places = auditing.place_names(me)
    return render(request, template, {"audited": places, "where": f"{places}·审计", **shown})
