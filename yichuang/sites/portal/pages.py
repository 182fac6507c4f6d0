"""Public pages are a function of a few facts: the same facts give the same page, so it is made once and then kept."""

from functools import cache
from hashlib import sha256
from pathlib import Path
from threading import Lock
from typing import Any

from cachetools import LRUCache
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.template.loader import render_to_string
from django.utils.cache import patch_vary_headers

from yichuang.sites.portal.visitor import places
from yichuang.sites.ui.chrome import ELDER_COOKIE, THEME_COOKIE

ROOM = 1000
ASK_AGAIN = "private, no-cache"
_finished: LRUCache[str, str] = LRUCache(ROOM)
_one_at_a_time = Lock()


def public_page(
    request: HttpRequest, template: str, facts: tuple, context, *, status: int = 200
) -> HttpResponse:
    """The page, from memory where the facts are the same.

    facts: everything the page depends on besides the address, the place and the reader's preferences, as plain
    values; context: function() → dict, called only when the page must be made. A signed-in visitor and one with a
    message waiting always get a fresh page. An unchanged page is answered 304.
    """
    place = places.of(request)
    if _personal(request):
        response = HttpResponse(_made(request, template, context, place), status=status)
        response["Cache-Control"] = "private, no-store"
        return response
    key = _key(request, template, facts, place)
    tag = f'W/"{key}"'
    if status == 200 and tag in request.headers.get("If-None-Match", ""):
        response = HttpResponseNotModified()
    else:
        with _one_at_a_time:
            html = _finished.get(key)
        if html is None:
            html = _made(request, template, context, place)
            with _one_at_a_time:
                _finished[key] = html
        response = HttpResponse(html, status=status)
    response["ETag"] = tag
    response["Cache-Control"] = ASK_AGAIN
    patch_vary_headers(response, ["Cookie"])
    return response


def _personal(request: HttpRequest) -> bool:
    return settings.SESSION_COOKIE_NAME in request.COOKIES or "messages" in request.COOKIES


def _made(request: HttpRequest, template: str, context, place: places.Place) -> str:
    return render_to_string(
        template, {"place": place, "place_name": place.bureau, **context()}, request
    )


def _key(request: HttpRequest, template: str, facts: tuple, place: places.Place) -> str:
    reader = (request.COOKIES.get(ELDER_COOKIE, ""), request.COOKIES.get(THEME_COOKIE, ""))
    parts = (_build(), template, request.get_full_path(), place.code, reader, facts)
    return sha256(repr(parts).encode()).hexdigest()[:32]


@cache
def _build() -> str:
    """The digest of the templates and static files that this process serves."""
    root = Path(__file__).resolve().parent.parent
    digest: Any = sha256()
    for folder in ("templates", "static"):
        for path in sorted((root / folder).rglob("*.*")):
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
