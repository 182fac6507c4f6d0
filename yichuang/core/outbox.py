"""The only way up: publish an event with the write, let higher modules react to it after the commit."""

import dataclasses
import uuid
from collections import defaultdict
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any, get_type_hints

import structlog
from django.db import transaction
from django.db.models import DateTimeField, DurationField, ExpressionWrapper, F, Func, Q

from yichuang.core import clock
from yichuang.core.ids import uuid7
from yichuang.core.models import OutboxEvent, OutboxReceipt

log = structlog.get_logger("outbox")
_handlers: dict[str, list[Callable]] = defaultdict(list)
_types: dict[str, type] = {}
GIVE_UP = 20
_WAIT = Func(F("attempts"), template="make_interval(secs => power(2, %(expressions)s))", output_field=DurationField())
_AGAIN_AT = ExpressionWrapper(F("created_at") + _WAIT, DateTimeField())


def on(event_type: type) -> Callable:
    """Decorator of a handler in `handlers.py`: called with the event, at least once, in a transaction of its own."""

    def keep(handler: Callable) -> Callable:
        _types[event_type.topic] = event_type
        if handler not in _handlers[event_type.topic]:
            _handlers[event_type.topic].append(handler)
        return handler

    return keep


def publish(event: Any) -> None:
    """Write `event` (a frozen dataclass with a `topic`) to the outbox of the running transaction."""
    row_of(event).save()


def row_of(event: Any) -> OutboxEvent:
    """The row that `publish` writes, for a function in SQL that writes it with others."""
    payload = {f.name: _plain(getattr(event, f.name)) for f in dataclasses.fields(event)}
    return OutboxEvent(uuid=uuid7(), topic=event.topic, payload=payload)


def deliver(batch: int = 100) -> int:
    """Hand waiting events to their handlers, oldest first; return how many events were finished.

    Several workers may run this at once: each takes rows that no other holds. A handler that fails is tried again
    2, 4, 8, 16 … seconds after the event; after GIVE_UP tries (six days) the event stays, with its error, for a person
    to look at."""
    finished = 0
    waiting = OutboxEvent.objects.filter(done_at__isnull=True, attempts__lt=GIVE_UP).alias(again_at=_AGAIN_AT)
    waiting = waiting.filter(Q(attempts=0) | Q(again_at__lt=clock.now())).order_by("attempts", "id")
    for pk in list(waiting.values_list("id", flat=True)[:batch]):
        with transaction.atomic():
            row = OutboxEvent.objects.select_for_update(skip_locked=True).filter(id=pk, done_at__isnull=True).first()
            finished += bool(row and _deliver_one(row))
    return finished


def _deliver_one(row: OutboxEvent) -> bool:
    had = set(row.receipts.values_list("handler", flat=True))
    error = ""
    for handler in _handlers[row.topic]:
        name = f"{handler.__module__}.{handler.__name__}"
        if name in had:
            continue
        try:
            with transaction.atomic():
                handler(_event(row))
                OutboxReceipt.objects.create(event=row, handler=name)
        except Exception as fault:  # one bad handler must not keep the others from the event
            error = f"{name}: {type(fault).__name__} {fault}"
            log.warning("handler failed", topic=row.topic, outbox_event=str(row.uuid), handler=name, error=error)
    row.attempts += 1
    row.last_error = error
    row.done_at = None if error else clock.now()
    row.save(update_fields=["attempts", "last_error", "done_at"])
    return not error


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value) if isinstance(value, uuid.UUID | Decimal) else value


def _event(row: OutboxEvent) -> Any:
    event_type = _types[row.topic]
    readers = {datetime: datetime.fromisoformat, date: date.fromisoformat, uuid.UUID: uuid.UUID, Decimal: Decimal}
    hints = get_type_hints(event_type)
    values = {k: v if v is None else readers.get(hints.get(k), lambda x: x)(v) for k, v in row.payload.items()}
    return event_type(**values)
