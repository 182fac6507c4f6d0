"""The only way up: publish an event with the write, let higher modules react to it after the commit.

The events of one case reach their handlers in the order in which they were written; different cases wait for nobody
(docs/adr/0025-events-in-order.md)."""

import time
from collections import defaultdict
from collections.abc import Callable
from datetime import datetime, timedelta
from enum import Enum
from operator import attrgetter
from typing import Any, NamedTuple

import structlog
from django.db import transaction
from django.db.models import QuerySet

from yichuang.core import asking, batches, clock, db, payloads, prepared, shelf
from yichuang.core.ids import uuid7
from yichuang.core.models import OutboxEvent, OutboxReceipt

log = structlog.get_logger("outbox")
_handlers: dict[str, list[Callable]] = defaultdict(list)
_types: dict[str, type] = {}
_when: dict[Callable, Callable[[Any], bool]] = {}
_ahead: dict[str, Callable[[list], dict]] = {}
GIVE_UP = 20  # tries, over six days
HOLDS = 6  # tries, over half a minute, while later events of the same case wait for this one
AT_A_TIME = 8  # events taken in one transaction …
SECONDS_AT_A_TIME = 0.1  # … and how long it goes on: what handlers lock is soon free again
KEPT = timedelta(days=30)
_PK = attrgetter("pk")
_ANY = "select 1 from core_outboxevent where done_at is null limit 1"
# written out: the same in the ORM costs as much again as what it finds
NEXT = """
    select e.* from core_outboxevent e
    where e.done_at is null and e.attempts < %(give_up)s
      and (e.attempts = 0 or e.created_at + make_interval(secs => power(2, e.attempts)) < %(now)s)
      and not exists (
        select 1 from core_outboxevent before
        where before.done_at is null and before.attempts < %(holds)s
          and before.payload->>'case' = e.payload->>'case' and before.id < e.id)
    order by e.id limit %(most)s for update of e skip locked
"""
# what else waits of their cases: it is nobody's as long as we hold the first of its case
_BEHIND = """
    select e.* from core_outboxevent e
    where e.done_at is null and e.payload->>'case' = any(%(cases)s) and e.id <> all(%(first)s)
    order by e.id limit %(most)s
"""
_DONE = """
    update core_outboxevent set done_at = %s, attempts = attempts + 1, last_error = ''
    where id = any(%s)
"""


class State(Enum):
    """Of an event that was handed over: every handler has had it, one failed, one has put it off."""

    DONE = "done"
    FAILED = "failed"
    PUT_OFF = "put off"


class Delivered(NamedTuple):
    """finished: events that every handler has had; more: others wait already."""

    finished: int
    more: bool


def on(event_type: type, *, when: Callable[[Any], bool] | None = None) -> Callable:
    """Decorator of a handler in `handlers.py`: called with the event, at least once; what it did before it failed is
    undone, and nothing else. when: tells from the event alone whether it concerns the handler; None: always."""

    def keep(handler: Callable) -> Callable:
        _types[event_type.topic] = event_type
        if when:
            _when[handler] = when
        if handler not in _handlers[event_type.topic]:
            _handlers[event_type.topic].append(handler)
        return handler

    return keep


def ahead(*event_types: type) -> Callable:
    """Decorator of what reads in one go for many events of these types: called with those of a batch that concern any
    handler, gives what `shelf.read_once` is to find by its key. What it fails to read, each event reads for itself."""

    def keep(read: Callable[[list], dict]) -> Callable[[list], dict]:
        for event_type in event_types:
            _ahead[event_type.topic] = read
        return read

    return keep


def publish(event: Any) -> None:
    """Write `event` (a frozen dataclass with a `topic`) to the outbox of the running transaction.

    Events with a field `case` are handled in the order of their writing, case by case."""
    prepared.insert(row_of(event))


