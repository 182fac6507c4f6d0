"""How much a form may hold, declared once: the engine, the pages, the spreadsheets, the API and the pack check ask
here."""

from collections.abc import Mapping
from typing import Any

from .form import Field, Form

MAX_ROWS = 10_000  # of any table; what a table allows beyond it the pack check refuses
# how many names of a posted form one answer takes, where it is not one
NAMES_OF = {"signature": 3, "file": 3}


def most_rows(validate: Mapping[str, Any]) -> int:
    """How many rows the table with these checks may have."""
    most = validate.get("max_rows", MAX_ROWS)
    return int(most)


def posted_names(form: Form) -> int:
    """How many names one post of this form brings at most.

    That is when every table is as long as it may be.
    """
    names = 0
    for field in form.fields.values():
        names += _names(field)
    return names


def _names(field: Field) -> int:
    """Of one field; of a table, those of all its rows."""
    if field.type != "table":
        return NAMES_OF.get(field.type, 1)
    a_row = sum(_names(column) for column in field.columns)
    return a_row * most_rows(field.validate)
