"""What no column can hold is stopped at the door, once for all pages and the API.

A NUL or half a surrogate pair in an address is nobody's typing: 400. In a posted form the NUL is dropped, because the
rest of the text is somebody's work (core/spelling.free).
"""

import re

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, QueryDict

from yichuang.core.errors import Problem
from yichuang.core.spelling import free

_UNSTORABLE = re.compile("[\0\ud800-\udfff]")
_UNSTORABLE_JSON = re.compile(rb"\\u0000|\\u[dD][89abAB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F])|\x00")
_FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")


def refuse_unstorable(get_response):
    """Middleware: 400 for an address that no column can hold; a posted form loses its NULs before the view reads it."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if has_unstorable_address(request):
            raise BadRequest("an address with a NUL or half a character")
        return get_response(request)

    def process_view(request: HttpRequest, view, args, kwargs) -> None:
        if (
            request.method == "POST"
            and request.content_type in _FORMS
            and _any_unstorable(request.POST)
        ):
            request.POST = _without_nul(request.POST)

    middleware.process_view = process_view
    return middleware


def has_unstorable_address(request: HttpRequest) -> bool:
    """Whether path or query hold what no column can."""
    return bool(_UNSTORABLE.search(request.path_info)) or _any_unstorable(request.GET)


def too_much_for_a_column() -> Problem:
    """What a text that is too long or a number that is too large for its column is told; nothing was written."""
    return Problem(
        "有一项太长，或者数太大，存不下",
        code="unstorable",
        way_out="请返回上一页，把写得特别长的一项改短，再提交一次；您填的内容还在",
        status=400,
    )


def holds_unstorable_json(body: bytes) -> bool:
    """Whether a JSON body holds a NUL or half a surrogate pair, which no column can hold."""
    return bool(_UNSTORABLE_JSON.search(body))


def _any_unstorable(sent: QueryDict) -> bool:
    for name, values in sent.lists():
        if _UNSTORABLE.search(name) or any(_UNSTORABLE.search(value) for value in values):
            return True
    return False


def _without_nul(sent: QueryDict) -> QueryDict:
    cleaned = QueryDict(mutable=True)
    for name, values in sent.lists():
        cleaned.setlist(free(name), [free(value) for value in values])
    cleaned._mutable = False
    return cleaned
