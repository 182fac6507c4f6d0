"""`manage worker`: background jobs and events, until told to stop; a database that goes away is waited for."""

import asyncio
import time

import psycopg
import structlog
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, close_old_connections
from procrastinate.exceptions import ConnectorException

from yichuang.core import jobs, keyring, loops, watching, working
from yichuang.core.apps import load_edges

log = structlog.get_logger("worker")
PAUSE = 2  # seconds between two tries to reach a database that went away


class Command(BaseCommand):
    about = "cases"
    help = "后台：执行任务、投递事件"

    def add_arguments(self, parser):
        kinds = list(jobs.CONCURRENCY)
        parser.add_argument(
            "--queue", action="append", choices=kinds, help="只做这一类任务，可以写几次"
        )
        parser.add_argument("--once", action="store_true", help="做完手头的就结束")

    def handle(self, *args, queue: list[str] | None, once: bool, **options):
        load_edges()
        kinds = queue or list(jobs.CONCURRENCY)
        try:
            if once:
                finish(kinds)
            else:
                watching.start()
                go_on(kinds)
        except keyring.OtherKeys as fault:
            raise CommandError(f"{fault}。{keyring.WAY_OUT}。") from fault


def finish(kinds: list[str]) -> None:
    """Deliver the events that wait, and do what they ask for. Raises OtherKeys, and what the database does."""
    keyring.refuse_other_keys()
    loops.finish(kinds)
    asyncio.run(working.finish(kinds))


def go_on(kinds: list[str]) -> None:
    """Deliver events and do jobs until a signal, beginning anew after a lost database and a clock that was set.
    Raises OtherKeys."""
    while not _worked_until_a_signal(kinds):
        close_old_connections()
        time.sleep(PAUSE)


def _worked_until_a_signal(kinds: list[str]) -> bool:
    try:
        keyring.refuse_other_keys()
        close_old_connections()
        jobs.come_back_to_now()
        with loops.Looking(kinds):
            signalled = asyncio.run(working.work(kinds))
    except (ConnectorException, psycopg.Error, DatabaseError) as fault:
        log.error("database unavailable", error=repr(fault))
        return False
    if not signalled:
        log.error("begun anew", error="the library ended by itself, or the clock was set")
    return signalled
