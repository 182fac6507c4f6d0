"""The only clock. Rules never read it: they are given the time.

A run of tests may move it (YICHUANG_CLOCK_AHEAD): web, worker and SQL (`core_now()`) then share the moved time. What
only measures how long something took (`time.monotonic`) needs no clock.
"""

from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from config.env import env

SHANGHAI = ZoneInfo("Asia/Shanghai")
AHEAD = timedelta(seconds=env.clock_ahead)
_frozen: ContextVar[datetime | None] = ContextVar("frozen", default=None)


def now() -> datetime:
    """The present moment, aware, in Beijing time."""
    return _frozen.get() or running()


def running() -> datetime:
    """The present moment also where the clock is held, as in SQL: a visit lasts while a case is looked at as of
    another day."""
    return datetime.now(SHANGHAI) + AHEAD


def today() -> date:
    """Today's date in Beijing."""
    return now().date()


def local(moment: datetime) -> datetime:
    """The same moment in Beijing time; a naive one is taken as Beijing time."""
    if moment.tzinfo is None:
        return moment.replace(tzinfo=SHANGHAI)
    return moment.astimezone(SHANGHAI)


def ours(machine_moment: datetime) -> datetime:
    """A moment that the machine wrote by its own clock (the time of a file), as this clock tells it."""
    return machine_moment + AHEAD


def of_machine() -> datetime:
    """The present moment by the machine's own clock, for what a library compares with that one."""
    return running() - AHEAD


@contextmanager
def frozen(moment: datetime):
    """Hold the clock at `moment` in this thread: for tests and for replays."""
    token = _frozen.set(local(moment))
    try:
        yield
    finally:
        _frozen.reset(token)
