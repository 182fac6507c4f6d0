"""Versions that were made ready since the catalogue last changed, kept in memory."""

import time
from datetime import date
from typing import Any

from django.db import connection

from yichuang.catalog import queries as catalog

FRESH = 1.0  # seconds: an item cancelled or switched off is refused everywhere after this
KEPT = 8192

Ready = dict[tuple, Any]  # what a reader puts in, by its own keys

_outside: tuple[str, float, Ready] = ("", 0.0, {})  # mark, when it was read, what it gave
_inside: tuple[str, Ready] = ("", {})  # the same, of readers inside transactions


def on(day: date) -> Ready:
    """What was made ready since the catalogue last changed.

    Its mark is read again after FRESH seconds; inside a transaction always,
    because only there it may have changed under our own hands.
    """
    global _outside
    if connection.in_atomic_block:
        latest = catalog.mark(day)
        return _of_transactions(latest)
    mark, read_at, ready = _outside
    now = time.monotonic()
    if now - read_at >= FRESH or len(ready) >= KEPT:
        latest = catalog.mark(day)
        if latest != mark or len(ready) >= KEPT:
            ready = {}
        _outside = (latest, now, ready)
    return ready


def _of_transactions(latest: str) -> Ready:
    """Kept apart: what a transaction saw that is rolled back is seen by no one who does not read the mark himself.

    A worker, which does all its work inside transactions, has nothing else.
    """
    global _inside
    mark, _, ready = _outside
    if mark == latest:
        return ready
    mark, ready = _inside
    if mark != latest or len(ready) >= KEPT:
        ready = {}
        _inside = (latest, ready)
    return ready
