"""What is known when a rule is asked, and how two values are compared.

A source that answered that it holds nothing about this person has answered;
a source that did not answer has told nothing.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from yichuang.core import spelling

OF_FORM = "form."
APPLICATION = "申请表"
# what reading a value raises that is none of its type
UNREADABLE = (ValueError, TypeError, ArithmeticError, AttributeError)
FOUND, NONE, CONTRADICTS = "found", "none", "contradicts"


@dataclass(frozen=True)
class Fact:
    """One thing that was asked about this person or unit, and answered.

    state: found, none (there is nothing of the kind) or contradicts (the
    source says otherwise than what was claimed).
    value: where it was found.
    source: who answered, by its code; 申请表 for an answer of the form.
    as_of: of which day it is.
    receipt: by which the source finds its answer again.
    """

    state: str
    value: Any = None
    source: str = ""
    as_of: date | None = None
    receipt: str = ""


_BRACKETS = str.maketrans("（）", "()")
Facts = Mapping[str, Fact]  # by name; what is not in it is not known
Types = Mapping[str, str]  # type by name, of packs/facts/facts.yaml


def of_answers(answers: Mapping[str, Any]) -> dict[str, Fact]:
    """The answers of a form as facts.

    A question that was left empty is not known.
    """
    facts = {}
    for key, value in answers.items():
        if value is None or value == "":
            continue
        facts[OF_FORM + key] = Fact(FOUND, value, APPLICATION)
    return facts


def _day(value: Any) -> Any:
    if isinstance(value, str):
        return date.fromisoformat(value)
    return value


def _number(value: Any) -> Any:
    """As a decimal, so that 60, 60.0 and '60.00' are one."""
    text = str(value)
    return Decimal(text)


def _name(value: Any) -> Any:
    """As names mean one, whichever brackets stand around a part of it."""
    narrow = value.translate(_BRACKETS)
    return spelling.key_of_name(narrow)


def _text(value: Any) -> Any:
    if isinstance(value, str):
        return spelling.free(value).strip()
    return value


_READ: dict[str, Callable[[Any], Any]] = {
    "date": _day,
    "integer": _number,
    "decimal": _number,
    "name": _name,
    "code": spelling.code,
    "text": _text,
    "month": _text,
}


def comparable(value: Any, kind: str) -> Any:
    """A value as values of its type are compared.

    kind: of facts.yaml; a list and a boolean are compared as they are.
    Raises ValueError or ArithmeticError for a value that is none of it.
    """
    read = _READ.get(kind)
    if read is None:
        return value
    return read(value)
