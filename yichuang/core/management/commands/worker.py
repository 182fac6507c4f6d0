"""`manage worker`: background jobs and events, until told to stop."""

from django.core.management.base import BaseCommand
from procrastinate.contrib.django import app

from yichuang.core.apps import load_edges


class Command(BaseCommand):
    help = "后台：执行任务、投递事件"

    def add_arguments(self, parser):
        parser.add_argument("--concurrency", type=int, default=4)
        parser.add_argument("--once", action="store_true", help="做完手头的就结束")

    def handle(self, *args, concurrency: int, once: bool, **options):
        load_edges()
        worker_app = app.with_connector(app.connector.get_worker_connector())
        worker_app.run_worker(concurrency=concurrency, wait=not once, delete_jobs="successful")
