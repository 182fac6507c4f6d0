"""The jobs of several kinds done side by side in one process, each kind with its own number at a time."""

import asyncio
import contextlib
import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import structlog
from procrastinate import App
from procrastinate.contrib.django import app
from procrastinate.periodic import PeriodicDeferrer, PeriodicRegistry, PeriodicTask

from yichuang.core import clock, jobs
from yichuang.core.loops import Clocks

log = structlog.get_logger("worker")
LOOK = 2  # seconds between two looks at the clock
# seconds after which a tick is no longer made up for: what is due each night is, by day
MISSED = 25 * 60 * 60


class Ticks(PeriodicDeferrer):
    """Asks for what is due, by the clock of Beijing: the library reads "5 0" as five past midnight in Greenwich, when
    the counters have opened. However long nobody asked (the clock was set, the machine slept, no worker ran), it is one
    tick of each job, the last; the library would ask for every one that was missed."""

    def __init__(self, registry: PeriodicRegistry):
        super().__init__(registry, max_delay=MISSED)
        for periodic_task in registry.periodic_tasks.values():
            periodic_task.croniter.set_current(clock.now())

    def get_timestamps(
        self, periodic_task: PeriodicTask, since: int | None, until: float
    ) -> Iterator[int]:
        """The last tick before `until`, unless it is the one that was asked for last."""
        for tick in super().get_timestamps(periodic_task, None, until):
            if tick != since:
                yield tick


async def finish(kinds: list[str]) -> None:
    """Do the jobs of these kinds that wait now."""
    async with contextlib.AsyncExitStack() as opened:
        working = await _begin(kinds, opened, wait=False)
        await asyncio.gather(*working)


async def work(kinds: list[str]) -> bool:
    """Do the jobs of these kinds until a signal or an end of its own; whether it was a signal.

    The library ends without a word when one of its side tasks meets a dead database, and does not see a clock that was
    set. Raises what its connection raises."""
    signalled = _signalled()
    async with contextlib.AsyncExitStack() as opened:
        working = await _begin(kinds, opened, wait=True)
        watching = [asyncio.create_task(signalled.wait()), asyncio.create_task(_clock_was_set())]
        await asyncio.wait([*working, *watching], return_when=asyncio.FIRST_COMPLETED)
        await _end(working, watching, signalled)
    return signalled.is_set()


async def _begin(
    kinds: list[str], opened: contextlib.AsyncExitStack, *, wait: bool
) -> list[asyncio.Task]:
    """A task for each kind, and while they wait for jobs one that asks for what is due; those that do not wait find
    asked for what is due now. `opened` closes their connections."""
    _a_thread_for_each(kinds)
    ticks = Ticks(app.periodic_registry)
    working = []
    if wait:
        asking = asyncio.create_task(ticks.worker())
        working.append(asking)
    else:
        now = clock.now().timestamp()
        due = ticks.get_previous_tasks(at=now)
        await ticks.defer_jobs(due)
    for kind in kinds:
        own = _app_of_its_own()
        await opened.enter_async_context(own.open_async())
        ends = own.run_worker_async(
            queues=[kind],
            name=kind,
            concurrency=jobs.CONCURRENCY[kind],
            wait=wait,
            delete_jobs="successful",
            install_signal_handlers=False,
        )
        task = asyncio.create_task(ends)
        working.append(task)
    return working


def _a_thread_for_each(kinds: list[str]) -> None:
    """All kinds take their threads from one pool, whose usual size goes by the machine: on a small one, jobs that hang
    would leave none for the others."""
    threads = sum(map(jobs.CONCURRENCY.get, kinds))
    pool = ThreadPoolExecutor(threads)
    loop = asyncio.get_running_loop()
    loop.set_default_executor(pool)


async def _end(
    working: list[asyncio.Task], watching: list[asyncio.Task], signalled: asyncio.Event
) -> None:
    """Cancel what still runs. Raises what a worker ended with, unless it was a signal."""
    for task in [*working, *watching]:
        task.cancel()
    ends = await asyncio.gather(*working, return_exceptions=True)
    if signalled.is_set():
        return
    for end in ends:
        if isinstance(end, Exception):
            raise end


def _app_of_its_own() -> App:
    """Without periodic jobs: each worker would ask for them, by one shared iterator, which several would confuse."""
    connector = app.connector.get_worker_connector()
    own = app.with_connector(connector)
    own.periodic_registry = PeriodicRegistry()
    return own


def _signalled() -> asyncio.Event:
    """Set by the first signal to end."""
    signalled = asyncio.Event()
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGINT, signalled.set)
    loop.add_signal_handler(signal.SIGTERM, signalled.set)
    return signalled


async def _clock_was_set() -> None:
    """Wait until somebody sets the clock."""
    clocks = Clocks()
    while not clocks.jumped():
        await asyncio.sleep(LOOK)
    log.warning("clock was set")
