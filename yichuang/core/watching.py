"""What a running process looks at twice a second: are there other packs, is this still the schema it was written for?

The state is this process's own. `/readyz` tells it, `serving` refuses to work on an unknown schema; nothing else stops
serving: pages of the old packs are right until the new ones are taken up.
"""

import threading
import time
from collections.abc import Callable

import structlog
from django.conf import settings
from django.db import Error, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from yichuang.core import packs, revision, schema
from yichuang.core.plugins import Registry

PAUSE = 0.5  # seconds between two looks
ALWAYS_ANSWERED = ("/healthz", "/readyz")
# what a module makes ready again after other packs were taken up, so that the next visitor does not wait for it
WARMERS: Registry[Callable[[], object]] = Registry("warmers")
UNAVAILABLE = {
    "type": "urn:yichuang:problem:unavailable",
    "title": "暂时用不了",
    "status": 503,
    "detail": "系统正在升级",
    "way_out": "请过一两分钟再试",
}
log = structlog.get_logger("watching")

_seen_schema: tuple = ()
_lacking: list[str] = []


def look() -> None:
    """Take up the packs that were loaded last, and compare the schema when it changed. Raises as `db.call`."""
    global _seen_schema, _lacking
    latest = schema.last_change()
    if latest != _seen_schema:
        _lacking = schema.lacking()
        _seen_schema = latest
        if _lacking:
            log.error("unknown schema", lacking=_lacking[:10])
    loaded = revision.exact()[1]
    if loaded and loaded != packs.in_use() and packs.take_up(loaded):
        log.info("packs taken up", packs=loaded[:12])
        warm()


def warm() -> None:
    """Make ready what the first visitor would wait for."""
    for make in WARMERS.all().values():
        make()


def behind() -> list[str]:
    """Why this process is not ready, in words for an operator; [] when it is. Raises as `db.call`."""
    why = [f"schema: {name} is not applied" for name in _lacking]
    loaded = revision.exact()[1]
    if loaded and loaded != packs.in_use():
        why.append("packs: those loaded last are not taken up, or not on this host")
    return why


def start() -> None:
    """Look from now on, in a thread of its own, until the process ends; not where settings.WATCHES is off."""
    if not settings.WATCHES:
        return
    threading.Thread(target=_watch, daemon=True, name="watching").start()


def _watch() -> None:
    warmed = False
    while True:
        try:
            look()
            if not warmed:
                warm()
                warmed = True
        except Error as fault:  # the database is away, or not yet there: it is asked again
            log.warning("database unavailable", error=repr(fault))
            connection.close()
        except Exception as fault:  # whatever it is, it goes on: nobody else looks for this process
            log.exception("look failed", error=repr(fault))
            connection.close()
        time.sleep(PAUSE)


def serving(get_response):
    """Middleware: 503 for everything but the questions of supervisors while the schema is unknown."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if not _lacking or request.path in ALWAYS_ANSWERED:
            return get_response(request)
        if request.path.startswith("/api/"):
            return JsonResponse(UNAVAILABLE, status=503, content_type="application/problem+json")
        return render(request, "errors/unavailable.html", status=503)

    return middleware
