"""How much may be sent to an address, judged by what the sender announces, before anything is read.

A page takes a form; a page that declares `takes_files` takes files; an address open to everybody takes a small form.
What is larger is refused unread: it costs no disk and no thread.
"""

from collections.abc import Callable
from typing import TypeVar

from django.conf import settings
from django.contrib.sessions.models import Session
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import Resolver404, resolve

from yichuang.core.errors import Problem

T = TypeVar("T", bound=Callable)
SMALL = 256_000  # bytes: any form that somebody without an account fills in
FILES_AT_ONCE = 5
FIELDS_BESIDE = (
    5_000_000  # bytes beside one file; a file a little too large is told so at its own place
)


def takes_files(view: T) -> T:
    """Declares that the view takes files: the largest allowed five times over, or one for a program."""
    view.takes_files = True
    return view


def most(request: HttpRequest) -> int:
    """Bytes that this address takes from this sender."""
    try:
        view = resolve(request.path_info).func
    except Resolver404:
        return SMALL
    file = settings.UPLOAD_MAX_MB * 1_000_000 + FIELDS_BESIDE
    audience = getattr(view, "audience", "public")
    files = getattr(view, "takes_files", False)
    if audience.startswith("key:"):
        return file if files else settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    if audience == "public" or not _has_session(request):
        return SMALL
    return file * FILES_AT_ONCE if files else settings.DATA_UPLOAD_MAX_MEMORY_SIZE


def bounded(get_response):
    """Middleware: 413 with a way out for a body larger than its address takes. Nothing of it has been read."""

    def middleware(request: HttpRequest) -> HttpResponse:
        size = _announced(request)
        if size <= SMALL:
            return get_response(request)
        limit = most(request)
        if size <= limit:
            return get_response(request)
        return _refused(request, limit)

    return middleware


def _announced(request: HttpRequest) -> int:
    text = request.META.get("CONTENT_LENGTH") or "0"
    if text.isascii() and text.isdigit():
        return int(text)
    return 0


def _has_session(request: HttpRequest) -> bool:
    """Whether the sender has signed in once on this device: a session that ended counts, its form is not lost."""
    key = request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")
    return bool(key) and "\0" not in key and Session.objects.filter(session_key=key[:40]).exists()


def _refused(request: HttpRequest, limit: int) -> HttpResponse:
    if limit >= 1_000_000:
        shown = f"{limit // 1_000_000} MB"
    else:
        shown = f"{limit // 1000} KB"
    problem = Problem(
        f"一次送来的内容太大，这里最多收{shown}",
        code="body_too_large",
        way_out="请分几次传，或把照片拍小一点再传；填过的内容还在",
        status=413,
    )
    if request.path.startswith("/api/"):
        body = {
            "type": f"urn:yichuang:problem:{problem.code}",
            "title": "内容太大",
            "status": problem.status,
            "detail": problem.message,
            "code": problem.code,
            "way_out": problem.way_out,
            "problems": [],
            "request_id": getattr(request, "id", ""),
        }
        answer = JsonResponse(
            body, status=problem.status, json_dumps_params={"ensure_ascii": False}
        )
        answer["Content-Type"] = "application/problem+json; charset=utf-8"
        return answer
    return render(request, "errors/problem.html", {"problem": problem}, status=problem.status)
