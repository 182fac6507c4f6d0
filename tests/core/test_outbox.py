"""Events: written with their transaction, handed over at least once, each handler on its own."""

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import ClassVar
from uuid import UUID

import pytest
import structlog
from django.db import InterfaceError, connection, transaction

from yichuang.core import clock, loops, outbox
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
    while outbox.deliver():
        continue
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


@pytest.mark.usefixtures("empty")
def test_a_handler_that_gives_up_the_transaction_takes_nothing_of_the_others_with_it(handlers):
    def keeping(event):
        OutboxEvent.objects.create(uuid=uuid7(), topic="tests.kept", payload={})

    def breaking(event):
        first = OutboxEvent.objects.filter(topic="tests.kept").first()
        with transaction.atomic(savepoint=False):
            OutboxEvent.objects.create(uuid=first.uuid, topic="tests.twice", payload={})

    def keeping_too(event):
        keeping(event)

    handlers(keeping, breaking, keeping_too)
    outbox.publish(Happened("a"))
    outbox.publish(Happened("b"))
    assert outbox.deliver() == 0
    assert OutboxEvent.objects.filter(topic="tests.kept").count() == 4
    failed = outbox.failed().filter(topic=Happened.topic)
    assert [row.receipts.count() for row in failed] == [2, 2]
    assert all("IntegrityError" in row.last_error for row in failed)


@pytest.mark.usefixtures("empty")
def test_a_handler_is_not_troubled_with_what_does_not_concern_it(handlers):
    seen = []
    outbox.on(Happened, when=lambda event: event.what == "a")(lambda event: seen.append("one"))
    handlers(lambda event: seen.append(event.what))
    for what in "ab":
        outbox.publish(Happened(what))
    assert outbox.deliver() == 2
    assert seen == ["one", "a", "b"]


@pytest.mark.usefixtures("empty")
@pytest.mark.parametrize(("written", "batch", "more"), [(0, 2, False), (1, 2, False), (2, 2, True)])
def test_a_look_says_whether_others_wait_already(handlers, written, batch, more):
    handlers(lambda event: None)
    for n in range(written):
        outbox.publish(Happened(str(n)))
    assert outbox.deliver_some(batch) == (written, more)


@pytest.mark.usefixtures("empty")
def test_a_look_whose_time_is_over_says_that_others_wait(handlers, monkeypatch):
    monkeypatch.setattr(outbox, "SECONDS_AT_A_TIME", 0.0)
    handlers(lambda event: None)
    for what in "abc":
        outbox.publish(Happened(what))
    assert outbox.deliver_some() == (1, True)


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


@dataclass(frozen=True)
class Moved:
    topic: ClassVar[str] = "tests.Moved"
    case: UUID
    seq: int


@pytest.fixture
def moves(empty, handlers):
    """moves(handler) → handler alone listens to Moved, and nothing else waits."""

    def listen(handler):
        outbox.on(Moved)(handler)

    return listen


def _write_moves(cases, count):
    for seq in range(1, count + 1):
        for case in cases:
            outbox.publish(Moved(case, seq))


def test_events_of_a_case_come_in_their_order_and_a_failed_one_holds_only_its_own(moves):
    broken, whole = uuid7(), uuid7()
    seen, healed = [], []

    def listening(event):
        if event.case == broken and event.seq == 2 and not healed:
            raise ValueError("not yet")
        seen.append((event.case, event.seq))

    moves(listening)
    _write_moves([broken, whole], 4)
    began = clock.now()
    for second in range(30):
        with clock.frozen(began + timedelta(seconds=second)):
            while outbox.deliver():
                continue
    assert [seq for case, seq in seen if case == whole] == [1, 2, 3, 4]
    assert [seq for case, seq in seen if case == broken] == [1]
    healed.append(True)
    with clock.frozen(began + timedelta(seconds=40)):
        while outbox.deliver():
            continue
    assert [seq for case, seq in seen if case == broken] == [1, 2, 3, 4]


def test_after_six_tries_a_failed_event_lets_the_later_ones_of_its_case_pass(moves):
    case, seen = uuid7(), []

    def listening(event):
        if event.seq == 1:
            raise ValueError("never")
        seen.append(event.seq)

    moves(listening)
    _write_moves([case], 3)
    _rounds(5)
    assert seen == []
    _rounds(3, clock.now() + timedelta(days=3650))
    assert seen == [2, 3]
    assert [row.payload["seq"] for row in outbox.failed()] == [1]


def test_two_workers_at_once_keep_the_order_of_a_case(real_db, handlers):
    OutboxEvent.objects.filter(done_at__isnull=True).update(done_at=clock.now())
    seen = []
    outbox.on(Moved)(lambda event: seen.append((event.case, event.seq)))
    cases = [uuid7() for _ in range(6)]
    _write_moves(cases, 10)

    def work(_):
        try:
            while OutboxEvent.objects.filter(done_at__isnull=True).exists():
                outbox.deliver(batch=3)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(work, range(2)))
    for case in cases:
        assert [seq for which, seq in seen if which == case] == list(range(1, 11))
    OutboxEvent.objects.filter(topic=Moved.topic).delete()


