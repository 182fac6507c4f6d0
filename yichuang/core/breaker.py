"""Who did not answer several times in a row is left alone for a while, so that nobody waits for nothing."""

import threading
from datetime import datetime, timedelta

from yichuang.core import clock

FAILURES = 3  # in a row
REST = timedelta(seconds=30)


class Breaker:
    """What one process knows of one outside (docs/adr/0026-outside-has-a-limit.md). Safe for threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._failures = 0
        self._rests_since: datetime | None = None

    def admits(self) -> bool:
        """Whether a call may be made now. After a rest one caller is let through to see; the others go on waiting."""
        now = clock.now()
        with self._lock:
            if self._rests_since is None:
                return True
            if self._rests(now):
                return False
            self._rests_since = now
            return True

    def resting(self) -> bool:
        """Whether a call would be refused now."""
        now = clock.now()
        with self._lock:
            return self._rests_since is not None and self._rests(now)

    def doubted(self) -> bool:
        """Whether the last call was not answered."""
        with self._lock:
            return self._failures > 0

    def answered(self) -> None:
        """Somebody is there."""
        with self._lock:
            self._failures = 0
            self._rests_since = None

    def failed(self) -> None:
        """Nobody answered."""
        now = clock.now()
        with self._lock:
            self._failures += 1
            if self._failures >= FAILURES:
                self._rests_since = now

    def _rests(self, now: datetime) -> bool:
        """A clock that was set back ends the rest."""
        rested = now - self._rests_since
        return timedelta(0) <= rested < REST
