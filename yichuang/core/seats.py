"""How many requests a web process works on at once, however many threads it has.

A thread that waits for somebody's line, until a body has come or an answer has left, takes no seat, so that who sends
slowly keeps nobody waiting. A connection to the database belongs to a seat and not to a thread (docs/adr/0061).
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from queue import SimpleQueue

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections


class _Seat:
    """A place to work at, with the connection that whoever sits there uses."""

    def __init__(self):
        self._connection = connections.create_connection(DEFAULT_DB_ALIAS)
        self._connection.inc_thread_sharing()
        self._is_lent = False

    def lend(self) -> None:
        """The connection becomes that of this thread, unless it came with one of its own."""
        self._is_lent = not connections.all(initialized_only=True)
        if self._is_lent:
            connections[DEFAULT_DB_ALIAS] = self._connection

    def take_back(self) -> None:
        """This thread has no connection any more."""
        if self._is_lent:
            del connections[DEFAULT_DB_ALIAS]


_free: SimpleQueue[_Seat] = SimpleQueue()
for _ in range(settings.SEATS):
    _free.put(_Seat())
_mine = threading.local()


@contextmanager
def taken() -> Iterator[None]:
    """Sits from when a seat is free until the end."""
    _sit()
    try:
        yield
    finally:
        _leave()


@contextmanager
def given_up() -> Iterator[None]:
    """The seat is somebody else's meanwhile. Who has none, or is in a transaction, stays as they are."""
    if getattr(_mine, "seat", None) is None or connections[DEFAULT_DB_ALIAS].in_atomic_block:
        yield
        return
    _leave()
    try:
        yield
    finally:
        _sit()


def _sit() -> None:
    _mine.seat = _free.get()
    _mine.seat.lend()


def _leave() -> None:
    seat = _mine.seat
    _mine.seat = None
    seat.take_back()
    _free.put(seat)
