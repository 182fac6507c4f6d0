"""A derived answer beyond the bounds of its field: nobody typed it, so one is told what it comes from. Pure."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from yichuang.core.errors import FieldProblem

from . import moments
from .form import Field, Form
from .operands import asked_by
from .reading import Around

SENTENCE = (
    "“{label}”按{origin}算出是{value}，{fault}。"
    "这一项不用填，也改不了：请核对{origin}；"
    "都没有填错的，现在还不能办这件事，可以到窗口问"
)


def _min(value: Any, limit: Any, around: Around) -> str:
    """A number below the least."""
    least = str(limit)
    if value >= Decimal(least):
        return ""
    return f"不能小于{least}"


def _max(value: Any, limit: Any, around: Around) -> str:
    """A number above the most."""
    most = str(limit)
    if value <= Decimal(most):
        return ""
    return f"不能大于{most}"


def _not_future(value: Any, limit: Any, around: Around) -> str:
    """A day or a month after today."""
    today = around.as_of
    mine, latest = moments.comparable(value, today)
    has_come = mine <= latest
    if has_come:
        return ""
    return "还没有到"


# what is wrong by each validator, "" for nothing; a field that follows has no others
BOUNDS = {"min": _min, "max": _max, "not_future": _not_future}


def beyond(form: Form, field: Field, value: Any, around: Around) -> Iterator[FieldProblem]:
    """What is wrong with the derived answer of this field, told with what it follows from and what to do.

    value: as the engine has it, typed.
    """
    words = {"label": field.label}
    words["origin"] = _origin(form, field)
    words["value"] = in_words(value)
    for name, limit in field.validate.items():
        bound = BOUNDS[name]
        fault = bound(value, limit, around)
        if fault:
            words["fault"] = fault
            sentence = SENTENCE.format_map(words)
            yield FieldProblem(field.key, sentence, name)


def _origin(form: Form, field: Field) -> str:
    """The labels of the answers that this one follows from."""
    labels = []
    keys = asked_by(field.follows)
    for key in keys:
        source = form.fields[key]
        label = source.label
        labels.append(f"“{label}”")
    return "和".join(labels)


def in_words(value: Any) -> str:
    """A derived value as people read it."""
    if isinstance(value, moments.Month):
        year, month = value
        return f"{year}年{month}月"
    if isinstance(value, date):
        year = value.year
        month = value.month
        day = value.day
        return f"{year}年{month}月{day}日"
    return str(value)
