"""The pages for what went wrong. Each says what happened and where to go on; none shows the inside."""

import sys
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from yichuang.core import db
from yichuang.core.access import public, with_any_password
from yichuang.sites.ui import authors

SECRETS = ("password", "again", "old", "code")


@public
@with_any_password
def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400."""
    return _page(request, 400)


@public
@with_any_password
def forbidden(
    request: HttpRequest, exception: Exception | None = None, reason: str = ""
) -> HttpResponse:
    """403; also a form whose token is too old."""
    return _page(request, 403, problem=_own_problem(exception))


@public
@with_any_password
def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404."""
    return _page(request, 404, problem=_own_problem(exception))


@public
@with_any_password
def too_many(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """429."""
    return _page(request, 429, problem=_own_problem(exception))


@public
@with_any_password
def failed(request: HttpRequest) -> HttpResponse:
    """500, or 503 when the database is away or the disk full; rendered without asking the database anything new."""
    if db.unavailable(sys.exc_info()[1]):
        return HttpResponse(render_to_string("errors/unavailable.html", {}, request), status=503)
    return _page(request, 500)


@public
@with_any_password
def offline(request: HttpRequest) -> HttpResponse:
    """What a page without connection may show; kept by the browser."""
    return HttpResponse(render_to_string("errors/offline.html", {}, request))


@public
@with_any_password
def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that was open too long, CSRF_FAILURE_VIEW: the same form once more, under a fresh token.

    Only a form that was sent from a page of ours and says no secret is offered again: what another site has made the
    browser send is not."""
    again = _typed(request) if _is_from_here(request) else []
    return _page(
        request,
        403,
        stale=True,
        again=again,
        address=request.get_full_path(),
        had_files="multipart" in request.content_type,
    )


def _is_from_here(request: HttpRequest) -> bool:
    """Whether a page of ours sent the form, made for whoever is there now or for nobody. A browser says so itself; no
    script can make it say so. What the head of the request denies is not read."""
    if request.method != "POST" or settings.CSRF_COOKIE_NAME not in request.COOKIES:
        return False
    origin = request.headers.get("Origin")
    if not origin:
        origin = request.headers.get("Referer", "")
    if urlsplit(origin).netloc != request.get_host():
        return False
    return not _is_of_somebody_else(request)


def _is_of_somebody_else(request: HttpRequest) -> bool:
    """Whether the form was made for one account and another is signed in now: what they typed is not shown."""
    author = authors.author_of(request)
    user = getattr(request, "user", None)
    if not author or user is None or not user.is_authenticated:
        return False
    return author != str(user.pk)


def _typed(request: HttpRequest) -> list[tuple[str, str]]:
    """(name, text) of everything that was posted; nothing where a secret is among it."""
    pairs = []
    for name, texts in request.POST.lists():
        if any(part in name for part in SECRETS):
            return []
        if name != "csrfmiddlewaretoken":
            pairs += [(name, text) for text in texts]
    return pairs


def _own_problem(exception: Exception | None) -> Exception | None:
    """Only our own problems carry a sentence meant for readers."""
    return exception if hasattr(exception, "way_out") else None


def _page(request: HttpRequest, status: int, **context) -> HttpResponse:
    return HttpResponse(render_to_string(f"errors/{status}.html", context, request), status=status)


handler400, handler403, handler404, handler500 = bad_request, forbidden, not_found, failed
