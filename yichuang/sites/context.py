"""Template context common to all pages."""

from django.conf import settings
from django.db import DatabaseError
from django.utils.functional import SimpleLazyObject

from yichuang.accounts import queries as accounts
from yichuang.cases.queries import letters
from yichuang.core import clock
from yichuang.identity import queries as identity
from yichuang.notify import queries as notify
from yichuang.sites.ui.chrome import chrome


def site(request) -> dict:
    """`chrome`: the frame of the page (mode, theme, who, where); `unread`: messages that a resident has not opened,
    counted only where a page shows it; `upload_mb`: the largest file that is taken."""
    return {
        "chrome": chrome(request),
        "unread": SimpleLazyObject(lambda: _unread(request)),
        "todos": SimpleLazyObject(lambda: _todo_counts(request)),
        "upload_mb": settings.UPLOAD_MAX_MB,
    }


def _todo_counts(request) -> tuple[int, int]:
    try:
        user = getattr(request, "user", None)
        officer = accounts.on_duty(user) if user is not None else None
        if officer:
            return accounts.todo_counts(officer, clock.today())
        return 0, 0
    except DatabaseError:
        return 0, 0


def _unread(request) -> int:
    try:
        user = getattr(request, "user", None)
        sight = identity.sight_of(user) if user is not None else None
        if not sight:
            return 0
        return notify.unread_count(sight.actor, about=letters.about(sight))
    except DatabaseError:
        return 0
