"""The jobs that put questions to a source: one source, one job at a time."""

from functools import partial

from django.db import transaction

from yichuang.core import jobs

JOB = "exchange.ask"


def call(source: str) -> None:
    """Let a job ask all that waits for this source.

    It begins with the end of this transaction. One that waits already may
    begin before that and see nothing of it: then a job is asked for once
    more after the end.
    """
    once = partial(jobs.defer_once, JOB, of=source, source=source)
    if not once():
        transaction.on_commit(once)
