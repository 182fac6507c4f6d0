"""A forgotten password, and a new one."""

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from yichuang.core import clock
from yichuang.core.access import public, signed_in
from yichuang.core.addresses import who_is_counted
from yichuang.core.errors import FieldProblem, Invalid, Problem
from yichuang.identity import services
from yichuang.notify import queries as notify
from yichuang.sites.portal.visitor.applicant import page
from yichuang.sites.ui.fields import by_field


@public
@never_cache
@sensitive_post_parameters("password", "code")
def reset(request: HttpRequest) -> HttpResponse:
    """GET, POST /accounts/reset/: ask for a code by short message, then set a new password with it."""
    identifier = request.POST.get("identifier", "").strip()
    shown = {"identifier": identifier, "sent": False, "errors": {}}
    if request.method != "POST":
        return page(request, "portal/account/reset.html", shown)
    try:
        if not identifier:
            raise Invalid([FieldProblem("identifier", "请填手机号、证件号码或统一社会信用代码")])
        if request.POST.get("step") == "code":
            shown["sent"] = True
            return _set_new(request, identifier)
        services.ask_reset_code(identifier=identifier, now=clock.now(), visitor=who_is_counted(request))
        shown |= {"sent": True, "demo": notify.demo_short_messages(limit=1)}
        return page(request, "portal/account/reset.html", shown)
    except Problem as problem:
        return page(request, "portal/account/reset.html", shown | _told(problem, "identifier"), status=problem.status)


def _set_new(request: HttpRequest, identifier: str) -> HttpResponse:
    password = _same_twice(request)
    services.reset_password(
        identifier=identifier, code=request.POST.get("code", ""), password=password, now=clock.now()
    )
    messages.success(request, "密码换好了，请用新密码登录")
    return HttpResponseRedirect("/accounts/login/")


@signed_in
@never_cache
@sensitive_post_parameters("password", "old", "again")
def change(request: HttpRequest) -> HttpResponse:
    """GET, POST /accounts/password/: the owner's own change; this session stays, all others end."""
    if request.method != "POST":
        return page(request, "portal/account/password.html", {"errors": {}})
    try:
        user = services.change_password(
            user=request.user, old=request.POST.get("old", ""), new=_same_twice(request), now=clock.now()
        )
    except Invalid as problem:
        return page(request, "portal/account/password.html", _told(problem, "old"), status=problem.status)
    update_session_auth_hash(request, user)
    messages.success(request, "密码换好了，别处的登录都已退出")
    return HttpResponseRedirect("/account/" if request.user.kind != "officer" else "/")


def _same_twice(request: HttpRequest) -> str:
    password = request.POST.get("password", "")
    if password != request.POST.get("again", ""):
        raise Invalid([FieldProblem("again", "两次填的密码不一样，请再填一遍")])
    return password


def _told(problem: Problem, usual: str) -> dict:
    if isinstance(problem, Invalid):
        return {"problems": problem.problems, "errors": by_field(problem.problems)}
    if problem.status >= 500:
        return {"fault": problem, "errors": {}}
    problems = [FieldProblem(problem.field or usual, f"{problem.message}。{problem.way_out}".rstrip("。"))]
    return {"problems": problems, "errors": by_field(problems)}
