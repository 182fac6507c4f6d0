"""Answers that follow from other answers: who has given a citizen number need not say when they turn sixty. Pure."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from yichuang.reference.rules import identifiers

from .conditions import asked_about, holds
from .form import Field, Form
from .operands import Scope, asked_by, compile_operand

Values = Mapping[str, Any]


def followed(form: Form, values: Values, day: date) -> dict[str, Any]:
    """Typed values of the fields that nobody answered and that follow from the typed `values`.

    day: that of the application."""
    following = {}
    for field in _derived(form, values):
        key = field.key
        if key in values:
            continue
        value = _value(field, values, day)
        if value is not None:
            following[key] = value
    return following


def outdated(form: Form, values: Values, day: date) -> set[str]:
    """Keys of the fields of which another answer says by now that nobody is asked them, because they follow."""
    keys = set()
    for field in _derived(form, values):
        if not field.typed_when:
            continue
        looked_at = asked_about(field.typed_when)
        if looked_at - values.keys():
            continue
        value = _value(field, values, day)
        follows = value is not None
        if follows or _waits(form, field, values):
            keys.add(field.key)
    return keys


def untyped(form: Form, values: Values, day: date) -> dict[str, Any]:
    """Of the same fields those that nobody has to type: with the value that follows, or None while another answer is
    lacking for it.

    One whose number is not known, or from whose number nothing follows (a passport's, a woman's post), is not among
    them; neither is one that was answered in another way."""
    settled = {}
    for field in _derived(form, values):
        key = field.key
        value = _value(field, values, day)
        typed = values.get(key, value)
        if typed != value:
            continue
        if value is not None:
            settled[key] = value
        elif _waits(form, field, values):
            settled[key] = None
    return settled


def waiting(derived: Values) -> set[str]:
    """Keys of the fields that nobody has to type and that wait for another answer: whoever lacks that is told of it.

    derived: as `untyped` tells them."""
    keys = set()
    for key, value in derived.items():
        if value is None:
            keys.add(key)
    return keys


def _derived(form: Form, values: Values) -> Iterator[Field]:
    """The fields that follow from others, but for those that these answers make somebody type."""
    for field in form.fields.values():
        if not field.follows:
            continue
        asked_all_the_same = field.typed_when and holds(field.typed_when, values.get)
        if not asked_all_the_same:
            yield field


def _waits(form: Form, field: Field, values: Values) -> bool:
    """Whether the number is known and another answer is lacking.

    A number that tells no birth (a passport's) waits for nothing: whoever has it is asked.
    """
    number, *others = asked_by(field.follows)
    if number not in values:
        return False
    lacking = set(others) - values.keys()
    if not lacking:
        return False
    question = form.fields.get(number)
    if question is None or question.type != "id_number":
        return True
    answer = values[number]
    return identifiers.birth_date_of(answer) is not None


def _value(field: Field, values: Values, day: date) -> Any:
    """What follows for this field.

    None where something is not known, or the number does not tell it.
    """
    value_of = compile_operand(field.follows)
    scope = Scope(values, {}, day)
    return value_of(scope)
