"""How long a body may take to arrive. What comes slower than by a bad line is cut off: no thread waits for it.

A thread of the server waits inside `read`, and nothing wakes it but its connection, which the server shows to nobody.
So the process looks through its own connections: of an address from which a body is late, those end that bring next to
nothing (docs/adr/0049). Linux only, where a process sees its connections; elsewhere the proxy in front has this duty.
A proxy that holds bodies back until they are whole (docs/guides/run-in-production.md) leaves nothing to do here.
"""

import os
import socket
import stat
import struct
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import IO

import structlog

GRACE = 15.0  # seconds that any body may take
SLOWEST = 16_000  # bytes a second beyond them; a bad mobile line brings more
LOOK = 2.0  # seconds between two looks
FAST = 32_000  # bytes from one look to the next: who brings them is not the one
CONNECTIONS = Path("/proc/self/fd")
BYTES_RECEIVED = struct.Struct("=128xQ")  # tcpi_bytes_received in struct tcp_info (linux/tcp.h)
INTERNET = (socket.AF_INET, socket.AF_INET6)
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
        due = self._missing if size < 0 else min(size, self._missing)
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
        return now - self._since > self._patience

    @contextmanager
    def _waiting(self) -> Iterator[None]:
        self._since = time.monotonic()
        _waited_for[id(self)] = self
        try:
            yield
        finally:
            _waited_for.pop(id(self))
            self._patience -= time.monotonic() - self._since

    def _come(self, piece: bytes, due: int) -> bytes:
        self._missing -= len(piece)
        if self.is_cut or len(piece) < due:
            raise CutShort
        return piece


_waited_for: dict[int, Body] = {}


def start() -> None:
    """Look from now on, in a thread of its own, until the process ends."""
    if CONNECTIONS.exists():
        threading.Thread(target=_watch, daemon=True, name="incoming").start()


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

    before, and out: bytes that each connection of such an address has brought, by its number."""
    now = time.monotonic()
    late = [body for body in list(_waited_for.values()) if body.late(now)]
    if not late:
        return {}
    came = {}
    with ExitStack() as stack:
        connections = _connections(stack)
        for number, (connection, _) in connections.items():
            came[number] = _bytes_received(connection)
        slow = [n for n in sorted(came) if came[n] - before.get(n, -FAST) < FAST]
        for body in late:
            body.is_cut = True
            mine = [number for number in slow if connections[number][1] == body.address]
            if mine:
                slow.remove(mine[0])
                _end(connections[mine[0]][0], body.address)
    return came


def _end(connection: socket.socket, address: str) -> None:
    with suppress(OSError):  # it has ended by itself
        connection.shutdown(socket.SHUT_RD)
    log.warning("cut off", address=address)


def _connections(stack: ExitStack) -> dict[int, tuple[socket.socket, str]]:
    """number → (connection, address) of those that others have opened to a port where this process listens. A younger
    one has a higher number mostly. They are closed with the stack; the process keeps its own handles."""
    listening, opened = set(), {}
    for each in _sockets(stack):
        if each.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN):
            listening.add(each.getsockname()[1])
            continue
        with suppress(OSError):  # nobody is at the other end any more
            opened[os.fstat(each.fileno()).st_ino] = (each, each.getpeername()[0])
    return {
        n: (each, who) for n, (each, who) in opened.items() if each.getsockname()[1] in listening
    }


def _sockets(stack: ExitStack) -> Iterator[socket.socket]:
    """A second handle of every internet socket of this process, so that none is closed and used anew meanwhile."""
    for name in os.listdir(CONNECTIONS):
        with suppress(OSError):
            handle = os.dup(int(name))
            if not stat.S_ISSOCK(os.fstat(handle).st_mode):
                os.close(handle)
                continue
            each = stack.enter_context(socket.socket(fileno=handle))
            if each.family in INTERNET and each.type == socket.SOCK_STREAM:
                yield each


def _bytes_received(connection: socket.socket) -> int:
    told = connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, BYTES_RECEIVED.size)
    return BYTES_RECEIVED.unpack(told)[0]
