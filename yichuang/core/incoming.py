"""How long a body may take to arrive, and of how many one visitor may let us wait. What comes slower than by a bad line
is not waited for.

Nothing wakes a thread that reads from the server but the end of its connection. So another thread reads, and the one
that has to answer waits for it as long as the size allows; the answer to what is late ends this one connection
(`whole`), and with it the reading. No other connection is touched, whoever else has the same address (docs/adr/0049).
Who waits for what did not come at once has given up its seat (docs/adr/0061).
A proxy that holds bodies back until they are whole (docs/guides/run-in-production.md) leaves nothing to do here.
"""

import threading
import time
from collections import Counter
from collections.abc import Callable
from typing import IO

from yichuang.core import seats

AT_ONCE = 0.02  # seconds; what is there by then was sent with its head
SHARE = 8  # bodies of one visitor that a process waits for at the same time
GRACE = 15.0  # seconds that any body may take
SLOWEST = 16_000  # bytes a second beyond them; a bad mobile line brings more


class CutShort(BaseException):
    """A body ended before its length. Nobody is there to be answered, and nothing on the way may act on the half of it:
    so it is no Exception that a page takes for a fault of its own."""


class Body:
    """What a request brings, as `wsgi.input`; it knows how long it may be waited for, and whether it came too late."""

    def __init__(self, source: IO[bytes], *, length: int, visitor: Callable[[], str] = lambda: ""):
        """length: bytes announced, 0 where nobody said; visitor: who sends it, as limits count them."""
        self.is_late = False
        self.is_one_too_many = False
        self._source = source
        self._missing = length
        self._is_announced = length > 0
        self._patience = GRACE + length / SLOWEST
        self._visitor = visitor
        self._counted_for: str | None = None

    def read(self, size: int = -1) -> bytes:
        """As of a file. Raises CutShort."""
        due = self._missing
        if size >= 0:
            due = min(size, due)
            if not self._is_announced:
                self._patience += size / SLOWEST
        piece = self._waited_for(lambda: self._source.read(size))
        return self._come(piece, due)

    def readline(self, size: int = -1) -> bytes:
        """As of a file. Raises CutShort."""
        line = self._waited_for(self._source.readline)
        return self._come(line, 0)

    def end(self) -> None:
        """Nobody waits for it any more."""
        if self._counted_for is not None:
            _slow.leave(self._counted_for)

    def _waited_for(self, reading: Callable[[], bytes]) -> bytes:
        if self.is_late or self.is_one_too_many:
            raise CutShort
        began = time.monotonic()
        reader = _Reader(reading)
        reader.start()
        if not reader.is_done.wait(AT_ONCE):
            self._be_counted()
            with seats.given_up():
                self.is_late = not reader.is_done.wait(self._patience)
        if self.is_late:
            raise CutShort
        waited = time.monotonic() - began
        self._patience -= waited
        return reader.piece()

    def _be_counted(self) -> None:
        if self._counted_for is not None:
            return
        visitor = self._visitor()
        if not _slow.join(visitor):
            self.is_one_too_many = True
            raise CutShort
        self._counted_for = visitor

    def _come(self, piece: bytes, due: int) -> bytes:
        size = len(piece)
        self._missing -= size
        if size < due:
            raise CutShort
        return piece


class _Slow:
    """How many bodies of each visitor this process waits for."""

    def __init__(self):
        self._lock = threading.Lock()
        self._counts = Counter()

    def join(self, visitor: str) -> bool:
        """One more; False, and none more, where they have their SHARE."""
        with self._lock:
            if self._counts[visitor] >= SHARE:
                return False
            self._counts[visitor] += 1
            return True

    def leave(self, visitor: str) -> None:
        """One less."""
        with self._lock:
            self._counts[visitor] -= 1
            if not self._counts[visitor]:
                del self._counts[visitor]


_slow = _Slow()


class _Reader(threading.Thread):
    """Reads once. It outlives the request by no more than the connection does."""

    def __init__(self, reading: Callable[[], bytes]):
        super().__init__(daemon=True, name="incoming")
        self.is_done = threading.Event()
        self._reading = reading
        self._piece = b""
        self._fault: BaseException | None = None

    def run(self) -> None:
        """Of the thread: whatever goes wrong is the other one's to raise."""
        try:
            self._piece = self._reading()
        except BaseException as fault:
            self._fault = fault
        finally:
            self.is_done.set()

    def piece(self) -> bytes:
        """What was read, once it is done. Raises what the reading raised."""
        if self._fault:
            raise self._fault
        return self._piece
