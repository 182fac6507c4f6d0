"""Background work by name: the job commits with the write that asked for it (procrastinate on the same database)."""

from collections.abc import Callable, Iterable
from datetime import timedelta
from functools import wraps
from typing import Any

import structlog
from asgiref.sync import async_to_sync
from django.db import (
    InterfaceError,
    OperationalError,
    close_old_connections,
    connection,
    transaction,
)
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued, ConnectorException
from procrastinate.jobs import Job

from yichuang.core import asking, clock, ports
from yichuang.core.ids import uuid7

log = structlog.get_logger("jobs")
CONCURRENCY = {
    "default": 2,
    "clock": 1,
    "messages": 2,
    "outside": 4,
    "exchange": 6,
    "sheets": 1,
}  # one kind never waits for another
LATE = 120  # seconds after its tick, when a periodic job is called late
AMISS = 5  # seconds that the clocks of two hosts may differ
FURTHEST = timedelta(minutes=2)  # no job is put off for longer
STANDS = timedelta(minutes=5)  # a job that waits so long is not merely waiting its turn
_FAILED = """
    select j.task_name, count(*), min(e.at), max(e.at) from procrastinate_jobs j
    join procrastinate_events e on e.job_id = j.id and e.type = 'failed'
    where j.status = 'failed' group by 1 order by 4 desc
"""
_STANDING = """
    select exists (select 1 from procrastinate_jobs j
      join procrastinate_events e on e.job_id = j.id and e.type = 'deferred'
      where j.status = 'todo' and coalesce(j.scheduled_at, e.at) < %s)
"""
_TICKS_TO_COME = "delete from procrastinate_periodic_defers where defer_timestamp > %s"
_TRIES_TO_COME = (
    "update procrastinate_jobs set scheduled_at = null where status = 'todo' and scheduled_at > %s"
)
_SEEN_IN_TIME_TO_COME = (
    "update procrastinate_workers set last_heartbeat = '-infinity' where last_heartbeat > %s"
)
_LAST_TICK = "select max(defer_timestamp) from procrastinate_periodic_defers"


# of a periodic job one at most may wait (its queueing lock): of several that could go back, the last one does
_SUPERFLUOUS = """
    select j.id from procrastinate_jobs j
    where j.id = any(%s) and j.queueing_lock is not null and exists (
      select 1 from procrastinate_jobs other where other.queueing_lock = j.queueing_lock
        and (other.status = 'todo' or other.id = any(%s) and other.id > j.id))
"""
_FORGET = "delete from procrastinate_jobs where id = any(%s)"
_FAILED_BEFORE = """
    delete from procrastinate_jobs j where j.task_name = %s and j.status = 'failed' and exists (
      select 1 from procrastinate_jobs later
      where later.task_name = j.task_name and later.status = 'failed' and later.id > j.id)
"""


class Enough(Exception):
    """Raised by the act of a round: the rest is left for the next one."""


class Unfinished(Exception):
    """Some rows of a round failed; the others are done."""


def job(name: str, *, queue: str = "default", retries: int = 5, cron: str = "") -> Callable:
    """Decorator in `tasks.py`. `name` is "module.verb"; queue: a key of CONCURRENCY; with `cron` it is periodic, takes
    `timestamp`, and never waits twice; of those that failed the last one is kept: the round is the same each time."""

    def keep(function: Callable) -> Callable:
        retry = RetryStrategy(max_attempts=retries, exponential_wait=2)

        @wraps(function)
        def run(*args, **arguments):
            structlog.contextvars.clear_contextvars()
            structlog.contextvars.bind_contextvars(job=name, run=str(uuid7()))
            if asking.KEY in arguments:
                structlog.contextvars.bind_contextvars(request_id=arguments.pop(asking.KEY))
            if cron:
                _tell_when_late(arguments["timestamp"])
            close_old_connections()  # as a request does: a database that was away is found again
            try:
                if cron:
                    _forget_failures_before_the_last(name)
                with ports.nobody_waits():
                    return function(*args, **arguments)
            finally:
                close_old_connections()

        lock = name if cron else None
        task = app.task(name=name, queue=queue, retry=retry, queueing_lock=lock)(run)
        if cron:
            app.periodic(cron=cron)(task)
        return function

    return keep


def defer(name: str, **arguments) -> None:
    """Ask for job `name` with JSON arguments, inside the running transaction. It carries the id of the request that
    asks, so that its lines in the log are found by it."""
    asked_by = asking.request_id()
    if asked_by:
        arguments[asking.KEY] = asked_by
    app.configure_task(name).defer(**arguments)


def defer_once(name: str, *, of: str, **arguments) -> bool:
    """The same of one of many kinds of work of this name: of these words one at most waits, and one at most is done at
    a time. Whether it was asked for now; False where one waits already, which then does this too.

    of: which of them, as the code of a source that is asked."""
    asked_by = asking.request_id()
    if asked_by:
        arguments[asking.KEY] = asked_by
    line = f"{name}:{of}"
    one_of_many = app.configure_task(name, lock=line, queueing_lock=line)
    try:
        with transaction.atomic():
            one_of_many.defer(**arguments)
    except AlreadyEnqueued:
        return False
    return True


