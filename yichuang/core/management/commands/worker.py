"""`manage worker`: background jobs and events, until told to stop; a database that goes away is waited for."""

import time

import psycopg
import structlog
from django.core.management.base import BaseCommand
from procrastinate.contrib.django import app
from procrastinate.exceptions import ConnectorException

from yichuang.core import watching
from yichuang.core.apps import load_edges

log = structlog.get_logger("worker")
PAUSE = 2  # seconds between two tries to reach a database that went away


class Command(BaseCommand):
    help = "后台：执行任务、投递事件"

    def add_arguments(self, parser):
        parser.add_argument("--concurrency", type=int, default=4)
        parser.add_argument("--once", action="store_true", help="做完手头的就结束")

    def handle(self, *args, concurrency: int, once: bool, **options):
        load_edges()
        if not once:
            watching.start()
        while True:
            worker_app = app.with_connector(app.connector.get_worker_connector())
            try:
                return worker_app.run_worker(concurrency=concurrency, wait=not once, delete_jobs="successful")
            except (ConnectorException, psycopg.Error) as fault:
                if once:
                    raise
                log.error("database unavailable", error=repr(fault))
                time.sleep(PAUSE)
