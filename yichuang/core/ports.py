"""The outside world: one configured adapter per kind, through one wrapper that limits, times, logs, names failures.

Nobody waits longer than a limit, whatever the adapter does; who does not answer is left alone for a while; and of the
threads of a web process one at most waits for an outside that is in doubt, whatever the others do
(docs/adr/0026-outside-has-a-limit.md, 0046-who-is-in-doubt-keeps-one-thread.md).
"""

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from contextvars import ContextVar, copy_context
from functools import cache, partial
from typing import Any

import structlog
from django.conf import settings
from django.db import connection
from django.utils.module_loading import import_string

from yichuang.core.breaker import Breaker

log = structlog.get_logger("ports")
SOMEBODY_WAITS = 3.0  # seconds that a call may take while a person looks at a page that loads
NOBODY_WAITS = 20.0  # seconds that a call of a job may take
ASIDE = 0.5  # seconds that a second page waits for the first one's answer, where none came lately
NO_PAGE_ASKS = ("exchange.",)  # kinds that begin so are asked by jobs alone
_limit: ContextVar[float] = ContextVar("limit", default=SOMEBODY_WAITS)
_in_a_job: ContextVar[bool] = ContextVar("in_a_job", default=False)
_alone: ContextVar[bool] = ContextVar("alone", default=False)
_places: dict[str, threading.BoundedSemaphore] = {}
_breakers: dict[str, Breaker] = {}


class Rejected(Exception):
    """The outside said no, and will say no again."""


class Unavailable(Exception):
    """The outside did not answer; the same call may succeed later."""


class Occupied(Unavailable):
    """Nobody was asked: they did not answer last time, and another page of this process waits to see."""


class UnderALock(RuntimeError):
    """A call was about to be made inside a transaction: the rows it holds would wait for the outside with it. A mistake
    of whoever calls, as a durable transaction inside another one is."""


class InAWebThread(RuntimeError):
    """A page was about to ask whom only jobs ask: a department of its own pace, that a person would sit and wait for. A
    mistake of whoever calls."""


class NotConnected(Unavailable):
    """This installation has no such connection: asking again is of no use, people do it by hand."""


@cache
def adapter(kind: str) -> Any:
    """The adapter that settings.ADAPTERS names for `kind`, made once per process. Raises KeyError for no such kind."""
    return import_string(settings.ADAPTERS[kind])()


def connected(kind: str) -> bool:
    """Whether somebody stands on the other side (a simulator counts)."""
    return getattr(adapter(kind), "connected", True)


def simulated(kind: str) -> bool:
    """Whether a simulator answers."""
    return "simulator" in settings.ADAPTERS[kind]


@contextmanager
def nobody_waits() -> Iterator[None]:
    """Within it a job runs: a call may take as long as a job may."""
    job = _in_a_job.set(True)
    try:
        with within(NOBODY_WAITS):
            yield
    finally:
        _in_a_job.reset(job)


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Within it a call may take so long, in a job as in a page."""
    token = _limit.set(seconds)
    try:
        yield
    finally:
        _limit.reset(token)


@contextmanager
def alone() -> Iterator[None]:
    """Within it a call may be made inside a transaction: for made-up people, while simulators answer and the rows that
    wait are nobody else's."""
    token = _alone.set(True)
    try:
        yield
    finally:
        _alone.reset(token)


def breaker(kind: str) -> Breaker:
    """What this process knows of one outside."""
    return _breakers.setdefault(kind, Breaker())


def limit() -> float:
    """Seconds that a call made here may take."""
    return _limit.get()


def resting(kind: str) -> bool:
    """Whether nobody answered there lately, so that `ask` would raise Unavailable at once."""
    return kind in _breakers and _breakers[kind].resting()


def ask(kind: str, method: str, /, **arguments) -> Any:
    """Call one method of the adapter. Arguments are never logged: they are personal. The adapter runs in a thread of
    its own and must not use the database.

    Raises Rejected; Unavailable also when the limit is over, and at once while nobody answered lately; UnderALock
    inside a transaction; InAWebThread for NO_PAGE_ASKS outside of a job."""
    _refuse_in_a_web_thread(kind, method)
    _refuse_under_a_lock(kind, method)
    call = getattr(adapter(kind), method)
    began = time.perf_counter()
    outcome = "failed"
    try:
        answer = _answer_of(kind, partial(call, **arguments))
        outcome = "ok"
        return answer
    except Rejected:
        outcome = "rejected"
        raise
    except Unavailable:
        outcome = "unavailable"
        raise
    finally:
        took = time.perf_counter() - began
        log.info("port", kind=kind, method=method, outcome=outcome, ms=round(took * 1000, 1))


def _refuse_in_a_web_thread(kind: str, method: str) -> None:
    if kind.startswith(NO_PAGE_ASKS) and not _in_a_job.get():
        raise InAWebThread(f"{kind}.{method} outside of a job")


def _refuse_under_a_lock(kind: str, method: str) -> None:
    """The transaction of a test around everything does not count, as with Django's durable transactions."""
    held = [block for block in connection.atomic_blocks if not block._from_testcase]
    if held and not _alone.get():
        raise UnderALock(f"{kind}.{method} inside a transaction")


def _answer_of(kind: str, call: Callable[[], Any]) -> Any:
    known = breaker(kind)
    if not known.admits():
        raise Unavailable("not asked: nobody answered lately")
    try:
        answer = _in_turn(kind, call)
    except (NotConnected, Occupied):  # says nothing of whether somebody is there
        raise
    except Rejected:
        known.answered()
        raise
    except Exception:
        known.failed()
        raise
    known.answered()
    return answer


def _in_turn(kind: str, call: Callable[[], Any]) -> Any:
    """Who answered last time is asked by each page that comes. Of pages that ask one in doubt, one waits for the
    answer; jobs have their numbers (`core.jobs.CONCURRENCY`)."""
    seconds = limit()
    if _in_a_job.get() or not breaker(kind).doubted():
        return _within(seconds, call)
    place = _places.setdefault(kind, threading.BoundedSemaphore(1))
    if not place.acquire(timeout=ASIDE):
        raise Occupied("no answer last time, and another page waits for one")
    try:
        return _within(seconds, call)
    finally:
        place.release()


def _within(seconds: float, call: Callable[[], Any]) -> Any:
    """What the call gives. One that takes longer is left to itself: nobody hears its answer."""
    answer: Future = Future()
    context = copy_context()

    def run() -> None:
        try:
            answer.set_result(context.run(call))
        except BaseException as fault:
            answer.set_exception(fault)

    threading.Thread(target=run, name="outside", daemon=True).start()
    try:
        return answer.result(timeout=seconds)
    except TimeoutError as late:
        raise Unavailable("no answer within the limit") from late
