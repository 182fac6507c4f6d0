"""A sample as somebody would fill it on another day: samples are written once, and their dates grow old."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from yichuang.reference.rules import documents

from .form import Field, Form
from .moments import add_months

_WORDS = ("text", "id_number", "credit_code", "phone", "date")
_WHO = ("person_name", "person_id_number", "employer_name", "employer_credit_code")


def on_day(form: Form, sample: Mapping[str, Any], *, written_on: date, day: date) -> dict[str, Any]:
    """The sample with every date, time, month and year moved as far as `day` lies from `written_on`, later or earlier.

    A month moves by the months between the two days, a year (a number with `max_years_ahead`) by the years; citizen
    numbers and dates of birth stay what they are."""
    years = day.year - written_on.year
    way = _Way(
        days=(day - written_on).days, months=years * 12 + day.month - written_on.month, years=years
    )
    return {
        key: _moved(form.fields[key], value, way) if key in form.fields else value
        for key, value in sample.items()
    }


@dataclass(frozen=True)
class _Way:
    """How far a sample is moved."""

    days: int
    months: int
    years: int


def owned(form: Form, sample: Mapping[str, Any], facts: Mapping[str, str]) -> dict[str, Any]:
    """The sample as this subject would fill it: their own facts wherever the form takes them from the register, their
    name and number wherever the sample says its applicant's, and a person's own signature."""
    own = {key: _own_fact(form.fields[key], facts) for key in sample if key in form.fields}
    filled = {**sample, **{key: fact for key, fact in own.items() if fact is not None}}
    spoken = {sample[key]: filled[key] for key in _WHO if key in sample}
    spoken |= _oneself(form, sample, facts)
    for key, answer in sample.items():
        if isinstance(answer, str) and answer in spoken:
            filled[key] = spoken[answer]
        elif key in form.fields and form.fields[key].type == "signature":
            signer = facts.get("registry.person.name") or spoken.get(
                answer["signer"], answer["signer"]
            )
            filled[key] = {**answer, "signer": signer}
    return filled | _own_kinds(form, filled, facts)


def _oneself(form: Form, sample: Mapping[str, Any], facts: Mapping[str, str]) -> dict[str, str]:
    """The name and number of whom the sample is about, each with the subject's own.

    Only where the applicant may be this very person; a unit is nobody's.
    """
    name = facts.get("registry.person.name")
    number = facts.get("registry.person.id_number")
    spoken = {}
    if not name or not number:
        return spoken
    for about in form.about:
        if about.oneself and about.number in sample:
            spoken[sample[about.name]] = name
            spoken[sample[about.number]] = number
    return spoken


def _own_kinds(form: Form, filled: Mapping[str, Any], facts: Mapping[str, str]) -> dict[str, str]:
    """The kind of the document beside each number that is the subject's own, where it is no citizen's."""
    kind = facts.get("registry.person.id_type")
    number = facts.get("registry.person.id_number")
    kinds = {}
    if not kind or kind == documents.CITIZEN:
        return kinds
    for about in form.about:
        if about.kind and filled.get(about.number) == number:
            kinds[about.kind] = kind
    return kinds


def _own_fact(field: Field, facts: Mapping[str, str]) -> str | None:
    known = [facts[source] for source in field.prefill_from if source in facts]
    usable = known and (known[0] in field.labels if field.options else field.type in _WORDS)
    return known[0] if usable else None


def _moved(field: Field, value: Any, way: _Way) -> Any:
    if "birth" in field.key:
        return value
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
            {
                key: _moved(field.column[key], cell, way)
                for key, cell in row.items()
                if key in field.column
            }
            for row in value
        ]
    return value


def _later(text: str, days: int) -> str:
    return (date.fromisoformat(text) + timedelta(days=days)).isoformat()
