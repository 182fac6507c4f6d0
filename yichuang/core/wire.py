"""Values on their way into a function of ours in SQL: one JSON text, read there by the names of columns."""

import json
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Field, Model

NO_BLANKS = (",", ":")


def as_json(value: Any) -> str:
    """JSON without blanks.

    Bytes are \\x and hex digits, as a bytea column reads them; moments
    and dates are in ISO 8601.
    """
    return json.dumps(value, default=_plain, ensure_ascii=False, separators=NO_BLANKS)


def columns(row: Model, names: Iterable[str] = ()) -> dict[str, Any]:
    """Column → value, as the ORM would save it.

    names: fields of a row that is there; none for all fields of one that is new.
    """
    described = row._meta
    fields = [described.get_field(name) for name in names]
    if not fields:
        fields = described.concrete_fields
    saved = {}
    for field in fields:
        if field.generated:
            continue
        saved[field.column] = _saved(row, field)
    return saved


def _saved(row: Model, field: Field) -> Any:
    """The value of one field, as a column takes it."""
    is_new = row._state.adding
    typed = field.pre_save(row, is_new)
    value = field.get_db_prep_save(typed, connection)
    return getattr(value, "obj", value)  # psycopg wraps bytes and JSON


def _plain(value: Any) -> str:
    if isinstance(value, bytes | memoryview):
        digits = bytes(value).hex()
        return "\\x" + digits
    if isinstance(value, UUID):
        return str(value)
    return value.isoformat()