def each(what: str, rows: Iterable, act: Callable[[Any], Any]) -> int:
    """Do `act` with every row of a round; one that fails is logged and stops no other. Return how many were done.

    Raises Unfinished at the end when some failed, so that the job counts as failed; what a lost database raises, at
    once."""
    done = 0
    failures = []
    for row in rows:
        try:
            act(row)
            done += 1
        except Enough:
            break
        except (OperationalError, InterfaceError):
            raise
        except Exception as fault:  # a row that nobody foresaw
            failures.append(row)
            log.exception("row failed", round=what, row=str(row), error=repr(fault))
    if failures:
        raise Unfinished(
            f"{what}: {len(failures)} failed, {done} done, the first that failed: {failures[0]}"
        )
    return done


def failed() -> list[dict[str, Any]]:
    """Jobs that have been given up, by name: name, count, first and last (moments)."""
    with connection.cursor() as cursor:
        cursor.execute(_FAILED)
        rows = cursor.fetchall()
    names = ("name", "count", "first", "last")
    return [dict(zip(names, row, strict=True)) for row in rows]


def again(name: str) -> int:
    """Put the failed jobs of this name back into their queue, of a periodic one the last, unless one waits already; the
    others are forgotten. One that cannot go back stays as it is. Return how many wait no longer for a person."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select id from procrastinate_jobs where task_name = %s and status = 'failed'", [name]
        )
        keys = [pk for (pk,) in cursor.fetchall()]
    settled = _forget_superfluous(keys)
    for pk in keys:
        if pk not in settled and _goes_back(pk):
            settled.add(pk)
    return len(settled)


def close(name: str) -> int:
    """Forget the failed jobs of this name: a person has settled what they were for. Return how many."""
    with connection.cursor() as cursor:
        cursor.execute(
            "delete from procrastinate_jobs where task_name = %s and status = 'failed'", [name]
        )
        return cursor.rowcount


def standing() -> bool:
    """Whether a job waits that should have been begun long ago: no worker takes its kind."""
    with connection.cursor() as cursor:
        cursor.execute(_STANDING, [clock.of_machine() - STANDS])
        return cursor.fetchone()[0]


def take_up() -> int:
    """Jobs of workers that are no more go back into their queue, each on its own; return how many. Of a periodic one it
    is the last, unless one waits already; the others are forgotten."""
    stalled = async_to_sync(_stalled)()
    superfluous = _forget_superfluous([row.id for row in stalled])
    taken_up = 0
    for row in stalled:
        if row.id not in superfluous and _goes_back(row.id):
            taken_up += 1
            log.warning("job taken up", task=row.task_name, id=row.id)
    return taken_up


def come_back_to_now() -> int:
    """After the clock was set back, nothing waits for a time that was already there: ticks that count as done in the
    time to come are forgotten, jobs that were to be tried again then are tried now, and workers that were last seen
    then are taken for what they are. Return how many rows."""
    now = clock.now()
    changes = [
        (_TICKS_TO_COME, now.timestamp()),
        (_TRIES_TO_COME, now + FURTHEST),
        (_SEEN_IN_TIME_TO_COME, now + FURTHEST),
    ]
    rows = 0
    with connection.cursor() as cursor:
        for statement, moment in changes:
            cursor.execute(statement, [moment])
            rows += cursor.rowcount
    return rows


def since_last_tick() -> int | None:
    """Seconds since a worker last asked for what is due: some job is every minute. Below 0 where the clock was set back
    since; None where no worker ever was."""
    with connection.cursor() as cursor:
        cursor.execute(_LAST_TICK)
        (last,) = cursor.fetchone()
    if last is None:
        return None
    return round(clock.now().timestamp() - last)


def ticks() -> bool:
    """Whether a worker asks for what is due, by the clock of now."""
    since = since_last_tick()
    return since is None or -AMISS <= since <= LATE


def purge(days: int) -> None:
    """Delete jobs that ended more than `days` ago, well or not."""
    forget = app.job_manager.delete_old_jobs
    async_to_sync(forget)(
        nb_hours=24 * days, include_failed=True, include_cancelled=True, include_aborted=True
    )


async def _stalled() -> list[Job]:
    return list(await app.job_manager.get_stalled_jobs())


def _forget_superfluous(keys: list[int]) -> set[int]:
    """Delete those of these jobs that could not wait beside another; return which."""
    with connection.cursor() as cursor:
        cursor.execute(_SUPERFLUOUS, [keys, keys])
        superfluous = {pk for (pk,) in cursor.fetchall()}
        cursor.execute(_FORGET, [list(superfluous)])
    return superfluous


def _goes_back(pk: int) -> bool:
    """Whether the job waits again: meanwhile another may wait in its place, or somebody has settled it. The library
    compares its moments with the machine's clock, whichever way ours is moved."""
    at_once = clock.of_machine()
    try:
        with transaction.atomic():
            app.job_manager.retry_job_by_id(pk, retry_at=at_once)
    except ConnectorException as fault:
        log.warning("job stays", id=pk, error=repr(fault.__cause__ or fault))
        return False
    return True


def _forget_failures_before_the_last(name: str) -> None:
    """A round that fails each minute is one failure to look at, not ten thousand."""
    with connection.cursor() as cursor:
        cursor.execute(_FAILED_BEFORE, [name])


def _tell_when_late(tick: int) -> None:
    late = clock.now().timestamp() - tick
    if late > LATE:
        log.warning("late tick", seconds=round(late))
