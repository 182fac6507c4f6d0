"""A small server for tests: the bounds of bodies, and behind them a view that tells what it found."""

import os

os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.test"

import django
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpRequest, JsonResponse
from django.utils.module_loading import import_string

django.setup()


def told(request: HttpRequest) -> JsonResponse:
    """What arrived: bytes, fields of the form and sizes of the files."""
    files = {name: file.size for name, file in request.FILES.items()}
    size = len(request.body) if not request.POST and not files else 0
    return JsonResponse({"bytes": size, "fields": request.POST.dict(), "files": files})


answered = import_string("yichuang.core.bodies.bounded")(told)


def application(environ, start_response):
    """WSGI."""
    response = answered(WSGIRequest(environ))
    start_response(f"{response.status_code} {response.reason_phrase}", list(response.items()))
    return [response.content]
