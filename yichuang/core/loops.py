"""Work that is looked for instead of asked for: events, short messages. Each kind has a thread of the worker to itself,
so that no job waits before it and none behind it, and a look that finds nothing costs one read
(docs/adr/0037-work-that-is-looked-for.md)."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import structlog
from django.db import close_old_connections, connection

from yichuang.core import clock, ports
from yichuang.core.plugins import Registry

log = structlog.get_logger("loops")
LOOK = 0.1  # seconds between two looks
PAUSE = 2.0  # seconds after a database that does not answer, or a fault that nobody foresaw
JUMP = 60.0  # seconds that the clock may differ from the time that has passed


@dataclass(frozen=True)
class Loop:
    """queue: the kind of jobs with which a worker takes it; "": every worker does. look: does what waits, returns
    whether more waits; every: seconds between two looks when none does; since: the moment since when something waits
    that nobody has tried, None for nothing."""

    name: str
    queue: str
    look: Callable[[], bool]
    every: float
    since: Callable[[], datetime | None]


LOOPS: Registry[Loop] = Registry("loops")


def loop(
    name: str, *, since: Callable[[], datetime | None], queue: str = "", every: float = LOOK
) -> Callable:
    """Decorator in `tasks.py` of what a worker does again and again. `name` is "module.verb"; the others as in Loop."""

    def keep(look: Callable[[], bool]) -> Callable[[], bool]:
        one = Loop(name, queue, look, every, since)
        LOOPS.register(name)(one)
        return look

    return keep


def of_kinds(kinds: list[str]) -> list[Loop]:
    """The loops of a worker that does the jobs of these kinds."""
    taken = ("", *kinds)
    known = LOOPS.all()
    return [each for each in known.values() if each.queue in taken]


def oldest() -> datetime | None:
    """Since when something waits that no loop has tried; None when nothing does."""
    moments = []
    for each in LOOPS.all().values():
        since = each.since()
        if since:
            moments.append(since)
    return min(moments, default=None)


def finish(kinds: list[str]) -> None:
    """Do what waits now. Raises what a look does."""
    for each in of_kinds(kinds):
        with ports.nobody_waits():
            while each.look():
                continue


class Looking:
    """`with Looking(kinds):` goes on with the loops of these kinds until the end of the block."""

    def __init__(self, kinds: list[str]) -> None:
        self._over = threading.Event()
        self._threads = []
        for each in of_kinds(kinds):
            thread = threading.Thread(target=self._run, args=(each,), name=each.name, daemon=True)
            self._threads.append(thread)

    def __enter__(self) -> "Looking":
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *fault) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join()

    def _run(self, one: Loop) -> None:
        structlog.contextvars.bind_contextvars(loop=one.name)
        try:
            with ports.nobody_waits():
                while not self._over.is_set():
                    rest = _looked(one)
                    self._over.wait(rest)
        finally:
            connection.close()


def _looked(one: Loop) -> float:
    """Look once; return for how many seconds to rest."""
    try:
        more = one.look()
    except Exception as fault:  # whatever it is, the loop goes on: nobody else does its work
        log.exception("look failed", error=repr(fault))
        close_old_connections()
        return PAUSE
    return 0.0 if more else one.every


class Clocks:
    """Sees a clock that was set: the time of day beside the time that has passed."""

    def __init__(self) -> None:
        self._set = _ahead()

    def jumped(self) -> bool:
        """Whether the clock was set, back or ahead, since this was made."""
        drift = abs(_ahead() - self._set)
        return drift > JUMP


def _ahead() -> float:
    """Seconds by which the time of day is ahead of the time that has passed."""
    return clock.now().timestamp() - time.monotonic()
