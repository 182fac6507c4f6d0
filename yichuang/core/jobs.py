"""Background work by name: the job commits with the write that asked for it (procrastinate on the same database)."""

from collections.abc import Callable
from functools import wraps

import structlog
from django.db import close_old_connections
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from yichuang.core.ids import uuid7


def job(name: str, *, queue: str = "default", retries: int = 5, cron: str = "") -> Callable:
    """Decorator in `tasks.py`. `name` is "module.verb"; with `cron` it is periodic and takes `timestamp`."""

    def keep(function: Callable) -> Callable:
        retry = RetryStrategy(max_attempts=retries, exponential_wait=2)

        @wraps(function)
        def run(*args, **arguments):
            structlog.contextvars.clear_contextvars()
            structlog.contextvars.bind_contextvars(job=name, run=str(uuid7()))
            close_old_connections()  # as a request does: a database that was away is found again
            try:
                return function(*args, **arguments)
            finally:
                close_old_connections()

        task = app.task(name=name, queue=queue, retry=retry)(run)
        if cron:
            app.periodic(cron=cron)(task)
        return function

    return keep


def defer(name: str, **arguments) -> None:
    """Ask for job `name` with JSON arguments, inside the running transaction."""
    app.configure_task(name).defer(**arguments)
