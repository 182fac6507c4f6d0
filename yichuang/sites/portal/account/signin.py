"""Signing in and out, and staying signed in."""

from django.contrib import messages
from django.contrib.auth import authenticate, login, logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from yichuang.accounts import queries as accounts
from yichuang.accounts.models import User
from yichuang.core.access import public, signed_in
from yichuang.core.errors import FieldProblem
from yichuang.identity import queries as identity
from yichuang.sites.portal.visitor.applicant import page
from yichuang.sites.portal.visitor.return_path import safe_next
from yichuang.sites.ui.fields import by_field

WRONG = "账号或密码不对，请再核对一遍；连着错5次要等30分钟"
# the first role held decides which desk an officer starts at
FIRST_PAGES = (
    ("clerk", "/desk/"),
    ("reviewer", "/desk/worklist/"),
    ("approver", "/desk/worklist/"),
    ("issuer", "/desk/"),
    ("supervisor", "/console/"),
    ("catalogue_admin", "/console/admin/"),
    ("legal", "/console/admin/"),
    ("org_admin", "/console/admin/"),
    ("channel_admin", "/console/admin/"),
    ("auditor", "/console/audit/"),
)


@public
@never_cache
@sensitive_post_parameters("password")
def sign_in(request: HttpRequest) -> HttpResponse:
    """GET, POST /accounts/login/?next=/…: phone, document number, credit code or user name, with the password."""
    if request.user.is_authenticated and request.method == "GET" and "next" not in request.GET:
        return HttpResponseRedirect(first_page(request.user))
    typed = request.POST.get("username", "").strip()
    shown = {"next": safe_next(request, ""), "typed": typed, "kept": "kept" in request.GET, "errors": {}}
    if request.method != "POST":
        return page(request, "portal/account/sign_in.html", shown)
    password = request.POST.get("password", "")
    problems = _missing(typed, password)
    user = None if problems else authenticate(request, username=identity.username_for(typed), password=password)
    if user is None:
        shown["problems"] = problems or [FieldProblem("password", WRONG)]
        shown["errors"] = by_field(shown["problems"])
        return page(request, "portal/account/sign_in.html", shown, status=422)
    login(request, user)
    if user.must_change_password:
        messages.info(request, "这个密码是别人设的，请先换成您自己的")
        return HttpResponseRedirect("/accounts/password/")
    return HttpResponseRedirect(safe_next(request, first_page(user)))


def first_page(user: User) -> str:
    """Where a signed-in account starts: residents at home, officers at their post."""
    officer = accounts.officer_of(user)
    if officer is None:
        return "/"
    roles = accounts.scopes(officer).roles
    return next((path for role, path in FIRST_PAGES if role in roles), "/")


@signed_in
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """POST /accounts/logout/."""
    logout(request)
    messages.success(request, "已退出。在别人的设备上，请把浏览器也关掉")
    return HttpResponseRedirect("/")


@signed_in
@require_POST
def extend(request: HttpRequest) -> HttpResponse:
    """POST /accounts/extend/: the session lives on from now (the session middleware saves it with each request)."""
    return HttpResponse(status=204)


def _missing(typed: str, password: str) -> list[FieldProblem]:
    found = []
    if not typed:
        found.append(FieldProblem("username", "请填账号：手机号、证件号或用户名"))
    if not password:
        found.append(FieldProblem("password", "请填密码"))
    return found
