"""A forgotten password, and a new one."""

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from yichuang.core import clock, spelling
from yichuang.core.access import public, signed_in, with_any_password
from yichuang.core.addresses import who_is_counted
from yichuang.core.errors import FieldProblem, Invalid, Problem
from yichuang.identity import services
from yichuang.notify import queries as notify
from yichuang.sites.portal.account.telling import shown_problem
from yichuang.sites.portal.visitor.applicant import page

MISSING = {"phone": "请填账号的手机号", "number": "请填证件号码，单位填统一社会信用代码"}


@public
@never_cache
@sensitive_post_parameters("password", "code")
def reset(request: HttpRequest) -> HttpResponse:
    """GET, POST /accounts/reset/: ask for a code by short message, then set a new password with it."""
    typed = {key: request.POST.get(key, "").strip() for key in ("phone", "number")}
    shown = {"typed": typed, "sent": False, "errors": {}}
    if request.method != "POST":
        return page(request, "portal/account/reset.html", shown)
    try:
        missing = [FieldProblem(key, MISSING[key]) for key, value in typed.items() if not value]
        if missing:
            raise Invalid(missing)
        if request.POST.get("step") == "code":
            shown["sent"] = True
            return _set_new(request, typed)
        now = clock.now()
        services.ask_reset_code(**typed, now=now, visitor=who_is_counted(request))
        phone = spelling.phone(typed["phone"])
        shown |= {"sent": True, "demo": notify.demo_short_messages([phone], now)}
        return page(request, "portal/account/reset.html", shown)
    except Problem as problem:
        return page(
            request,
            "portal/account/reset.html",
            shown | shown_problem(problem, "phone"),
            status=problem.status,
        )


def _set_new(request: HttpRequest, typed: dict[str, str]) -> HttpResponse:
    services.reset_password(
        **typed,
        code=request.POST.get("code", ""),
        password=request.POST.get("password", ""),
        again=request.POST.get("again", ""),
        now=clock.now(),
    )
    messages.success(request, "密码换好了，请用新密码登录")
    return HttpResponseRedirect("/accounts/login/")


@signed_in
@with_any_password
@never_cache
@sensitive_post_parameters("password", "old", "again")
def change(request: HttpRequest) -> HttpResponse:
    """GET, POST /accounts/password/: the owner's own change; this session stays, all others end."""
    if request.method != "POST":
        return page(request, "portal/account/password.html", {"errors": {}})
    try:
        user = services.change_password(
            user=request.user,
            old=request.POST.get("old", ""),
            new=request.POST.get("password", ""),
            again=request.POST.get("again", ""),
            now=clock.now(),
        )
    except Problem as problem:
        return page(
            request,
            "portal/account/password.html",
            shown_problem(problem, "old"),
            status=problem.status,
        )
    update_session_auth_hash(request, user)
    messages.success(request, "密码换好了，别处的登录都已退出")
    return HttpResponseRedirect("/account/" if request.user.kind != "officer" else "/")
