"""/account/credit/: 我的信用, what is kept of somebody's promises, to whom it belongs and to nobody else."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_GET, require_POST

from yichuang.core import clock
from yichuang.core.access import resident
from yichuang.core.errors import FieldProblem, Forbidden, Invalid
from yichuang.registry import queries as register
from yichuang.registry.services import credit
from yichuang.sites.portal.visitor import applicant
from yichuang.sites.portal.visitor.applicant import Applicant, page
from yichuang.sites.ui import credited

HOME = "/account/credit/"
CRUMBS = [
    {"label": "我的事", "href": "/my/"},
    {"label": "账户和联系方式", "href": "/account/"},
    {"label": "我的信用"},
]


@resident
@require_GET
def records(request: HttpRequest) -> HttpResponse:
    """GET: every record that was shown, for how long, how it is contested and repaired."""
    who = _proved(request)
    return _page(request, who)


@resident
@require_POST
def object_to(request: HttpRequest, record_id: UUID) -> HttpResponse:
    """POST text: it is not so."""
    who = _proved(request)
    text = request.POST.get("text", "")
    try:
        row = credit.object_to(
            record_id=record_id, subject=who.subject, actor=who.actor, text=text, now=clock.now()
        )
    except Invalid as invalid:
        written = {str(record_id): text}
        return _page(request, who, invalid.problems, written, status=422)
    due = credited.answer_due(row)
    messages.success(request, f"异议交了，由没有经手过的人核实，{due}以前答复您")
    return HttpResponseRedirect(HOME)


@resident
@require_POST
def ask_repair(request: HttpRequest, record_id: UUID) -> HttpResponse:
    """POST: it shall be shown no longer."""
    who = _proved(request)
    row = credit.ask_repair(
        record_id=record_id, subject=who.subject, actor=who.actor, now=clock.now()
    )
    due = credited.repair_due(row)
    messages.success(request, f"修复申请交了，{due}以前答复您")
    return HttpResponseRedirect(HOME)


def _page(
    request: HttpRequest,
    who: Applicant,
    problems: Sequence[FieldProblem] = (),
    written: Mapping[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    shown: dict[str, Any] = {"crumbs": CRUMBS, "problems": problems, "most": credit.LONGEST}
    rows = register.credit_records(who.subject)
    shown["records"] = credited.for_the_subject(rows, clock.today(), written or {})
    return page(request, "portal/credit/records.html", shown, status=status)


def _proved(request: HttpRequest) -> Applicant:
    """Whose account it is. Raises Forbidden where that was not proved: a stranger may have opened it."""
    who = applicant.of(request)
    if not who.sight.everything:
        raise Forbidden(
            "核对过是本人（本单位）的账号才看得到信用记录",
            way_out="请先在“账户”里核对，或带证件到就近的人社窗口",
        )
    return who