def row_of(event: Any) -> OutboxEvent:
    """The row that `publish` writes, for a function in SQL that writes it with others."""
    payload = payloads.of(event)
    asked_by = asking.request_id()
    if asked_by:
        payload[asking.KEY] = asked_by
    return OutboxEvent(uuid=uuid7(), topic=event.topic, payload=payload)


def deliver(batch: int = AT_A_TIME) -> int:
    """As `deliver_some`; return how many events were finished."""
    return deliver_some(batch).finished


def deliver_some(batch: int = AT_A_TIME) -> Delivered:
    """Hand waiting events to their handlers, oldest first, as many as one transaction takes: at most `batch`, with what
    waits behind the first of a case.

    Several workers may run this at once: each takes rows that no other holds, and none takes an event while an earlier
    one of the same case is not done. A handler that fails is tried again 2, 4, 8, 16 … seconds after the event; after
    HOLDS tries it no longer keeps the later events of its case, after GIVE_UP tries it stays, with its error, for a
    person to look at (`failed`)."""
    if not db.call(_ANY):
        return Delivered(0, more=False)
    with transaction.atomic():
        limits = {"now": clock.now(), "most": batch, "give_up": GIVE_UP, "holds": HOLDS}
        first = list(OutboxEvent.objects.raw(NEXT, limits))
        behind = _behind(first, batch)
        rows = sorted([*first, *behind], key=_PK)
        done, in_time = _handed_on(rows[:batch])
        if done:
            db.call(_DONE, (clock.now(), done))
    return Delivered(len(done), more=len(rows) >= batch or not in_time)


def _behind(first: list[OutboxEvent], most: int) -> list[OutboxEvent]:
    """What waits behind these of the same cases and was not tried yet; behind one that failed nothing is taken."""
    cases = []
    for row in first:
        if (
            "case" in row.payload and row.attempts < HOLDS
        ):  # what holds nobody back keeps nobody off
            cases.append(row.payload["case"])
    if not cases:
        return []
    parameters = {"cases": cases, "first": [row.pk for row in first], "most": most}
    held = set()
    free = []
    for row in OutboxEvent.objects.raw(_BEHIND, parameters):
        case = row.payload["case"]
        if not row.attempts and case not in held:
            free.append(row)
        elif 0 < row.attempts < HOLDS:
            held.add(case)
    return free


def _handed_on(rows: list[OutboxEvent]) -> tuple[list[int], bool]:
    """(the keys of those that every handler has had, whether all were tried before the time was over)."""
    until = time.monotonic() + SECONDS_AT_A_TIME
    foothold = db.Foothold()
    done = []
    held = set()
    with shelf.of_batch(_read_ahead(rows, foothold)), batches.one():
        for place, row in enumerate(rows, start=1):
            case = row.payload.get("case")
            if case in held:
                continue
            state = _deliver_one(row, foothold)
            if state is State.PUT_OFF:
                return done, False
            if state is State.DONE:
                done.append(row.pk)
            elif case and row.attempts < HOLDS:
                held.add(case)
            if time.monotonic() > until:
                return done, place == len(rows)
    return done, True


def _read_ahead(rows: list[OutboxEvent], foothold: db.Foothold) -> dict:
    by_reader: dict[Callable, list] = defaultdict(list)
    known: dict = {}
    for row in rows:
        read = _ahead.get(row.topic)
        if read and not row.attempts:
            by_reader[read].append(row)

    def keep(read: Callable, events: list) -> None:
        known.update(read(events))

    for read, waiting in by_reader.items():
        try:
            events = [event for event in map(_event, waiting) if _concerns_any(event)]
            if len(events) > 1:
                foothold.do(keep, read, events)
        except Exception as fault:  # one event that cannot be read must not keep the others
            log.warning("nothing read ahead", error=f"{type(fault).__name__} {fault}")
    return known


def failed() -> QuerySet[OutboxEvent]:
    """Events that a handler has failed to take and that are not done, the oldest first."""
    return OutboxEvent.objects.filter(done_at__isnull=True, attempts__gt=0).order_by("id")


