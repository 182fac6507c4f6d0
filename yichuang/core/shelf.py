"""What handlers read is read once: for all handlers of an event, or ahead for all events of a batch."""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

T = TypeVar("T")
_event: ContextVar[dict | None] = ContextVar("read for one event", default=None)
_batch: ContextVar[dict | None] = ContextVar("read for the events of one batch", default=None)


def read_once(key: Hashable, read: Callable[[], T]) -> T:
    """What `read` gives, read once for all handlers of the event that is being delivered, or before it for its batch
    under the same key; elsewhere always anew."""
    known = _event.get()
    if known is None:
        return read()
    if key not in known:
        of_batch = _batch.get() or {}
        if key in of_batch:
            known[key] = of_batch.pop(key)
        else:
            known[key] = read()
    return known[key]


@contextmanager
def of_event() -> Iterator[None]:
    """Within it `read_once` remembers."""
    token = _event.set({})
    try:
        yield
    finally:
        _event.reset(token)


@contextmanager
def of_batch(known: dict) -> Iterator[None]:
    """Within it `read_once` finds what was read ahead, each thing for one event."""
    token = _batch.set(known)
    try:
        yield
    finally:
        _batch.reset(token)
