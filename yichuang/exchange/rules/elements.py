"""What a source may tell, by kind, as JSON holds it.

Pure.
"""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from yichuang.core import spelling

LONGEST = 400  # characters of one text
MOST_ENTRIES = 200  # of one list


class Misfit(ValueError):
    """A value is not of the kind that its element has."""


def read(kind: str, value: Any) -> Any:
    """The value as it is kept.

    Days are 2026-11-30, months 2026-11; numbers with a fraction are text.
    Raises Misfit; KeyError for a kind that is none.
    """
    reader = _READERS[kind]
    return reader(value)


def kinds() -> frozenset[str]:
    """The kinds that an element may be of."""
    return frozenset(_READERS)


def agree(claim: Any, fact: Any) -> bool:
    """Whether what the form says and what a source tells are the same.

    Amounts are compared by value, all else as it is spelled. Of digits
    alone a zero before them counts: they are a code or an account.
    """
    if _plain(claim) == _plain(fact):
        return True
    if _is_code(claim) and _is_code(fact):
        return False
    claimed = _number(claim)
    if claimed is None:
        return False
    return claimed == _number(fact)


def _is_code(value: Any) -> bool:
    """Whether it is a text of digits and nothing else."""
    if not isinstance(value, str):
        return False
    trimmed = value.strip()
    return spelling.is_digits(trimmed)


def _number(value: Any) -> Decimal | None:
    """What it is as a number.

    None for what is none; yes and no are none.
    """
    if isinstance(value, bool):
        return None
    text = str(value)
    try:
        return Decimal(text.strip())
    except InvalidOperation:
        return None


def _plain(value: Any) -> str:
    text = str(value)
    return spelling.code(text)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise Misfit
    if len(value) > LONGEST:
        raise Misfit
    return value


def _day(value: Any) -> str:
    text = _text(value)
    try:
        day = date.fromisoformat(text)
    except ValueError as fault:
        raise Misfit from fault
    return day.isoformat()


def _month(value: Any) -> str:
    text = _text(value)
    first = _day(f"{text}-01")
    return first[:7]


def _integer(value: Any) -> int:
    if isinstance(value, bool):
        raise Misfit
    if not isinstance(value, int):
        raise Misfit
    return value


def _decimal(value: Any) -> str:
    number = _number(value)
    if number is None:
        raise Misfit
    if not number.is_finite():
        raise Misfit
    return str(number)


def _yes_or_no(value: Any) -> bool:
    if not isinstance(value, bool):
        raise Misfit
    return value


def _list(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise Misfit
    if len(value) > MOST_ENTRIES:
        raise Misfit
    entries = []
    for entry in value:
        read_entry = _entry(entry)
        entries.append(read_entry)
    return entries


def _entry(entry: Any) -> Any:
    """One text of a list, or one row of a table.

    A row is texts by column.
    """
    if not isinstance(entry, Mapping):
        return _text(entry)
    row = {}
    for column, value in entry.items():
        name = _text(column)
        row[name] = _text(value)
    return row


_READERS: dict[str, Callable[[Any], Any]] = {
    "text": _text,
    "date": _day,
    "month": _month,
    "integer": _integer,
    "decimal": _decimal,
    "boolean": _yes_or_no,
    "list": _list,
}
