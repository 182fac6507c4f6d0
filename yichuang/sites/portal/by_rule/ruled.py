"""A case that a rule decided, on the page of its applicant: every condition, who approved the rule, and how to have a
person look at it (个人信息保护法 24)."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from yichuang.cases import services
from yichuang.cases.models import Case
from yichuang.cases.queries import applicants, ruled, versions
from yichuang.cases.services import second_looks
from yichuang.core import clock
from yichuang.core.access import resident
from yichuang.core.clock import local
from yichuang.core.errors import Invalid
from yichuang.sites.portal.visitor import applicant
from yichuang.sites.portal.visitor.applicant import page
from yichuang.sites.ui import traces
from yichuang.sites.ui.fields import by_field

ASKED = "已经请人来看了，{day}前答复您"


def shown(case: Case, now: datetime) -> dict[str, Any] | None:
    """What the page says of the rule; None where a person decided, or nobody has yet."""
    last_day = second_looks.last_day(case)
    if last_day is None:
        return None
    determination = ruled.determination_of(case)
    approval = ruled.approval_of(determination)
    looks = []
    is_waiting = False
    for look in ruled.looks_of(case):
        is_waiting = is_waiting or look.answered_at is None
        finding = second_looks.FINDINGS.get(look.finding, "")
        looks.append({"row": look, "finding": finding})
    taken = case.closed_at - case.received_at
    today = local(now).date()
    return {
        "rows": traces.rows_of(determination),
        "seconds": max(1, round(taken.total_seconds())),
        "from_on": determination.pack_from,
        "officer": approval.approved_by,
        "approved_at": approval.at,
        "looks": looks,
        "may_ask": not is_waiting and today <= last_day,
        "last_day": last_day,
    }


@resident
def ask_person(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """GET asks what for, POST asks a person: /my/cases/<uuid>/look/.

    Raises NotFound for anybody else's case, Conflict where no rule decided it or the time is over.
    """
    who = applicant.of(request)
    case = applicants.for_subject(case_id, who.sight)
    name = versions.of_case(case).guide.name
    typed = {"kind": request.POST.get("kind", ""), "words": request.POST.get("words", "")}
    context = {
        "case": case,
        "name": name,
        "typed": typed,
        "errors": {},
        "kinds": second_looks.KINDS.items(),
        "crumbs": [
            {"label": "我的事", "href": "/my/"},
            {"label": name, "href": f"/my/cases/{case.uuid}/"},
            {"label": "请人来看"},
        ],
    }
    if request.method != "POST":
        return page(request, "portal/by_rule/look.html", context)
    try:
        look = services.ask_person(case_id=case.uuid, actor=who.actor, now=clock.now(), **typed)
    except Invalid as refused:
        context |= {"problems": refused.problems, "errors": by_field(refused.problems)}
        return page(request, "portal/by_rule/look.html", context, status=422)
    messages.success(request, ASKED.format(day=look.due_on.isoformat()))
    return HttpResponseRedirect(f"/my/cases/{case.uuid}/")
