"""The worker ends when it is told to, and only then."""

import asyncio
import contextlib
import threading

import pytest
from django.core.management import call_command
from procrastinate import utils

from yichuang.core import jobs, working
from yichuang.core.management.commands import worker


@pytest.fixture
def ends(monkeypatch):
    """ends(False, True): how each run of the library ends, True for a signal; gives the list of the runs left."""

    def set_up(*ways):
        left = list(ways)

        async def work(kinds):
            way = left.pop(0)
            if isinstance(way, Exception):
                raise way
            return way

        monkeypatch.setattr(worker.working, "work", work)
        monkeypatch.setattr(worker.working, "finish", work)
        monkeypatch.setattr(worker, "PAUSE", 0)
        monkeypatch.setattr(worker.loops, "Looking", contextlib.nullcontext)
        monkeypatch.setattr(
            worker, "close_old_connections", lambda: None
        )  # the test keeps its transaction
        monkeypatch.setattr(worker.watching, "start", lambda: None)
        return left

    return set_up


@pytest.mark.django_db
def test_an_end_of_its_own_is_taken_for_a_dead_database_and_begun_again(ends):
    left = ends(False, worker.psycopg.OperationalError("gone"), False, True)
    call_command("worker")
    assert left == []


@pytest.mark.django_db
def test_once_ends_by_itself_and_fails_when_the_database_is_gone(ends):
    left = ends(False, worker.psycopg.OperationalError("gone"))
    call_command("worker", once=True)
    assert len(left) == 1
    with pytest.raises(worker.psycopg.OperationalError):
        call_command("worker", once=True)


def test_as_many_jobs_as_all_kinds_may_have_go_on_at_once():
    """Questions to the outside and ordinary jobs that hang leave a thread for messages and alarms, also where the usual
    pool of a small machine would have none."""
    kinds = list(jobs.CONCURRENCY)
    together = threading.Barrier(sum(jobs.CONCURRENCY.values()))

    async def all_at_once():
        working._a_thread_for_each(kinds)
        waiting = [utils.sync_to_async(together.wait, 20) for _ in range(together.parties)]
        return await asyncio.gather(*waiting)

    turns = asyncio.run(all_at_once())
    assert sorted(turns) == list(range(together.parties))
