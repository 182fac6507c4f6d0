"""The connections that others have opened to this process: who is at the other end, what came, and ending one.

A server in another language keeps them to itself; the kernel shows them to the process whose they are. Linux only."""

from collections.abc import Iterator
from contextlib import ExitStack, suppress
from os import close, dup, fstat, listdir
from pathlib import Path
from socket import (
    AF_INET,
    AF_INET6,
    IPPROTO_TCP,
    SHUT_RD,
    SO_ACCEPTCONN,
    SOCK_STREAM,
    SOL_SOCKET,
    TCP_INFO,
    socket,
)
from stat import S_ISSOCK
from struct import Struct

HANDLES = Path("/proc/self/fd")
INTERNET = (AF_INET, AF_INET6)
BYTES_RECEIVED = Struct("=128xQ")  # tcpi_bytes_received in struct tcp_info (linux/tcp.h)


class Connection:
    """One of them. number: a younger one has a higher one mostly; received: bytes until now."""

    def __init__(self, handle: socket):
        """Raises OSError when nobody is at the other end any more."""
        self._handle = handle
        about = fstat(handle.fileno())
        self.number = about.st_ino
        peer = handle.getpeername()
        self.address: str = peer[0]
        size = BYTES_RECEIVED.size
        info = handle.getsockopt(IPPROTO_TCP, TCP_INFO, size)
        self.received: int = BYTES_RECEIVED.unpack(info)[0]

    def end(self) -> None:
        """Nothing more is read from it; who waits for more is told that it has ended."""
        with suppress(OSError):  # it has ended by itself
            self._handle.shutdown(SHUT_RD)


def can_be_seen() -> bool:
    """Whether this system shows a process its connections."""
    return HANDLES.exists()


def of_others(stack: ExitStack) -> list[Connection]:
    """Those to a port where this process listens, so none of its own to a database. They serve until the stack ends."""
    handles = list(_handles(stack))
    ports = {_port(each) for each in handles if _listens(each)}
    opened = []
    for each in handles:
        if _listens(each) or _port(each) not in ports:
            continue
        with suppress(OSError):
            opened.append(Connection(each))
    return opened


def _listens(handle: socket) -> bool:
    return bool(handle.getsockopt(SOL_SOCKET, SO_ACCEPTCONN))


def _port(handle: socket) -> int:
    name = handle.getsockname()
    return name[1]


def _handles(stack: ExitStack) -> Iterator[socket]:
    """A second handle of every internet socket of this process, so that none is closed and used anew meanwhile."""
    for name in listdir(HANDLES):
        with suppress(OSError):
            number = dup(int(name))
            stack.callback(close, number)
            about = fstat(number)
            if S_ISSOCK(about.st_mode):
                handle = socket(fileno=number)
                stack.callback(handle.detach)
                if handle.family in INTERNET and handle.type == SOCK_STREAM:
                    yield handle
