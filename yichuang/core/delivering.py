"""The loop that delivers events: a thread of the worker, so that no job waits before an event and none behind it."""

import threading
import time

import structlog
from django.db import close_old_connections, connection

from yichuang.core import clock, outbox

log = structlog.get_logger("outbox")
LOOK = 0.1  # seconds between two looks when nothing waits
PAUSE = 2.0  # seconds after a database that does not answer, or a fault that nobody foresaw
JUMP = 60.0  # seconds that the clock may differ from the time that has passed


class Delivering:
    """`with Delivering():` delivers events until the end of the block."""

    def __init__(self) -> None:
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, name="delivering", daemon=True)

    def __enter__(self) -> "Delivering":
        self._thread.start()
        return self

    def __exit__(self, *fault) -> None:
        self._over.set()
        self._thread.join()

    def _run(self) -> None:
        try:
            while not self._over.is_set():
                self._over.wait(self._round())
        finally:
            connection.close()

    def _round(self) -> float:
        """Deliver what waits; return for how many seconds to rest."""
        try:
            return 0.0 if outbox.deliver() else LOOK
        except (
            Exception
        ) as fault:  # whatever it is, the loop goes on: without it nobody is told anything
            log.exception("delivery failed", error=repr(fault))
            close_old_connections()
            return PAUSE


class Clocks:
    """Sees a clock that was set: the time of day beside the time that has passed."""

    def __init__(self) -> None:
        self._set = clock.now().timestamp() - time.monotonic()

    def jumped(self) -> bool:
        """Whether the clock was set, back or ahead, since this was made."""
        return abs(clock.now().timestamp() - time.monotonic() - self._set) > JUMP
