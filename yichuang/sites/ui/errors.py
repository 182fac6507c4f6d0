"""The pages for what went wrong. Each says what happened and where to go on; none shows the inside."""

import sys

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from yichuang.core import db
from yichuang.core.access import public, with_any_password


@public
@with_any_password
def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400."""
    return _page(request, 400)


@public
@with_any_password
def forbidden(request: HttpRequest, exception: Exception | None = None, reason: str = "") -> HttpResponse:
    """403; also a form whose token is too old."""
    return _page(request, 403, problem=_told(exception))


@public
@with_any_password
def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404."""
    return _page(request, 404, problem=_told(exception))


@public
@with_any_password
def too_many(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """429."""
    return _page(request, 429, problem=_told(exception))


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
    """A form that was open too long: CSRF_FAILURE_VIEW."""
    return _page(request, 403, stale=True)


def _told(exception: Exception | None) -> Exception | None:
    """Only our own problems carry a sentence meant for readers."""
    return exception if hasattr(exception, "way_out") else None


def _page(request: HttpRequest, status: int, **context) -> HttpResponse:
    return HttpResponse(render_to_string(f"errors/{status}.html", context, request), status=status)


handler400, handler403, handler404, handler500 = bad_request, forbidden, not_found, failed
