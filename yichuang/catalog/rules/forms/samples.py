"""A sample as somebody would fill it on another day: samples are written once, and their dates grow old."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from .form import Field, Form
from .moments import add_months


def on_day(form: Form, sample: Mapping[str, Any], *, written_on: date, day: date) -> dict[str, Any]:
    """The sample with every date, time and month moved as far as `day` lies from `written_on`, later or earlier.

    A month moves by the months between the two days; ages in citizen numbers stay what they are."""
    days = (day - written_on).days
    months = (day.year - written_on.year) * 12 + day.month - written_on.month
    return {
        key: _moved(form.fields[key], value, days, months) if key in form.fields else value
        for key, value in sample.items()
    }


def _moved(field: Field, value: Any, days: int, months: int) -> Any:
    if field.type == "date":
        return _later(value, days)
    if field.type == "datetime":
        return f"{datetime.fromisoformat(value) + timedelta(days=days):%Y-%m-%d %H:%M}"
    if field.type == "month":
        return f"{add_months(date.fromisoformat(f'{value}-01'), months):%Y-%m}"
    if field.type == "signature":
        return {**value, "signed_on": _later(value["signed_on"], days)}
    if field.type == "table":
        return [
            {key: _moved(field.column[key], cell, days, months) for key, cell in row.items() if key in field.column}
            for row in value
        ]
    return value


def _later(text: str, days: int) -> str:
    return (date.fromisoformat(text) + timedelta(days=days)).isoformat()
