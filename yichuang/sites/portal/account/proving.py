"""Showing that it is oneself who has the account, and letting the handler of one's unit in."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from yichuang.accounts import queries as accounts
from yichuang.cases import services as cases
from yichuang.core import clock, masking
from yichuang.core.access import resident
from yichuang.core.errors import Problem
from yichuang.identity import queries as identity
from yichuang.identity import services
from yichuang.identity.models import RealName
from yichuang.notify import queries as notify
from yichuang.registry import queries as registry
from yichuang.sites.portal.account.telling import shown_problem
from yichuang.sites.portal.visitor import applicant
from yichuang.sites.portal.visitor.applicant import Applicant, page
from yichuang.sites.ui import sent_unproved

CRUMBS = [{"label": "我的事", "href": "/my/"}, {"label": "核对身份"}]
UNIT_CRUMBS = [
    {"label": "我的事", "href": "/my/"},
    {"label": "账户和联系方式", "href": "/account/"},
    {"label": "单位账号"},
]


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
        "has_phone": bool(phone),
        "document": registry.document_of(who.subject),
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
        now = clock.now()
        services.ask_proof_code(user=request.user, now=now)
        shown |= {"sent": True, "demo": notify.demo_short_messages([phone], now)}
        return page(request, "portal/account/prove.html", shown)
    except Problem as problem:
        return page(
            request,
            "portal/account/prove.html",
            shown | shown_problem(problem, "code"),
            status=problem.status,
        )


@resident
@never_cache
def authorise(request: HttpRequest, account_id: UUID) -> HttpResponse:
    """GET, POST /account/units/<uuid>/: the legal representative lets a unit's handler in, whose phone they know.
    Whoever has agreed already, in another tab, is told so."""
    who = applicant.of(request)
    unit = accounts.user(account_id)
    if identity.has_agreed(who.subject, unit):
        messages.info(request, "您已经同意过，他能替单位办事了")
        return HttpResponseRedirect("/account/")
    waiting = services.waiting_account(representative=request.user, unit=unit)
    shown = {
        "unit": _waits(waiting),
        "sent": sent_unproved.rows(waiting),
        "typed": "",
        "errors": {},
        "crumbs": UNIT_CRUMBS,
    }
    if request.method != "POST":
        return page(request, "portal/account/authorise.html", shown)
    shown["typed"] = request.POST.get("phone", "")
    try:
        cases.let_handler_in(
            representative=request.user, unit=unit, phone=shown["typed"], now=clock.now()
        )
    except Problem as problem:
        shown |= shown_problem(problem, "phone")
        return page(request, "portal/account/authorise.html", shown, status=problem.status)
    messages.success(request, "已经同意。请他用这部手机找回密码，设一个新密码，就能替单位办事了")
    return HttpResponseRedirect("/account/")


def units_waiting(who: Applicant) -> list[dict]:
    """Accounts of units that wait for this legal representative, as the page of the account lists them."""
    if not (who.is_person and who.sight.everything):
        return []
    return [_waits(row) for row in identity.waiting_for_representative(who.subject)]


def _waits(account: RealName) -> dict:
    return {
        "id": account.user.uuid,
        "name": account.employer.name,
        "handler": account.handler.name,
        "phone": masking.phone(account.phone),
        "at": clock.local(account.checked_at),
    }
