"""A small server for tests: the bounds of bodies, and behind them a view that tells what it found. It is less patient
with slow senders than the platform, so that tests need not be more so."""

import os
from importlib import import_module

os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.test"

import django
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpRequest, HttpResponse, JsonResponse

from yichuang.core import incoming, seats, whole

django.setup()
bodies = import_module("yichuang.core.bodies")  # it needs models that are ready


def told(request: HttpRequest) -> HttpResponse:
    """What arrived: bytes, fields of the form and sizes of the files; refused unread at `/refused/`."""
    if request.path == "/refused/":
        return HttpResponse(status=403)
    files = {name: file.size for name, file in request.FILES.items()}
    size = len(request.body) if not request.POST and not files else 0
    return JsonResponse({"bytes": size, "fields": request.POST.dict(), "files": files})


answered = bodies.bounded(told)
incoming.GRACE = 3.0


def application(environ, start_response):
    """WSGI."""
    with seats.taken():
        return whole.or_nothing(door, environ, start_response)


def door(environ, start_response):
    """What stands behind the bounds of time."""
    response = answered(WSGIRequest(environ))
    start_response(f"{response.status_code} {response.reason_phrase}", list(response.items()))
    return [response.content]
