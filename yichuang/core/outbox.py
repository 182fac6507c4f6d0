"""The only way up: publish an event with the write, let higher modules react to it after the commit.

The events of one case reach their handlers in the order in which they were written; different cases wait for nobody
(docs/adr/0025-events-in-order.md)."""

import dataclasses
import time
import uuid
from collections import defaultdict
from collections.abc import Callable, Hashable
from contextvars import ContextVar
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache
from typing import Any, TypeVar, get_type_hints

import structlog
from django.db import transaction
from django.db.models import (
    DateTimeField,
    DurationField,
    Exists,
    ExpressionWrapper,
    F,
    Func,
    OuterRef,
    Q,
    QuerySet,
)
from django.db.models.fields.json import KeyTextTransform

from yichuang.core import asking, clock
from yichuang.core.ids import uuid7
from yichuang.core.models import OutboxEvent, OutboxReceipt

log = structlog.get_logger("outbox")
_handlers: dict[str, list[Callable]] = defaultdict(list)
_types: dict[str, type] = {}
_read: ContextVar[dict | None] = ContextVar("read for one event", default=None)
T = TypeVar("T")
GIVE_UP = 20  # tries, over six days
HOLDS = 6  # tries, over half a minute, while later events of the same case wait for this one
AT_A_TIME = 20  # events taken in one transaction …
SECONDS_AT_A_TIME = 0.05  # … and how long it goes on: what handlers lock is soon free again
KEPT = timedelta(days=30)
_WAIT = Func(
    F("attempts"),
    template="make_interval(secs => power(2, %(expressions)s))",
    output_field=DurationField(),
)
_AGAIN_AT = ExpressionWrapper(F("created_at") + _WAIT, DateTimeField())
_CASE = KeyTextTransform("case", "payload")


def on(event_type: type) -> Callable:
    """Decorator of a handler in `handlers.py`: called with the event, at least once, in a savepoint of its own."""

    def keep(handler: Callable) -> Callable:
        _types[event_type.topic] = event_type
        if handler not in _handlers[event_type.topic]:
            _handlers[event_type.topic].append(handler)
        return handler

    return keep


def publish(event: Any) -> None:
    """Write `event` (a frozen dataclass with a `topic`) to the outbox of the running transaction.

    Events with a field `case` are handled in the order of their writing, case by case."""
    row_of(event).save()


def row_of(event: Any) -> OutboxEvent:
    """The row that `publish` writes, for a function in SQL that writes it with others."""
    payload = {f.name: _plain(getattr(event, f.name)) for f in dataclasses.fields(event)}
    asked_by = asking.request_id()
    if asked_by:
        payload[asking.KEY] = asked_by
    return OutboxEvent(uuid=uuid7(), topic=event.topic, payload=payload)


def read_once(key: Hashable, read: Callable[[], T]) -> T:
    """What `read` gives, read once for all handlers of the event that is being delivered; elsewhere always anew."""
    known = _read.get()
    if known is None:
        return read()
    if key not in known:
        known[key] = read()
    return known[key]


def deliver(batch: int = AT_A_TIME) -> int:
    """Hand waiting events to their handlers, oldest first; return how many events were finished.

    Several workers may run this at once: each takes rows that no other holds, and none takes an event while an earlier
    one of the same case is not done. A handler that fails is tried again 2, 4, 8, 16 … seconds after the event; after
    HOLDS tries it no longer keeps the later events of its case, after GIVE_UP tries it stays, with its error, for a
    person to look at (`failed`)."""
    if not OutboxEvent.objects.filter(done_at__isnull=True).exists():
        return 0
    done = []
    with transaction.atomic():
        until = time.monotonic() + SECONDS_AT_A_TIME
        for row in next_ones(clock.now()).select_for_update(skip_locked=True, of=("self",))[:batch]:
            shelf = _read.set({})
            try:
                if _deliver_one(row):
                    done.append(row.pk)
            finally:
                _read.reset(shelf)
            if time.monotonic() > until:
                break
        finished = OutboxEvent.objects.filter(pk__in=done)
        finished.update(done_at=clock.now(), attempts=F("attempts") + 1, last_error="")
    return len(done)


def next_ones(now: datetime) -> QuerySet[OutboxEvent]:
    """The events whose turn it is, in the order of their writing."""
    waiting = OutboxEvent.objects.filter(done_at__isnull=True)
    before = waiting.alias(of_case=_CASE).filter(of_case=OuterRef("of_case"), id__lt=OuterRef("id"))
    held = Exists(before.filter(attempts__lt=HOLDS))
    due = Q(attempts=0) | Q(again_at__lt=now)
    mine = waiting.filter(attempts__lt=GIVE_UP).alias(again_at=_AGAIN_AT, of_case=_CASE)
    return mine.filter(due).exclude(held).order_by("id")


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
    calm_since = last.created_at + how_long
    return waiting_since() is None and calm_since < clock.now()


def again(event_id: int) -> bool:
    """Let a failed event be tried at once, and as often as a new one; whether it was still there to be tried. Handlers
    that have had it do not get it again."""
    return bool(failed().filter(pk=event_id).order_by().update(attempts=1))


def close(event_id: int) -> bool:
    """Take a failed event off the list: a person has settled what it was for; whether it was still there."""
    return bool(failed().filter(pk=event_id).order_by().update(done_at=clock.now()))


def purge(now: datetime, batch: int = 1000) -> int:
    """Delete what was delivered more than KEPT ago, `batch` rows a transaction; return how many went."""
    gone, after = 0, 0
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


def _deliver_one(row: OutboxEvent) -> bool:
    """What handlers log, and the jobs that they ask for, carry the id of the request that the event came from."""
    known = {"outbox_event": str(row.uuid)}
    if asking.KEY in row.payload:
        known[asking.KEY] = row.payload[asking.KEY]
    with structlog.contextvars.bound_contextvars(**known):
        return _handed_over(row)


def _handed_over(row: OutboxEvent) -> bool:
    had = set(row.receipts.values_list("handler", flat=True)) if row.attempts else set()
    errors, reached = [], []
    event = None
    for handler in _handlers[row.topic]:
        name = f"{handler.__module__}.{handler.__name__}"
        if name in had:
            continue
        try:
            with transaction.atomic():
                event = event or _event(row)
                handler(event)
            reached.append(name)
        except Exception as fault:  # one bad handler must not keep the others from the event
            errors.append(f"{name}: {type(fault).__name__} {fault}")
            log.warning("handler failed", topic=row.topic, handler=name, error=errors[-1])
    if errors:
        OutboxReceipt.objects.bulk_create(
            OutboxReceipt(event=row, handler=name) for name in reached
        )
        row.attempts += 1
        row.last_error = errors[-1]
        row.save(update_fields=["attempts", "last_error"])
    return not errors


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value) if isinstance(value, uuid.UUID | Decimal) else value


def _event(row: OutboxEvent) -> Any:
    event_type = _types[row.topic]
    readers = _readers(event_type)
    values = {}
    for name, value in row.payload.items():
        if name == asking.KEY:
            continue
        reader = readers.get(name)
        values[name] = reader(value) if reader and value is not None else value
    return event_type(**values)


@cache
def _readers(event_type: type) -> dict[str, Callable[[str], Any]]:
    """For each field that JSON does not hold as it is, what reads it back."""
    known = {
        datetime: datetime.fromisoformat,
        date: date.fromisoformat,
        uuid.UUID: uuid.UUID,
        Decimal: Decimal,
    }
    hints = get_type_hints(event_type)
    return {name: known[hint] for name, hint in hints.items() if hint in known}
