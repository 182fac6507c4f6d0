"""A sample as somebody would fill it on another day: samples are written once, and their dates grow old."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from .form import Field, Form
from .moments import add_months


def on_day(form: Form, sample: Mapping[str, Any], *, written_on: date, day: date) -> dict[str, Any]:
    """The sample with every date, time, month and year moved as far as `day` lies from `written_on`, later or earlier.

    A month moves by the months between the two days, a year (a number with `max_years_ahead`) by the years; ages in
    citizen numbers stay what they are."""
    years = day.year - written_on.year
    way = _Way(days=(day - written_on).days, months=years * 12 + day.month - written_on.month, years=years)
    return {key: _moved(form.fields[key], value, way) if key in form.fields else value for key, value in sample.items()}


@dataclass(frozen=True)
class _Way:
    """How far a sample is moved."""

    days: int
    months: int
    years: int


def _moved(field: Field, value: Any, way: _Way) -> Any:
    if field.type == "date":
        return _later(value, way.days)
    if field.type == "datetime":
        return f"{datetime.fromisoformat(value) + timedelta(days=way.days):%Y-%m-%d %H:%M}"
    if field.type == "month":
        return f"{add_months(date.fromisoformat(f'{value}-01'), way.months):%Y-%m}"
    if field.type == "signature":
        return {**value, "signed_on": _later(value["signed_on"], way.days)}
    if "max_years_ahead" in field.validate:
        return value + way.years
    if field.type == "table":
        return [
            {key: _moved(field.column[key], cell, way) for key, cell in row.items() if key in field.column}
            for row in value
        ]
    return value


def _later(text: str, days: int) -> str:
    return (date.fromisoformat(text) + timedelta(days=days)).isoformat()
