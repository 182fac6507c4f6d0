"""Two doors in one process: `/api/` without session, form token and sign-in middleware; everything else with them."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.prod")

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.core.wsgi import get_wsgi_application

from yichuang.core import checks, keyring, seats, watching, whole


class _Door(WSGIHandler):
    """The same pages behind a list of middleware of its own, which Django reads once, when the handler is made."""

    def __init__(self, middleware: list[str]):
        usual = settings.MIDDLEWARE
        settings.MIDDLEWARE = middleware
        try:
            super().__init__()
        finally:
            settings.MIDDLEWARE = usual


pages = get_wsgi_application()
checks.refuse_unsafe()
api = _Door(settings.API_MIDDLEWARE)
keys = keyring.Guard()
watching.start()


def application(environ, start_response):
    """WSGI entry point of the whole platform."""
    with seats.taken():
        return _answered(environ, start_response)


def _answered(environ, start_response):
    if refusal := keys.refusal(environ["PATH_INFO"]):
        start_response("503 Service Unavailable", [("Content-Type", "text/plain; charset=utf-8")])
        return [refusal.encode()]
    door = api if environ["PATH_INFO"].startswith("/api/") else pages
    return whole.or_nothing(door, environ, start_response)
