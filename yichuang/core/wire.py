"""Values on their way into a function of ours in SQL: one JSON text, read there by the names of columns."""

import json
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Field, Model


def as_json(value: Any) -> str:
    """JSON without blanks; bytes as \\x and hex digits, as a bytea column reads them; moments and dates in ISO."""
    return json.dumps(value, default=_plain, ensure_ascii=False, separators=(",", ":"))


def columns(row: Model, names: Iterable[str] = ()) -> dict[str, Any]:
    """Column → value of these fields of a row that is there, or of all fields of one that is new, as the ORM would
    save them."""
    fields = [row._meta.get_field(name) for name in names] or row._meta.concrete_fields
    return {field.column: _saved(row, field) for field in fields if not field.generated}


def _saved(row: Model, field: Field) -> Any:
    value = field.get_db_prep_save(field.pre_save(row, row._state.adding), connection)
    return getattr(value, "obj", value)  # psycopg wraps bytes and JSON


def _plain(value: Any) -> str:
    if isinstance(value, bytes | memoryview):
        return "\\x" + bytes(value).hex()
    return str(value) if isinstance(value, UUID) else value.isoformat()