def waiting_since() -> datetime | None:
    """When the oldest event was written that nobody has tried yet; None when none waits."""
    untried = OutboxEvent.objects.filter(done_at__isnull=True, attempts=0).order_by("id")
    return untried.values_list("created_at", flat=True).first()


def is_idle(how_long: timedelta) -> bool:
    """Whether no event waits for its first try and none was written for so long."""
    last = OutboxEvent.objects.order_by("id").last()
    if last is None:
        return True
    return waiting_since() is None and last.created_at + how_long < clock.now()


def again(event_id: int) -> bool:
    """Let a failed event be tried at once, and as often as a new one; whether it was still there to be tried. Handlers
    that have had it do not get it again."""
    return bool(failed().filter(pk=event_id).order_by().update(attempts=1))


def close(event_id: int) -> bool:
    """Take a failed event off the list: a person has settled what it was for; whether it was still there."""
    return bool(failed().filter(pk=event_id).order_by().update(done_at=clock.now()))


def purge(now: datetime, batch: int = 1000) -> int:
    """Delete what was delivered more than KEPT ago, `batch` rows a transaction; return how many went."""
    gone = 0
    after = 0
    while True:
        old = OutboxEvent.objects.filter(id__gt=after, created_at__lt=now - KEPT).order_by("id")
        rows = list(old.values_list("id", "done_at")[:batch])
        if not rows:
            return gone
        after = rows[-1][0]
        over = [pk for pk, done_at in rows if done_at is not None and done_at < now - KEPT]
        with transaction.atomic():
            OutboxReceipt.objects.filter(event__in=over).delete()
            gone += OutboxEvent.objects.filter(pk__in=over).delete()[0]


def _deliver_one(row: OutboxEvent, foothold: db.Foothold) -> State:
    """What handlers log, and the jobs that they ask for, carry the id of the request that the event came from."""
    known = {"outbox_event": str(row.uuid)}
    if asking.KEY in row.payload:
        known[asking.KEY] = row.payload[asking.KEY]
    with shelf.of_event(), structlog.contextvars.bound_contextvars(**known):
        return _handed_over(row, foothold)


def _handed_over(row: OutboxEvent, foothold: db.Foothold) -> State:
    had = set()
    if row.attempts or row.last_error:
        receipts = row.receipts.values_list("handler", flat=True)
        had = set(receipts)
    errors = []
    reached = []
    event = None
    for handler in _handlers[row.topic]:
        name = f"{handler.__module__}.{handler.__name__}"
        if name in had:
            continue
        try:
            event = event or _event(row)
            if _concerns(handler, event):
                foothold.do(handler, event)
                batches.holds()
            reached.append(name)
        except batches.Later as wanted:
            _keep_receipts(row, reached)
            row.last_error = f"{name}: {wanted}"
            row.save(update_fields=["last_error"])
            return State.PUT_OFF
        except Exception as fault:  # one bad handler must not keep the others from the event
            errors.append(f"{name}: {type(fault).__name__} {fault}")
            log.warning("handler failed", topic=row.topic, handler=name, error=errors[-1])
    if not errors:
        return State.DONE
    _keep_receipts(row, reached)
    row.attempts += 1
    row.last_error = errors[-1]
    row.save(update_fields=["attempts", "last_error"])
    return State.FAILED


def _keep_receipts(row: OutboxEvent, handlers: list[str]) -> None:
    """These handlers do not get the event again."""
    receipts = []
    for name in handlers:
        receipt = OutboxReceipt(event=row, handler=name)
        receipts.append(receipt)
    OutboxReceipt.objects.bulk_create(receipts)


def _concerns_any(event: Any) -> bool:
    return any(_concerns(handler, event) for handler in _handlers[event.topic])


def _concerns(handler: Callable, event: Any) -> bool:
    condition = _when.get(handler)
    return condition is None or condition(event)


def _event(row: OutboxEvent) -> Any:
    return payloads.read(_types[row.topic], row.payload, leaving=asking.KEY)
