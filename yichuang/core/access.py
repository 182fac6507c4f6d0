"""Every URL says who may see it. The declaration is also the guard: a view without one is refused by a test."""

from collections.abc import Callable
from contextvars import ContextVar
from functools import lru_cache, wraps
from urllib.parse import quote, urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import Resolver404, resolve

from yichuang.core.errors import Forbidden, Problem

WHERE_IT_CHANGES = "/accounts/password/"
_role_check: list[Callable] = []
_refusal_told: list[Callable] = []
_page: ContextVar[str] = ContextVar("page", default="")


def roles_by(check: Callable) -> Callable:
    """The module that knows officers registers `check(user, roles) -> bool` here once."""
    _role_check[:] = [check]
    return check


def refusals_to(tell: Callable) -> Callable:
    """The module that keeps a record of refused openings registers `tell(request, problem)` here once."""
    _refusal_told[:] = [tell]
    return tell


def tell_refusal(request: HttpRequest, problem: Problem) -> None:
    """Hand a Problem that a page met to whoever keeps the record of refused openings."""
    for tell in _refusal_told:
        tell(request, problem)


def current_page() -> str:
    """The pattern of the address that an officer has asked for ("desk/cases/<uuid:uuid>/"); "" outside their pages."""
    return _page.get()


def _declare(
    view: Callable, audience: str, allowed: Callable[[HttpRequest], bool], message: str = ""
) -> Callable:
    @wraps(view)
    def guarded(request, *args, **kwargs):
        if not allowed(request):
            if not request.user.is_authenticated:
                return _to_sign_in(request)
            refused = _refused(request, audience, message)
            tell_refusal(request, refused)
            raise refused
        if _waits_for_password(request, view):
            return _to(request, WHERE_IT_CHANGES)
        return kept_by_nobody(_on_its_page(view, request, args, kwargs))

    guarded.audience = audience
    guarded.allowed = allowed
    return guarded


def _refused(request: HttpRequest, audience: str, message: str) -> Forbidden:
    """What is said to somebody whom the page is not for: one who is no officer has no post that could be opened."""
    if audience.startswith("officer") and request.user.kind != "officer":
        way_out = "您要办的事在“我的事”里；您是工作人员的，请换工作账号登录"
        return Forbidden("这一页是工作人员用的", way_out=way_out)
    return Forbidden(message, way_out="请换有权限的账号登录，或联系管理员开通")


def may_open(request: HttpRequest, address: str) -> bool:
    """Whether whoever asks may open the page at an address of ours: a menu shows no other. False where none is."""
    view = _view_at(address, settings.ROOT_URLCONF)
    if view is None:
        return False
    allowed = getattr(view, "allowed", None)
    return allowed is None or allowed(request)


@lru_cache(1024)
def _view_at(address: str, urlconf: str) -> Callable | None:
    try:
        return resolve(address, urlconf).func
    except Resolver404:
        return None


def _on_its_page(view: Callable, request: HttpRequest, args: tuple, kwargs: dict) -> HttpResponse:
    match = getattr(request, "resolver_match", None)
    before = _page.set(match.route if match else "")
    try:
        return view(request, *args, **kwargs)
    except Problem as problem:
        tell_refusal(request, problem)
        raise
    finally:
        _page.reset(before)


def kept_by_nobody(response: HttpResponse) -> HttpResponse:
    """What somebody sees as themselves is stored by no browser and no proxy, unless the page says otherwise."""
    if not response.has_header("Cache-Control"):
        response["Cache-Control"] = "private, no-store"
    return response


def _to_sign_in(request) -> HttpResponse:
    if request.headers.get("X-Requested-With") == "fetch":
        request.COOKIES.pop(
            settings.SESSION_COOKIE_NAME, None
        )  # it stays in the browser: the form itself comes next
        return HttpResponse(status=401)  # a script must not take the sign-in page for its answer
    if request.method == "GET":
        target = request.get_full_path()
    else:
        target = _page_before(request)
    return _to(request, f"/accounts/login/?next={quote(target)}")


def _page_before(request) -> str:
    """The page of ours from which a form was sent; the first page when the browser does not say."""
    page = urlsplit(request.headers.get("Referer", ""))
    if page.netloc != request.get_host():
        return "/"
    if page.query:
        return f"{page.path}?{page.query}"
    return page.path


def _to(request, address: str) -> HttpResponse:
    response = HttpResponseRedirect(address)
    if getattr(request, "htmx", False):
        response["HX-Redirect"] = response.url
    return response


def _waits_for_password(request: HttpRequest, view: Callable) -> bool:
    """Whether the account must first replace a password that somebody else has chosen: before every view but those by
    which it does so or leaves."""
    if hasattr(
        view, "with_any_password"
    ):  # a page about a lost database must not ask it who is there
        return False
    return getattr(request.user, "must_change_password", False)


def with_any_password(view: Callable) -> Callable:
    """Also for an account whose password somebody else has chosen. Stands below the declaration of the audience."""
    view.with_any_password = True
    return view


def public(view: Callable) -> Callable:
    """Anyone, without signing in."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        has_session = hasattr(request, "user") and settings.SESSION_COOKIE_NAME in request.COOKIES
        if has_session and _waits_for_password(request, view):
            return _to(request, WHERE_IT_CHANGES)
        return view(request, *args, **kwargs)

    guarded.audience = "public"
    return guarded


def signed_in(view: Callable) -> Callable:
    """Anyone who has signed in; what they see is their own."""
    return _declare(view, "signed_in", lambda r: r.user.is_authenticated)


def resident(view: Callable) -> Callable:
    """A person or an employer, never an officer's account."""
    return _declare(
        view,
        "resident",
        lambda r: r.user.is_authenticated and r.user.kind in ("person", "employer"),
        "这一页给办事的个人和单位用，您现在是工作人员账号",
    )


def officer(*roles: str) -> Callable[[Callable], Callable]:
    """An officer with one of `roles` (codes; none named means any officer)."""

    def declare(view: Callable) -> Callable:
        return _declare(
            view,
            f"officer:{','.join(roles)}",
            lambda r: (
                r.user.is_authenticated
                and r.user.kind == "officer"
                and _role_check[0](r.user, roles)
            ),
            "您的岗位不能打开这一页",
        )

    return declare
