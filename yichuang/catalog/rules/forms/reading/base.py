"""What every reader shares: refusal, the world around the form, blankness, and how values are stored."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any


class Refused(Exception):
    """This answer cannot be taken; `violates` names the broken rule."""

    def __init__(self, message: str, violates: str = "type"):
        super().__init__(message)
        self.message = message
        self.violates = violates


def _exists(_: str) -> bool:
    return True


def _goes_on(_: str) -> bool:
    return False


@dataclass(frozen=True)
class Around:
    """What a reader may know of the world: the day of filling and look-ups, each given by the caller; region_ends:
    whether the data hold no division below a 12-digit code."""

    as_of: date = date.max
    region_exists: Callable[[str], bool] = _exists
    person_lookup: Callable[[str], Any] | None = None
    employer_lookup: Callable[[str], Any] | None = None
    file_lookup: Callable[[str], Mapping | None] | None = None
    region_ends: Callable[[str], bool] = _goes_on


def blank(raw: Any, depth: int = 3) -> bool:
    """Whether nothing was answered. No and zero are answers; no form nests deeper than `depth`."""
    if isinstance(raw, str):
        return not raw.strip()
    if isinstance(raw, (list, tuple, Mapping)) and depth:
        return all(
            blank(value, depth - 1) for value in (raw.values() if isinstance(raw, Mapping) else raw)
        )
    return raw is None


def stored(value: Any) -> Any:
    """A typed value as JSON: decimals as text, moments in ISO 8601 (a date-time to the minute)."""
    if isinstance(value, bool | int | str):
        return value
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, list):
        return [stored(each) for each in value]
    if isinstance(value, dict):
        return {key: stored(each) for key, each in value.items()}
    return str(value)
