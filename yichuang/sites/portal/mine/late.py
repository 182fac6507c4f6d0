"""A case that is over its date: we say so, say sorry, and let its applicant press for it."""

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST

from yichuang.cases import services
from yichuang.cases.models import Case
from yichuang.cases.queries import applicants
from yichuang.cases.queries.urging import open_urge
from yichuang.core import clock
from yichuang.core.access import resident
from yichuang.core.clock import local
from yichuang.core.errors import Conflict, Invalid
from yichuang.identity import queries as identity
from yichuang.sites.portal.progress import days_late
from yichuang.sites.portal.visitor import applicant
from yichuang.sites.ui.wording import cnday


@resident
@require_POST
def urge(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """POST /my/cases/<uuid>/urge/: a question to the unit, answered as every question is."""
    who = applicant.of(request)
    case = applicants.for_subject(case_id, who.sight)
    page = f"/my/cases/{case.uuid}/"
    phone = identity.contact_phone(who.subject)
    try:
        services.urge(
            case=case,
            phone=phone,
            channel=applicant.channel_of(request),
            actor=who.actor,
            now=clock.now(),
        )
    except Invalid:
        messages.info(request, "请留个电话，好答复您")
        return HttpResponseRedirect(f"{page}ask/")
    except Conflict as early:
        messages.info(request, early.message)
        return HttpResponseRedirect(page)
    messages.success(request, "催办交上去了，答复会打电话或发短信给您")
    return HttpResponseRedirect(page)


def lateness(case: Case, now: datetime) -> dict | None:
    """What the page says of a case over its date; None while there is time.

    days: how many; due: the day, in words; urged: a question about it waits for its answer.
    """
    days = days_late(case, now)
    if not days:
        return None
    due = local(case.due_at).date()
    return {"days": days, "due": cnday(due), "urged": open_urge(case) is not None}
