"""Alive and ready: for supervisors of processes, and for `./yi run`."""

import shutil

from django.conf import settings
from django.db import Error, connection
from django.http import HttpRequest, HttpResponse, JsonResponse

from yichuang.core import clock, jobs, loops, outbox, watching
from yichuang.core.access import public

LATE = 60  # seconds that an event or a short message may wait for its first try
ROOM = 64 << 20  # bytes that must be free where files and rows are written


@public
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("ok", content_type="text/plain")


@public
def readyz(request: HttpRequest) -> JsonResponse:
    """The process can serve: its database answers, has the schema it was written for, the packs that were loaded last
    are the ones it reads, and there is room to write. 503 with the reason when not."""
    try:
        why = watching.behind()
        places = [settings.DATA_DIR, *_folder_of_the_database()]
        work = background() if not why else {}
    except Error:
        return JsonResponse({"ready": False, "database": "unreachable"}, status=503)
    if why:
        return JsonResponse({"ready": False, "behind": why}, status=503)
    if not all(map(_has_room, places)):
        return JsonResponse({"ready": False, "disk": "full"}, status=503)
    return JsonResponse({"ready": True, "background": work})


def background() -> dict[str, object]:
    """How the worker fares: this process can serve meanwhile, so that nothing here makes it unready.

    waiting: seconds of the oldest event or short message that nobody has tried; failed: events and jobs for a person to
    look at; ticked: seconds since a worker last asked for what is due by the clock, None where none ever did; late: a
    worker is missing, does not keep up, or its clock was set."""
    waiting = 0
    since = loops.oldest()
    if since is not None:
        age = clock.now() - since
        waiting = round(age.total_seconds())
    late = waiting > LATE or jobs.standing() or not jobs.ticks()
    failed = outbox.failed().count()
    for row in jobs.failed():
        failed += row["count"]
    return {"waiting": waiting, "failed": failed, "ticked": jobs.since_last_tick(), "late": late}


def _folder_of_the_database() -> list[str]:
    """Where the database writes; nothing where this account may not know."""
    with connection.cursor() as cursor:
        cursor.execute("select setting from pg_settings where name = 'data_directory'")
        return [folder for (folder,) in cursor.fetchall()]


def _has_room(place) -> bool:
    """Whether a file can be written there; a place on another machine is that machine's to watch."""
    try:
        return shutil.disk_usage(place).free > ROOM
    except OSError:
        return True
