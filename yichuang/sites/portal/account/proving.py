"""Showing that it is oneself who has the account, and letting the handler of one's unit in."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from yichuang.accounts import queries as accounts
from yichuang.core import clock, masking
from yichuang.core.access import resident
from yichuang.core.errors import Problem
from yichuang.identity import queries as identity
from yichuang.identity import services
from yichuang.notify import queries as notify
from yichuang.sites.portal.account.telling import shown_problem
from yichuang.sites.portal.visitor import applicant
from yichuang.sites.portal.visitor.applicant import Applicant, page

CRUMBS = [{"label": "我的事", "href": "/my/"}, {"label": "核对身份"}]


@resident
@never_cache
@sensitive_post_parameters("code")
def prove(request: HttpRequest) -> HttpResponse:
    """GET, POST /account/prove/: a code to the phone that was left at a window, or the way to a window."""
    who = applicant.of(request)
    if who.sight.everything:
        return HttpResponseRedirect("/my/")
    phone = identity.trusted_phone(who.subject) if who.is_person else ""
    shown = {
        "person": who.is_person,
        "phone": masking.phone(phone) if phone else "",
        "sent": False,
        "errors": {},
        "crumbs": CRUMBS,
    }
    if request.method != "POST":
        return page(request, "portal/account/prove.html", shown)
    try:
        if request.POST.get("step") == "code":
            shown["sent"] = True
            services.prove_by_code(
                user=request.user, code=request.POST.get("code", ""), now=clock.now()
            )
            messages.success(request, "核对好了，以前办的事都能看到了")
            return HttpResponseRedirect("/my/")
        services.ask_proof_code(user=request.user, now=clock.now())
        shown |= {"sent": True, "demo": notify.demo_short_messages(limit=1)}
        return page(request, "portal/account/prove.html", shown)
    except Problem as problem:
        return page(
            request,
            "portal/account/prove.html",
            shown | shown_problem(problem, "code"),
            status=problem.status,
        )


@resident
@require_POST
def authorise(request: HttpRequest, account_id: UUID) -> HttpResponse:
    """POST /account/units/<uuid>/: the legal representative lets the handler of a unit in."""
    services.authorise(representative=request.user, unit=accounts.user(account_id), now=clock.now())
    messages.success(request, "已经同意，这个账号可以替单位办事了")
    return HttpResponseRedirect("/account/")


def units_waiting(who: Applicant) -> list[dict]:
    """Accounts of units that wait for this legal representative, as the page of the account lists them."""
    if not (who.is_person and who.sight.everything):
        return []
    return [
        {
            "id": row.user.uuid,
            "name": row.employer.name,
            "handler": row.handler.name,
            "phone": masking.phone(row.phone),
            "at": clock.local(row.checked_at),
        }
        for row in identity.waiting_for_representative(who.subject)
    ]