@pytest.mark.usefixtures("empty")
def test_picking_reads_the_index_of_what_waits_and_sorts_nothing():
    day = clock.now()
    done = [
        OutboxEvent(uuid=uuid7(), topic="tests.Old", payload={}, done_at=day) for _ in range(3000)
    ]
    waiting = [
        OutboxEvent(uuid=uuid7(), topic="tests.New", payload={"case": str(i)}) for i in range(3000)
    ]
    OutboxEvent.objects.bulk_create([*done, *waiting])
    with connection.cursor() as cursor:
        cursor.execute("analyze core_outboxevent")
        asked = {"now": day + timedelta(days=1), "most": 20, "give_up": 20, "holds": 6}
        cursor.execute("explain " + outbox.NEXT, asked)
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "outbox_waiting" in plan and "Sort" not in plan and "Seq Scan" not in plan, plan


@pytest.mark.usefixtures("empty")
def test_a_failed_event_is_tried_again_or_closed_by_a_person(handlers):
    seen, broken = [], [True]

    def failing(event):
        if broken:
            raise ValueError
        seen.append(event.what)

    handlers(failing)
    outbox.publish(Happened("a"))
    outbox.publish(Happened("b"))
    outbox.deliver()
    first, second = outbox.failed()
    broken.clear()
    assert outbox.close(first.pk) and not outbox.close(first.pk)
    assert outbox.again(second.pk)
    with clock.frozen(clock.now() + timedelta(seconds=3)):
        assert outbox.deliver() == 1
    assert seen == ["b"] and not outbox.failed()


@pytest.mark.usefixtures("empty")
def test_what_was_delivered_a_month_ago_is_deleted_and_what_waits_is_kept(handlers):
    handlers(lambda event: None)
    now = clock.now()
    with clock.frozen(now - timedelta(days=31)):
        for what in "abc":
            outbox.publish(Happened(what))
        outbox.deliver()
        outbox.publish(Happened("waits"))
    outbox.publish(Happened("new"))
    _mine().filter(payload__what__in=["a", "b", "c", "waits"]).update(
        created_at=now - timedelta(days=31)
    )
    assert outbox.purge(now, batch=2) == 3
    assert [row.payload["what"] for row in _mine().order_by("id")] == ["waits", "new"]


@pytest.mark.usefixtures("empty")
def test_what_is_tried_again_by_a_person_reaches_nobody_twice(handlers):
    seen, broken = [], [True]

    def working(event):
        seen.append(event.what)

    def failing(event):
        if broken:
            raise ValueError

    handlers(working, failing)
    outbox.publish(Happened("a"))
    outbox.deliver()
    for _ in range(2):
        assert outbox.again(outbox.failed().get().pk)
        with clock.frozen(clock.now() + timedelta(seconds=3)):
            outbox.deliver()
    broken.clear()
    assert outbox.again(outbox.failed().get().pk)
    with clock.frozen(clock.now() + timedelta(seconds=3)):
        assert outbox.deliver() == 1
    assert seen == ["a"]


def test_the_loop_goes_on_after_a_fault_that_nobody_foresaw(monkeypatch):
    ways, over = [KeyError("surprise"), InterfaceError("closed"), 1, 0], threading.Event()

    def deliver():
        if not ways:
            over.set()
            return 0
        way = ways.pop(0)
        if isinstance(way, Exception):
            raise way
        return way

    looking = loops.Loop("tests.deliver", "", deliver, every=0.0, since=lambda: None)
    monkeypatch.setattr(loops, "of_kinds", lambda kinds: [looking])
    monkeypatch.setattr(loops, "PAUSE", 0.0)
    monkeypatch.setattr(loops, "close_old_connections", lambda: None)
    with loops.Looking([]):
        assert over.wait(60)


@pytest.mark.parametrize(("step", "jumped"), [(0, False), (30, False), (3600, True), (-3600, True)])
def test_a_clock_that_was_set_is_seen(step, jumped):
    clocks = loops.Clocks()
    with clock.frozen(clock.now() + timedelta(seconds=step)):
        assert clocks.jumped() is jumped


@pytest.mark.usefixtures("empty")
def test_what_a_handler_logs_and_asks_for_is_found_by_the_request_that_began_it(handlers, caplog):
    seen = []

    def listening(event):
        structlog.get_logger("tests").warning("heard", what=event.what)
        seen.append(structlog.contextvars.get_contextvars())
        if event.what == "a":
            raise ValueError("not yet")

    handlers(listening)
    structlog.contextvars.clear_contextvars()
    with structlog.contextvars.bound_contextvars(request_id="r-7"):
        outbox.publish(Happened("a"))
    outbox.publish(Happened("b"))
    outbox.deliver()
    assert [told.get("request_id") for told in seen] == ["r-7", None]
    lines = {
        record.msg["event"]: record.msg for record in caplog.records if isinstance(record.msg, dict)
    }
    assert lines["handler failed"]["request_id"] == "r-7"
    assert lines["heard"]["outbox_event"] != lines["handler failed"]["outbox_event"]
    assert "request_id" not in structlog.contextvars.get_contextvars()
