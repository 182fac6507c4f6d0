"""A worker with all its threads, while what it asks outside hangs: everything else goes on."""

import asyncio
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

import pytest
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import AlreadyEnqueued

from yichuang.adapters.faults import Faults
from yichuang.adapters.sms.simulator import Simulator
from yichuang.cases import tasks
from yichuang.core import clock, jobs, loops, outbox, ports, working
from yichuang.core.ids import uuid7
from yichuang.core.management.commands import worker
from yichuang.core.models import OutboxEvent
from yichuang.notify import services as notify
from yichuang.notify.models import Message

PATIENCE = 60  # seconds, on a machine that others use as well
KEY = "tests:whole worker"


@dataclass(frozen=True)
class Happened:
    topic: ClassVar[str] = "tests.WholeWorker"
    which: UUID


class Hanging:
    """Calls that come back when they are let go."""

    def __init__(self) -> None:
        self.begun: list[str] = []
        self._free = threading.Event()

    def call(self, *, case_id: UUID, now) -> None:
        self.begun.append(str(case_id))
        self._free.wait(PATIENCE)

    def let_go(self) -> None:
        self._free.set()


def _until(what: str, seen) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if seen():
            return
        time.sleep(0.05)
    raise AssertionError(f"never happened: {what}")


@pytest.fixture
def hanging(monkeypatch):
    """Every question about a parcel hangs until the test is over."""
    hanging = Hanging()
    monkeypatch.setattr(tasks.services, "track_post", hanging.call)
    yield hanging
    hanging.let_go()


@pytest.fixture
def running(real_db, hanging, monkeypatch, tmp_path):
    """A worker for all kinds, in threads of this process, over a queue that holds nothing else; its messages go to a
    gateway of the test's own."""
    gateway = Simulator(Faults(), tmp_path)
    monkeypatch.setattr(ports, "adapter", lambda kind: gateway)
    OutboxEvent.objects.filter(done_at__isnull=True).update(done_at=clock.now())
    Message.objects.filter(sms_state=Message.WAITING).update(sms_state=Message.FAILED)
    ProcrastinateJob.objects.all().delete()
    told = []

    def signalled() -> asyncio.Event:
        event = asyncio.Event()
        told.append((asyncio.get_running_loop(), event))
        return event

    monkeypatch.setattr(working, "_signalled", signalled)
    thread = threading.Thread(target=_worked, daemon=True)
    thread.start()
    yield gateway
    hanging.let_go()
    _until("the worker has begun", lambda: told)
    loop, event = told[-1]
    loop.call_soon_threadsafe(event.set)
    thread.join(PATIENCE)
    assert not thread.is_alive()
    Message.objects.filter(key=KEY).delete()
    OutboxEvent.objects.filter(topic=Happened.topic).delete()
    ProcrastinateJob.objects.all().delete()
    with connection.cursor() as cursor:  # no later test is to find a worker that no longer ticks
        cursor.execute("delete from procrastinate_periodic_defers")


def _worked() -> None:
    try:
        worker.go_on(list(jobs.CONCURRENCY))
    finally:
        connection.close()


def test_events_messages_and_alarms_go_out_while_all_that_is_asked_outside_hangs(
    running, hanging, monkeypatch
):
    handed_on, looked = [], []
    monkeypatch.setitem(outbox._handlers, Happened.topic, [handed_on.append])
    monkeypatch.setitem(outbox._types, Happened.topic, Happened)
    monkeypatch.setattr(tasks.alarms, "raise_alarms", lambda *, now: looked.append(now))
    parcels = [str(uuid7()) for _ in range(jobs.CONCURRENCY["outside"])]
    for parcel in [*parcels, str(uuid7())]:
        jobs.defer("cases.track_post", case=parcel)
    _until("all places of the outside are taken", lambda: len(hanging.begun) == len(parcels))
    happened = Happened(uuid7())
    outbox.publish(happened)
    notify.send(
        recipient="person:1",
        kind="case_decided",
        context={"item": "失业登记", "number": "1", "where": ""},
        key=KEY,
        phone="13900000001",
    )
    with suppress(AlreadyEnqueued):  # the tick of this minute may stand there already
        jobs.defer("cases.alarms", timestamp=int(clock.now().timestamp()))
    _until("the event came", lambda: handed_on == [happened])
    _until("the message went", lambda: Message.objects.get(key=KEY).sms_state == Message.SENT)
    _until("the alarms were looked for", lambda: looked)
    assert len(list(running.sent.lines())) == 1
    assert sorted(hanging.begun) == sorted(parcels)


def test_a_gateway_that_hangs_keeps_nothing_else_waiting(monkeypatch):
    hanging, others = threading.Event(), threading.Event()
    stuck = loops.Loop("tests.stuck", "", lambda: hanging.wait(PATIENCE), 0.0, lambda: None)

    def look() -> bool:
        others.set()
        return False

    going = loops.Loop("tests.going", "", look, 0.01, lambda: None)
    monkeypatch.setattr(loops, "of_kinds", lambda kinds: [stuck, going])
    with loops.Looking([]):
        assert others.wait(PATIENCE)
        hanging.set()


def test_a_worker_of_one_kind_takes_the_loops_of_that_kind_and_those_of_every_worker():
    taken = {kind: {each.name for each in loops.of_kinds([kind])} for kind in jobs.CONCURRENCY}
    assert all("core.deliver" in names for names in taken.values())
    sending = [kind for kind, names in taken.items() if "notify.send_waiting" in names]
    assert sending == ["messages"]
