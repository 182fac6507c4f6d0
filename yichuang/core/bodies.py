"""How much may be sent to an address, judged by what the sender announces, before anything is read.

A page takes a form; a page that declares `takes_files` takes files; an address open to everybody takes a small form.
What is larger is refused unread: it costs no disk and no thread. A body that comes in pieces, without a length before
it (RFC 9112 7.1), is read by its view alone, as far as the address allows: Java, .NET and Node send
their streams so, and who has no key or no form token is refused before a thread waits for the first of them.
"""

import io
from collections.abc import Callable
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
    came without a length and its view read it; then nothing is done with what was read."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if whole.comes_in_pieces(request.META):
            return _in_pieces(request, get_response)
        size = whole.announced(request.META)
        if size <= SMALL:
            return get_response(request)
        limit = most(request)
        if size <= limit:
            return get_response(request)
        return _refused(request, limit)

    return middleware


class _TooMuch(BaseException):
    """More came than the address takes. It goes past every view to the one who answers 413, as `incoming.CutShort`."""


class _Pieces(io.RawIOBase):
    """A body whose length nobody said: read when the view asks for it, and no further than allowed."""

    def __init__(self, source: IO[bytes], limit: int):
        self._source = source
        self._left = limit

    def read(self, size: int = -1) -> bytes:
        """As of a file. Raises _TooMuch."""
        due = self._left + 1
        if size >= 0:
            due = min(size, due)
        pieces = []
        while due:
            piece = self._counted(self._source.read(min(due, PIECE)))
            if not piece:
                break
            pieces.append(piece)
            due -= len(piece)
        return b"".join(pieces)

    def _counted(self, piece: bytes) -> bytes:
        self._left -= len(piece)
        if self._left < 0:
            raise _TooMuch
        return piece


def _in_pieces(request: HttpRequest, get_response: Callable) -> HttpResponse:
    """The answer to the request, whose view finds a body of the length that it may have at most: Django takes one
    without a length for empty. Only files go to the disk; what is held in memory is bounded by what memory takes."""
    limit = most(request)
    if request.content_type != "multipart/form-data":
        limit = min(limit, settings.DATA_UPLOAD_MAX_MEMORY_SIZE)
    request.META["CONTENT_LENGTH"] = str(limit)
    request._stream = _Pieces(request.environ["wsgi.input"], limit)
    try:
        return get_response(request)
    except _TooMuch:
        return _refused(request, limit)


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
