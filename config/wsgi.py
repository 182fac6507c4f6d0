"""Two doors in one process: `/api/` without session, form token and sign-in middleware; everything else with them."""

import contextlib
import os
import threading

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.prod")

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.core.wsgi import get_wsgi_application
from django.db import DatabaseError, connection
from django.test.utils import override_settings

pages = get_wsgi_application()
with override_settings(MIDDLEWARE=settings.API_MIDDLEWARE):  # read once, when the handler is made
    api = WSGIHandler()


def _warm() -> None:
    """Build the search index before the first visitor asks; a database that is away leaves it to that visitor."""
    from yichuang.catalog import queries

    with contextlib.suppress(DatabaseError, RuntimeError):
        queries.search("", limit=1)
    connection.close()


threading.Thread(target=_warm, daemon=True).start()


def application(environ, start_response):
    """WSGI entry point of the whole platform."""
    door = api if environ["PATH_INFO"].startswith("/api/") else pages
    return door(environ, start_response)
