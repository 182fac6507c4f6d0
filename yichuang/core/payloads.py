"""An event as JSON holds it, and back."""

import dataclasses
import uuid
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any, get_type_hints

_AS_TEXT = (uuid.UUID, Decimal)


def of(event: Any) -> dict[str, Any]:
    """The fields of an event, a frozen dataclass, as JSON can hold them."""
    payload = {}
    for field in dataclasses.fields(event):
        value = getattr(event, field.name)
        payload[field.name] = _plain(value)
    return payload


def read(event_type: type, payload: dict[str, Any], *, leaving: str) -> Any:
    """The event again; leaving: the key of what is not a field of it. Raises TypeError for other fields than its own,
    ValueError for a value that is none of its type."""
    readers = _readers(event_type)
    values = {}
    for name, value in payload.items():
        if name == leaving:
            continue
        reader = readers.get(name)
        if reader and value is not None:
            values[name] = reader(value)
        else:
            values[name] = value
    return event_type(**values)


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, _AS_TEXT):
        return str(value)
    return value


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
    readers = {}
    for name, hint in hints.items():
        reader = known.get(hint)
        if reader:
            readers[name] = reader
    return readers
