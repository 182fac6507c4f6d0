"""The only clock. Rules never read it: they are given the time."""

from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")
_frozen: ContextVar[datetime | None] = ContextVar("frozen", default=None)


def now() -> datetime:
    """The present moment, aware, in Beijing time."""
    return _frozen.get() or datetime.now(SHANGHAI)


def today() -> date:
    """Today's date in Beijing."""
    return now().date()


def local(moment: datetime) -> datetime:
    """The same moment in Beijing time; a naive one is taken as Beijing time."""
    return moment.replace(tzinfo=SHANGHAI) if moment.tzinfo is None else moment.astimezone(SHANGHAI)


@contextmanager
def frozen(moment: datetime):
    """Hold the clock at `moment` in this thread: for tests and for replays."""
    token = _frozen.set(local(moment))
    try:
        yield
    finally:
        _frozen.reset(token)
