"""Signing in and out, and staying signed in."""

from django.contrib import messages
from django.contrib.auth import login, logout
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from yichuang.accounts import queries as accounts
from yichuang.accounts.models import User
from yichuang.core import clock, masking
from yichuang.core.access import public, signed_in, with_any_password
from yichuang.core.addresses import who_is_counted
from yichuang.core.errors import FieldProblem, Invalid, Problem
from yichuang.identity import queries as identity
from yichuang.identity import services
from yichuang.sites.portal.account import device
from yichuang.sites.portal.account.telling import shown_problem
from yichuang.sites.portal.visitor import places
from yichuang.sites.portal.visitor.applicant import lives_in, page
from yichuang.sites.portal.visitor.return_path import safe_next

BACKEND = "yichuang.accounts.backends.Backend"
CHOICE, CHOICE_LASTS = "sign-in choice", 300
# the first role held decides which desk an officer starts at
FIRST_PAGES = (
    ("clerk", "/desk/"),
    ("reviewer", "/desk/worklist/"),
    ("approver", "/desk/worklist/"),
    ("issuer", "/desk/"),
    ("head", "/desk/todos/"),
    ("supervisor", "/console/"),
    ("catalogue_admin", "/console/admin/"),
    ("legal", "/console/admin/"),
    ("org_admin", "/console/admin/"),
    ("channel_admin", "/console/admin/"),
    ("auditor", "/console/audit/"),
)


@public
@with_any_password
@never_cache
@sensitive_post_parameters("password")
def sign_in(request: HttpRequest) -> HttpResponse:
    """GET, POST /accounts/login/?next=/…: phone, document number, credit code or user name, with the password."""
    if request.user.is_authenticated and request.method == "GET" and "next" not in request.GET:
        return HttpResponseRedirect(first_page(request.user))
    typed = request.POST.get("username", "").strip()
    shown = {
        "next": safe_next(request, ""),
        "typed": typed,
        "typing_is_kept": "kept" in request.GET,
        "files_are_gone": request.GET.get("kept") == "text",
        "errors": {},
    }
    if request.method != "POST":
        return page(request, "portal/account/sign_in.html", shown)
    try:
        if "choice" in request.POST:
            opened = _chosen(request)
        else:
            opened = _opened(request, typed)
    except Problem as problem:
        shown |= shown_problem(problem, "password")
        return page(request, "portal/account/sign_in.html", shown, status=problem.status)
    if len(opened) > 1:
        return page(request, "portal/account/which.html", shown | _choice(opened))
    user = opened[0]
    target = safe_next(request, first_page(user))
    return begin(request, user, target)


def begin(request: HttpRequest, user: User, target: str) -> HttpResponse:
    """Begin the session, write it down, know the device again, and go on."""
    login(request, user, backend=BACKEND)
    services.signed_in(user=user, visitor=who_is_counted(request))
    sight = identity.sight_of(user)
    if sight:
        places.remember_own(request, lives_in(sight))
    if user.must_change_password:
        messages.info(request, "这个密码是别人设的，请先换成您自己的")
        target = "/accounts/password/"
    return device.remember(HttpResponseRedirect(target), request, user)


def _opened(request: HttpRequest, typed: str) -> list[User]:
    """The accounts that the typed name and password open. Raises Problem."""
    password = request.POST.get("password", "")
    problems = _missing(typed, password)
    if problems:
        raise Invalid(problems)
    return services.sign_in(
        typed=typed,
        password=password,
        visitor=who_is_counted(request),
        device=device.of(request),
        now=clock.now(),
    )


def _choice(opened: list[User]) -> dict:
    """Several people share the phone and the password: who is it?

    The list of them is signed and soon over.
    """
    people = []
    for user in opened:
        real_name = identity.real_name(user)
        if real_name.employer:
            number = real_name.employer.credit_code
        else:
            number = real_name.person.id_number
        name = masking.name(user.name)
        people.append({"id": user.uuid, "name": name, "number": masking.id_number(number)})
    offered = [str(user.uuid) for user in opened]
    return {"people": people, "choice": signing.dumps(offered, salt=CHOICE)}


def _chosen(request: HttpRequest) -> list[User]:
    """The one account that was chosen among those offered. Raises Invalid."""
    try:
        offered = signing.loads(request.POST["choice"], salt=CHOICE, max_age=CHOICE_LASTS)
    except signing.BadSignature as late:
        raise Invalid([FieldProblem("password", "等得太久了，请再登录一次")]) from late
    who = request.POST.get("who", "")
    user = accounts.user(who) if who in offered else None
    if user is None or not identity.may_sign_in(user):
        raise Invalid([FieldProblem("password", "请选是哪一位，再登录一次")])
    return [user]


def first_page(user: User) -> str:
    """Where a signed-in account starts: residents at home, officers at their post."""
    officer = accounts.officer_of(user)
    if officer is None:
        return "/"
    roles = accounts.scopes(officer).roles
    for role, path in FIRST_PAGES:
        if role in roles:
            return path
    return "/"


@signed_in
@with_any_password
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """POST /accounts/logout/."""
    services.signed_out(user=request.user, visitor=who_is_counted(request))
    logout(request)
    messages.success(request, "已退出。在别人的设备上，请把浏览器也关掉")
    response = HttpResponseRedirect("/")
    response["Clear-Site-Data"] = '"storage"'  # what the browser kept of typed forms
    return response


@signed_in
@with_any_password
@require_POST
def extend(request: HttpRequest) -> HttpResponse:
    """POST /accounts/extend/: the session lives on from now."""
    request.session.modified = True
    return HttpResponse(status=204)


def _missing(typed: str, password: str) -> list[FieldProblem]:
    problems = []
    if not typed:
        problems.append(FieldProblem("username", "请填账号：手机号、证件号或用户名"))
    if not password:
        problems.append(FieldProblem("password", "请填密码"))
    return problems
