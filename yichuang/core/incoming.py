"""How long a body may take to arrive, and of how many one visitor may let us wait. What comes slower than by a bad line
is not waited for.

Nothing wakes a thread that reads from the server but the end of its connection. So another thread reads, and the one
that has to answer waits for it as long as the size allows; the answer to what is late ends this one connection
(`whole`), and with it the reading. No other connection is touched, whoever else has the same address (docs/adr/0049).
Who waits for what did not come at once has given up its seat (docs/adr/0061).
A proxy that holds bodies back until they are whole (docs/guides/run-in-production.md) leaves nothing to do here.
"""

import queue
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import IO

from yichuang.core import seats

AT_ONCE = 0.02  # seconds; what is there by then was sent with its head
SHARE = 8  # bodies of one visitor that a process waits for at the same time
GRACE = 15.0  # seconds that any body may take
SLOWEST = 16_000  # bytes a second beyond them; a bad mobile line brings more
RESTING = 16  # threads that wait for a body to read; what a burst needed beyond them ends with it


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

    def _waited_for(self, read: Callable[[], bytes]) -> bytes:
        if self.is_late or self.is_one_too_many:
            raise CutShort
        began = time.monotonic()
        reading = _Reading(read)
        _hand_over(reading)
        if not reading.is_done_within(AT_ONCE):
            self._be_counted()
            with seats.given_up():
                self.is_late = not reading.is_done_within(self._patience)
        if self.is_late:
            raise CutShort
        waited = time.monotonic() - began
        self._patience -= waited
        return reading.piece()

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


@dataclass(frozen=True)
class _Outcome:
    """What a reading brought, or what it raised."""

    piece: bytes = b""
    fault: BaseException | None = None


class _Reading:
    """One piece that a thread reads while another waits for it."""

    def __init__(self, read: Callable[[], bytes]):
        self._read = read
        self._outcomes: queue.SimpleQueue[_Outcome] = queue.SimpleQueue()
        self._outcome: _Outcome | None = None

    def outcome(self) -> _Outcome:
        """Of the thread that reads: whatever goes wrong is the other one's to raise."""
        try:
            return _Outcome(self._read())
        except BaseException as fault:
            return _Outcome(fault=fault)

    def tell(self, outcome: _Outcome) -> None:
        """Wake who waits."""
        self._outcomes.put(outcome)

    def is_done_within(self, seconds: float) -> bool:
        """Of the thread that waits; not at all where the time is over already."""
        try:
            self._outcome = self._outcomes.get(timeout=max(seconds, 0))
        except queue.Empty:
            return False
        return True

    def piece(self) -> bytes:
        """What was read, once it is done. Raises what the reading raised."""
        if self._outcome.fault:
            raise self._outcome.fault
        return self._outcome.piece


class _Reader(threading.Thread):
    """Reads one piece after the other: to start a thread costs more than to read. One whose piece nobody waits for any
    longer is free again when that connection ends."""

    def __init__(self):
        super().__init__(daemon=True, name="incoming")
        self.readings: queue.SimpleQueue[_Reading] = queue.SimpleQueue()

    def run(self) -> None:
        """Until enough others rest."""
        rests = True
        while rests:
            reading = self.readings.get()
            outcome = reading.outcome()
            rests = len(_resting) < RESTING
            if rests:
                _resting.append(
                    self
                )  # before it tells: who hears of it may ask for the next piece at once
            reading.tell(outcome)
            del reading, outcome


_resting: list[_Reader] = []


def _hand_over(reading: _Reading) -> None:
    """To a thread that rests, or to a new one."""
    try:
        reader = _resting.pop()
    except IndexError:
        reader = _Reader()
        reader.start()
    reader.readings.put(reading)
