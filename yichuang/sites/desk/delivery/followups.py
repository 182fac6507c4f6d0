"""/desk/followups/: asking how it went, some days after the result was in their hands."""

from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET, require_POST

from yichuang.audit.services import record_reads
from yichuang.cases import services
from yichuang.cases.queries import cases, desk, taken_back
from yichuang.core import clock
from yichuang.core.errors import Invalid
from yichuang.sites.desk import frame

SHOWN = 50


@frame.desk("clerk", "issuer")
@require_GET
def due_now(request: HttpRequest) -> HttpResponse:
    """GET: follow-ups that are due today or earlier; ?all=1 those of the next days too."""
    return _shown(request)


@frame.desk("clerk", "issuer")
@require_POST
def done(request: HttpRequest, uuid) -> HttpResponse:
    """POST remark: what was heard."""
    case = cases.for_officer(uuid, request.officer)
    try:
        services.follow_up(
            case_id=case.uuid,
            officer=request.officer,
            remark=request.POST.get("remark", ""),
            now=clock.now(),
        )
    except Invalid as invalid:
        return _shown(request, problems=invalid.problems, at=case.uuid, status=422)
    messages.success(request, "回访已记下。")
    return frame.back(request, "/desk/followups/")


def _shown(request: HttpRequest, problems=(), at=None, status: int = 200) -> HttpResponse:
    until = clock.today() + timedelta(365 if "all" in request.GET else 0)
    rows = list(desk.follow_ups(request.officer, until)[:SHOWN])
    subjects = []
    phones = taken_back.phones_of([row.case for row in rows], clock.today())
    for row in rows:
        row.phone = phones[row.case_id]
        subjects.append(row.case.ref)
    actor = request.officer.actor
    record_reads(actor=actor, verb="case.read", subjects=subjects)
    return frame.page(
        request,
        "desk/delivery/followups.html",
        {
            "rows": rows,
            "everything": "all" in request.GET,
            "problems": [{"field": f"{p.field}-{at}", "message": p.message} for p in problems],
            "at": at,
        },
        status=status,
    )
