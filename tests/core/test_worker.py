"""The worker ends when it is told to, and only then."""

import asyncio
import contextlib
import threading
import time

import pytest
from django.core.management import call_command
from django.db import connection

from yichuang.cases import services as cases
from yichuang.cases.services import alarms
from yichuang.core import clock, jobs, limits, sweeping, working
from yichuang.core.apps import load_edges
from yichuang.core.ids import uuid7
from yichuang.core.management.commands import worker
from yichuang.notify import services as notify


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
        monkeypatch.setattr(worker, "Delivering", contextlib.nullcontext)
        monkeypatch.setattr(worker, "close_old_connections", lambda: None)  # the test keeps its transaction
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


@pytest.fixture
def queue(real_db, world):
    """Nothing waits before, and nothing is left of it after."""
    load_edges()
    empty = "delete from procrastinate_jobs where status = 'todo'"
    with connection.cursor() as cursor:
        cursor.execute(empty)
    yield
    with connection.cursor() as cursor:
        cursor.execute(empty)


def test_messages_and_alarms_go_out_while_every_other_job_hangs(queue, monkeypatch):
    """Four questions to the outside and both ordinary jobs hang: more threads than a small machine would give."""
    hanging = threading.Barrier(jobs.CONCURRENCY["outside"] + jobs.CONCURRENCY["default"] + 1)
    goes_on = threading.Event()
    done = []

    def hang(*args, **more):
        hanging.wait(30)
        assert goes_on.wait(30)

    def send_sms(*, message_id):
        hanging.wait(30)  # only now: all the others hang
        done.append("message")

    def raise_alarms(*, now):
        done.append("alarms")
        return 0

    own_app = working._app_of_its_own
    monkeypatch.setattr(working, "_app_of_its_own", lambda **more: own_app(asks_for_what_is_due=False))
    monkeypatch.setattr(cases, "track_post", hang)
    monkeypatch.setattr(limits, "purge", hang)
    monkeypatch.setattr(sweeping, "sweep", hang)
    monkeypatch.setattr(notify, "send_sms", send_sms)
    monkeypatch.setattr(alarms, "raise_alarms", raise_alarms)
    tick = int(clock.now().timestamp())
    for _ in range(jobs.CONCURRENCY["outside"]):
        jobs.defer("cases.track_post", case=str(uuid7()))
    jobs.defer("core.forget_tries", timestamp=tick)
    jobs.defer("core.sweep_files", timestamp=tick)
    jobs.defer("notify.send_sms", message_id=-31)
    jobs.defer("cases.alarms", timestamp=tick)
    kinds = list(jobs.CONCURRENCY)
    working_on = threading.Thread(target=lambda: asyncio.run(working.finish(kinds)))
    working_on.start()
    try:
        until = time.monotonic() + 60
        while len(done) < 2 and time.monotonic() < until:
            time.sleep(0.05)
        assert sorted(done) == ["alarms", "message"] and working_on.is_alive()
    finally:
        goes_on.set()
        working_on.join(60)
