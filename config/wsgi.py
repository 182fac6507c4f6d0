"""Two doors in one process: `/api/` without session, form token and sign-in middleware; everything else with them."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.prod")

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.core.wsgi import get_wsgi_application
from django.test.utils import override_settings

pages = get_wsgi_application()
with override_settings(MIDDLEWARE=settings.API_MIDDLEWARE):  # read once, when the handler is made
    api = WSGIHandler()


def application(environ, start_response):
    """WSGI entry point of the whole platform."""
    door = api if environ["PATH_INFO"].startswith("/api/") else pages
    return door(environ, start_response)
