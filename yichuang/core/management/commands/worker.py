"""`manage worker`: background jobs and events, until told to stop; a database that goes away is waited for."""

import asyncio
import contextlib
import signal
import time

import psycopg
import structlog
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, close_old_connections
from procrastinate.contrib.django import app
from procrastinate.exceptions import ConnectorException

from yichuang.core import keyring, watching
from yichuang.core.apps import load_edges

log = structlog.get_logger("worker")
PAUSE = 2  # seconds between two tries to reach a database that went away


class Command(BaseCommand):
    about = "cases"
    help = "后台：执行任务、投递事件"

    def add_arguments(self, parser):
        parser.add_argument("--concurrency", type=int, default=4)
        parser.add_argument("--once", action="store_true", help="做完手头的就结束")

    def handle(self, *args, concurrency: int, once: bool, **options):
        load_edges()
        if not once:
            watching.start()
        while True:
            try:
                keyring.refuse_other_keys()
                close_old_connections()
                told = asyncio.run(work(concurrency=concurrency, wait=not once, delete_jobs="successful"))
                if told or once:
                    return
                log.error("database unavailable", error="the worker ended by itself")
            except keyring.OtherKeys as fault:
                raise CommandError(f"{fault}。{keyring.WAY_OUT}。") from fault
            except (ConnectorException, psycopg.Error, DatabaseError) as fault:
                if once:
                    raise
                log.error("database unavailable", error=repr(fault))
            close_old_connections()
            time.sleep(PAUSE)


async def work(**options) -> bool:
    """Work until a signal or an end of its own; whether it was a signal. The library ends without a word when one of
    its side tasks meets a dead database. Raises what its connection raises."""
    told, loop = asyncio.Event(), asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, told.set)
    worker_app = app.with_connector(app.connector.get_worker_connector())
    async with worker_app.open_async():
        job = asyncio.create_task(worker_app.run_worker_async(install_signal_handlers=False, **options))
        stop = asyncio.create_task(told.wait())
        await asyncio.wait({job, stop}, return_when=asyncio.FIRST_COMPLETED)
        stop.cancel()
        if told.is_set():
            job.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await job
            return True
        await job
        return False
