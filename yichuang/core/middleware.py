"""Around every request: one structured log line, and problems told in the page's own words."""

import logging
import time

import structlog
from django.db import DataError
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render

from yichuang.core import db, pages
from yichuang.core.door import too_much_for_a_column
from yichuang.core.errors import Problem
from yichuang.core.ids import uuid7

log = structlog.get_logger("request")


def request_log(get_response):
    """One line per request: id, method, route, status, milliseconds, who and from where. No personal text.

    The route is the address as it is declared, so that no token, number or name stands in a log. Whatever is logged
    meanwhile carries the id of the request."""

    def middleware(request: HttpRequest) -> HttpResponse:
        began = time.perf_counter()
        request.id = str(uuid7())
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=request.id)
        response = get_response(request)
        response["X-Request-Id"] = request.id
        log.info(
            "request",
            method=request.method,
            route=_route(request),
            status=response.status_code,
            ms=round((time.perf_counter() - began) * 1000, 1),
            who=_who(request),
            address=request.META.get("REMOTE_ADDR", ""),
        )
        return response

    return middleware


class WithoutPaths(logging.Filter):
    """Django names the path of a request that went wrong: the route takes its place, a token stands in no log."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Always lets the record pass."""
        request = getattr(record, "request", None)
        if request is not None and isinstance(record.args, tuple):
            hidden = (request.path, request.get_full_path())
            record.args = tuple(_route(request) if arg in hidden else arg for arg in record.args)
        return True


def _route(request: HttpRequest) -> str:
    """ "/t/<str:number>"; "" for an address that is none of ours."""
    match = request.resolver_match
    return f"/{match.route}" if match else ""


def _who(request: HttpRequest) -> str:
    """The account or key as audit names it, when the request came to know it; "" for a stranger."""
    caller = getattr(request, "auth", None)
    if caller is not None:
        return str(getattr(caller, "actor", ""))
    user = getattr(
        request, "_cached_user", None
    )  # not asked for: a page that needs nobody looks nobody up
    if user is not None and user.is_authenticated:
        return f"{user.kind}:{user.uuid}"
    return ""


def problems(get_response):
    """A Problem raised by a view becomes a page with its sentence and its way out; a lost database, a 503; an address
    that only takes forms, opened by hand, a page with the way back."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if isinstance(response, HttpResponseNotAllowed) and not response.content:
            return _not_a_page(request, response)
        return response

    def process_exception(request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, DataError):
            exception = too_much_for_a_column()
        if isinstance(exception, Problem):
            return render(
                request, "errors/problem.html", {"problem": exception}, status=exception.status
            )
        if db.unavailable(exception):
            log.error("unavailable", error=repr(exception))
            return render(request, "errors/unavailable.html", status=503)
        return None

    middleware.process_exception = process_exception
    return middleware


def _not_a_page(request: HttpRequest, response: HttpResponseNotAllowed) -> HttpResponse:
    """The same refusal with its sentence and the nearest page above."""
    shown = {"back": pages.above(request)}
    page = render(request, "errors/405.html", shown, status=response.status_code)
    page["Allow"] = response["Allow"]
    return page
