"""What a batch of events may wait for: several cases share its transaction, and so does all that is locked for them
(docs/adr/0025-events-in-order.md)."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar


class Later(Exception):
    """Raised by a handler that wants what another transaction holds, where waiting could be for ever (`may_wait`). What
    it did is undone, the transaction ends with what is done, and the event is taken up again at once."""


class _Batch:
    """holds: whether its transaction may have locked something already."""

    def __init__(self) -> None:
        self.holds = False


_running: ContextVar[_Batch | None] = ContextVar("batch", default=None)


@contextmanager
def one() -> Iterator[None]:
    """Within it a batch runs."""
    token = _running.set(_Batch())
    try:
        yield
    finally:
        _running.reset(token)


def holds() -> None:
    """A handler of the batch that runs has done something."""
    batch = _running.get()
    if batch is not None:
        batch.holds = True


def may_wait() -> bool:
    """Whether who asks may wait for a lock that it takes now and holds until the transaction ends: a batch of events
    only while it holds nothing, since two that wait for each other's would never end. Outside of a batch always."""
    batch = _running.get()
    if batch is None:
        return True
    first = not batch.holds
    batch.holds = True
    return first
