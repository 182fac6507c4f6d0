"""Alive and ready: for supervisors of processes, and for `./yi run`."""

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse

from yichuang.core import watching
from yichuang.core.access import public


@public
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("ok", content_type="text/plain")


@public
def readyz(request: HttpRequest) -> JsonResponse:
    """The process can serve: its database answers, has the schema it was written for, and the packs that were loaded
    last are the ones it reads. 503 with the reason when not."""
    try:
        why = watching.behind()
    except DatabaseError:
        return JsonResponse({"ready": False, "database": "unreachable"}, status=503)
    if why:
        return JsonResponse({"ready": False, "behind": why}, status=503)
    return JsonResponse({"ready": True})
