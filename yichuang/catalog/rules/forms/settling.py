"""What a page shows of the answers that nobody has to type, and a draft no longer holds of them. Pure."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from .cleaning import take
from .following import outdated, untyped
from .form import Form
from .reading import Around, stored

Answers = Mapping[str, Any]


def settled(form: Form, answers: Answers, day: date) -> dict[str, Any]:
    """Stored answers of the fields that nobody has to type, from unfinished `answers` (`following.untyped`); "" while
    another answer is lacking."""
    around = Around(day)
    taken = take(form, answers, around)
    values = {}
    for key, value in untyped(form, taken.values, day).items():
        values[key] = ""
        if value is not None:
            values[key] = stored(value)
    return values


def still_asked(form: Form, answers: Answers, before: Answers, day: date) -> dict[str, Any]:
    """The stored `answers` without those that nobody is asked any more, since another answer was changed.

    before: the answers of the questions before the form.
    """
    if typed_at_times(form).isdisjoint(answers):
        return dict(answers)
    around = Around(day)
    every = dict(answers)
    every.update(before)
    taken = take(form, every, around)
    values = taken.values
    left = dict(answers)
    for key in outdated(form, values, day):
        left.pop(key, None)
    return left


def typed_at_times(form: Form) -> set[str]:
    """Keys of the fields that follow, and that some answers make somebody type.

    Of most forms these are none.
    """
    keys = set()
    for field in form.fields.values():
        if field.typed_when:
            keys.add(field.key)
    return keys
