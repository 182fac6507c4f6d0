"""Events: written with their transaction, handed over at least once, each handler on its own."""

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import ClassVar
from uuid import UUID

import pytest
from django.db import connection, transaction

from yichuang.core import clock, jobs, outbox
from yichuang.core.ids import uuid7
from yichuang.core.models import OutboxEvent, OutboxReceipt


@dataclass(frozen=True)
class Happened:
    topic: ClassVar[str] = "tests.Happened"
    what: str
    which: UUID | None = None
    at: datetime | None = None
    on: date | None = None
    much: Decimal | None = None


@pytest.fixture
def empty(db):
    """Nothing else waits."""
    OutboxEvent.objects.filter(done_at__isnull=True).update(done_at=clock.now())


def _mine():
    return OutboxEvent.objects.filter(topic=Happened.topic)


@pytest.fixture
def handlers(monkeypatch):
    """handlers(one, another) → only these listen to Happened."""
    monkeypatch.setattr(outbox, "_handlers", outbox.defaultdict(list))
    monkeypatch.setattr(outbox, "_types", {})

    def listen(*functions):
        for function in functions:
            outbox.on(Happened)(function)

    return listen


def _rounds(count, start=None):
    """Deliver `count` times, each a year after the one before: every wait is over by then."""
    moment = start or clock.now()
    for i in range(count):
        with clock.frozen(moment + timedelta(days=365 * i)):
            outbox.deliver()


@pytest.mark.usefixtures("empty")
def test_an_event_reaches_each_handler_once(handlers):
    seen = []

    def one(event):
        seen.append(("one", event.what))

    def another(event):
        seen.append(("another", event.what))

    handlers(one, another)
    for what in ("a", "b"):
        outbox.publish(Happened(what))
    assert outbox.deliver() == 2 and outbox.deliver() == 0
    assert seen == [("one", "a"), ("another", "a"), ("one", "b"), ("another", "b")]
    assert not _mine().filter(done_at__isnull=True).exists()


@pytest.mark.usefixtures("empty")
def test_what_an_event_holds_comes_back_as_it_was(handlers):
    seen = []
    handlers(seen.append)
    told = [
        Happened("张㛃", uuid7(), clock.now(), clock.today(), Decimal("1.10")),
        Happened("nothing"),
    ]
    for event in told:
        outbox.publish(event)
    outbox.deliver()
    assert seen[1] == told[1] and seen[0].what == told[0].what


@pytest.mark.usefixtures("empty")
def test_an_event_of_a_transaction_that_failed_was_never_told(handlers):
    handlers(lambda event: None)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        outbox.publish(Happened("never"))
        _ = 1 / 0
    assert not _mine().exists()


@pytest.mark.usefixtures("empty")
def test_one_failing_handler_keeps_neither_the_others_nor_later_events_waiting(handlers):
    seen, broken = [], [True]

    def failing(event):
        _mine().update(last_error="half done")
        if broken:
            raise ValueError("no paper")

    def working(event):
        seen.append(event.what)

    handlers(failing, working)
    outbox.publish(Happened("a"))
    outbox.publish(Happened("b"))
    _rounds(3)
    assert seen == ["a", "b"]
    waiting = _mine().filter(done_at__isnull=True)
    assert [row.attempts for row in waiting] == [3, 3]
    assert all("no paper" in row.last_error for row in waiting)
    broken.clear()
    with clock.frozen(clock.now() + timedelta(days=3650)):
        assert outbox.deliver() == 2
    assert seen == ["a", "b"] and not waiting.all().exists()


@pytest.mark.usefixtures("empty")
def test_a_failing_handler_is_left_alone_for_longer_each_time_and_given_up_at_last(handlers):
    tries = []

    def failing(event):
        tries.append(clock.now())
        raise ValueError

    handlers(failing)
    outbox.publish(Happened("a"))
    began = _mine().get().created_at
    for second in range(40):
        with clock.frozen(began + timedelta(seconds=second)):
            outbox.deliver()
    assert [round((at - began).total_seconds()) for at in tries] == [0, 3, 5, 9, 17, 33]
    _rounds(30, began + timedelta(days=365))
    assert len(tries) == _mine().get().attempts == outbox.GIVE_UP
    row = _mine().get()
    assert row.done_at is None and "ValueError" in row.last_error


@pytest.mark.usefixtures("empty")
def test_a_handler_that_fails_leaves_nothing_of_what_it_did(handlers):
    def failing(event):
        OutboxEvent.objects.create(uuid=uuid7(), topic="tests.half", payload={})
        raise ValueError

    handlers(failing)
    outbox.publish(Happened("a"))
    outbox.deliver()
    assert not OutboxEvent.objects.filter(topic="tests.half").exists()


def test_four_workers_at_once_deliver_each_event_once(real_db, handlers):
    OutboxEvent.objects.filter(done_at__isnull=True).update(done_at=clock.now())
    seen = []
    handlers(lambda event: seen.append(event.what))
    for i in range(120):
        outbox.publish(Happened(str(i)))

    def work(_):
        try:
            done = 0
            while finished := outbox.deliver(batch=20):
                done += finished
            return done
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        done = sum(pool.map(work, range(4)))
    outbox.deliver()
    assert sorted(seen, key=int) == [str(i) for i in range(120)]
    assert done >= 100
    OutboxReceipt.objects.filter(event__in=_mine()).delete()
    _mine().delete()


# --- jobs ------------------------------------------------------------------------------------------------------------


def _jobs():
    with connection.cursor() as cursor:
        cursor.execute("select args from procrastinate_jobs where task_name = 'notify.send_sms'")
        return [json.loads(row[0])["message_id"] for row in cursor.fetchall()]


@pytest.mark.django_db
def test_a_job_commits_with_the_write_that_asked_for_it(world):
    jobs.defer("notify.send_sms", message_id=-7)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        jobs.defer("notify.send_sms", message_id=-8)
        _ = 1 / 0
    assert -7 in _jobs() and -8 not in _jobs()
