"""Around every request: one structured log line, and problems told in the page's own words."""

import time

import structlog
from django.db import DataError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from yichuang.core.door import too_much_for_a_column
from yichuang.core.errors import Problem
from yichuang.core.ids import uuid7

log = structlog.get_logger("request")


def request_log(get_response):
    """One line per request: id, method, path without query, status, milliseconds, user. No personal text."""

    def middleware(request: HttpRequest) -> HttpResponse:
        began = time.perf_counter()
        request.id = str(uuid7())
        response = get_response(request)
        response["X-Request-Id"] = request.id
        log.info(
            "request",
            id=request.id,
            method=request.method,
            path=request.path,
            status=response.status_code,
            ms=round((time.perf_counter() - began) * 1000, 1),
        )
        return response

    return middleware


def problems(get_response):
    """A Problem raised by a view becomes a page with its sentence and its way out; a lost database, a 503 page."""

    def middleware(request: HttpRequest) -> HttpResponse:
        return get_response(request)

    def process_exception(request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, DataError):
            exception = too_much_for_a_column()
        if isinstance(exception, Problem):
            return render(request, "errors/problem.html", {"problem": exception}, status=exception.status)
        if isinstance(exception, OperationalError | InterfaceError):
            log.error("database unavailable", id=request.id, error=repr(exception))
            return render(request, "errors/unavailable.html", status=503)
        return None

    middleware.process_exception = process_exception
    return middleware
