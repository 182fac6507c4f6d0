"""How much may be sent to an address, judged by what the sender announces, before anything is read.

A page takes a form; a page that declares `takes_files` takes files; an address open to everybody takes a small form.
What is larger is refused unread: it costs no disk and no thread. A body that comes in pieces, without a length before
it, is read as far as its address allows (RFC 9112 7.1, RFC 9113 8.1.1): Java, .NET and Node send their streams so.
"""

from collections.abc import Callable
from tempfile import SpooledTemporaryFile
from typing import IO, TypeVar

from django.conf import settings
from django.contrib.sessions.models import Session
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import Resolver404, resolve

from yichuang.core import whole
from yichuang.core.errors import Problem

T = TypeVar("T", bound=Callable)
SMALL = 256_000  # bytes: any form that somebody without an account fills in
PIECE = 1 << 16
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
    """Middleware: 413 with a way out for a body larger than its address takes. Nothing of it has been read, unless it
    came without a length; then the view finds it as if it had been announced."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if whole.comes_in_pieces(request.META):
            return _gathered(request, get_response)
        size = whole.announced(request.META)
        if size <= SMALL:
            return get_response(request)
        limit = most(request)
        if size <= limit:
            return get_response(request)
        return _refused(request, limit)

    return middleware


def _gathered(request: HttpRequest, get_response: Callable) -> HttpResponse:
    """The answer to the request with its whole body; on disk beyond what memory takes."""
    limit = most(request)
    with SpooledTemporaryFile(max_size=settings.FILE_UPLOAD_MAX_MEMORY_SIZE) as body:
        size = _copied(request.environ["wsgi.input"], body, limit)
        if size > limit:
            return _refused(request, limit)
        body.seek(0)
        request.META["CONTENT_LENGTH"] = str(size)
        request._stream = body
        return get_response(request)


def _copied(source: IO[bytes], target: IO[bytes], limit: int) -> int:
    """How many bytes were read; one piece beyond the limit at most."""
    size = 0
    while size <= limit:
        piece = source.read(PIECE)
        if not piece:
            break
        target.write(piece)
        size += len(piece)
    return size


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
