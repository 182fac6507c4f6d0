"""How long a body may take to arrive. What comes slower than by a bad line is cut off: no thread waits for it.

A thread of the server waits inside `read`, and nothing wakes it but its connection, which the server shows to nobody.
So the process looks through its own connections: of an address from which a body is late, those end that bring next to
nothing (docs/adr/0049). Linux only, where a process sees its connections; elsewhere the proxy in front has this duty.
A proxy that holds bodies back until they are whole (docs/guides/run-in-production.md) leaves nothing to do here.
"""

import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from operator import attrgetter
from typing import IO

import structlog

from yichuang.core import connections
from yichuang.core.connections import Connection

GRACE = 15.0  # seconds that any body may take
SLOWEST = 16_000  # bytes a second beyond them; a bad mobile line brings more
LOOK = 2.0  # seconds between two looks
FAST = 32_000  # bytes from one look to the next: who brings them is not the one
NUMBER = attrgetter("number")
log = structlog.get_logger("incoming")


class CutShort(BaseException):
    """A body ended before its length. Nobody is there to be answered, and nothing on the way may act on the half of it:
    so it is no Exception that a page takes for a fault of its own."""


class Body:
    """What a request brings, as `wsgi.input`; it knows how long somebody has waited for it."""

    def __init__(self, source: IO[bytes], *, length: int, address: str):
        """length: bytes announced, 0 where nobody said; address: of the connection."""
        self.address = address
        self.is_cut = False
        self._source = source
        self._missing = length
        self._patience = GRACE + length / SLOWEST
        self._since = 0.0

    def read(self, size: int = -1) -> bytes:
        """As of a file. Raises CutShort."""
        due = self._missing
        if size >= 0:
            due = min(size, due)
        with self._waiting():
            piece = self._source.read(size)
        return self._come(piece, due)

    def readline(self, size: int = -1) -> bytes:
        """As of a file. Raises CutShort."""
        with self._waiting():
            line = self._source.readline()
        return self._come(line, 0)

    def late(self, now: float) -> bool:
        """Whether somebody waits for it longer than its size allows. now: of the monotonic clock."""
        waited = now - self._since
        return waited > self._patience

    @contextmanager
    def _waiting(self) -> Iterator[None]:
        self._since = time.monotonic()
        _waited_for[id(self)] = self
        try:
            yield
        finally:
            _waited_for.pop(id(self))
            waited = time.monotonic() - self._since
            self._patience -= waited

    def _come(self, piece: bytes, due: int) -> bytes:
        size = len(piece)
        self._missing -= size
        if self.is_cut or size < due:
            raise CutShort
        return piece


_waited_for: dict[int, Body] = {}


def start() -> None:
    """Look from now on, in a thread of its own, until the process ends."""
    if connections.can_be_seen():
        thread = threading.Thread(target=_watch, daemon=True, name="incoming")
        thread.start()


def _watch() -> None:
    came: dict[int, int] = {}
    while True:
        time.sleep(LOOK)
        try:
            came = look(came)
        except Exception as fault:  # whatever it is, it goes on: nobody else looks for this process
            log.exception("look failed", error=repr(fault))


def look(before: dict[int, int]) -> dict[int, int]:
    """End what brings next to nothing from where bodies are late: the oldest, and no more than are late.

    before, and out: bytes that each connection has brought, by its number; {} while nothing is late."""
    now = time.monotonic()
    bodies = list(_waited_for.values())
    late = [body for body in bodies if body.late(now)]
    if not late:
        return {}
    with ExitStack() as stack:
        opened = connections.of_others(stack)
        slow = [each for each in opened if _is_slow(each, before)]
        slow.sort(key=NUMBER)
        for body in late:
            _cut(body, slow)
        return {each.number: each.received for each in opened}


def _is_slow(connection: Connection, before: dict[int, int]) -> bool:
    """Whether it was there at the last look, and has brought next to nothing since."""
    earlier = before.get(connection.number)
    if earlier is None:
        return False
    brought = connection.received - earlier
    return brought < FAST


def _cut(body: Body, slow: list[Connection]) -> None:
    """End the oldest connection from where a body is late, if there is one; that one is taken off the list."""
    for connection in slow:
        if connection.address == body.address:
            slow.remove(connection)
            body.is_cut = True
            connection.end()
            log.warning("cut off", address=body.address)
            return
