"""What the number of a document is called, once the kind of the document is known. Pure."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from yichuang.reference.rules import documents

from .form import Field

_ANY = "证件号码"


Question = Field | Mapping[str, Any]  # a mapping of the same keys: what a desk asks in another way


def labelled(field: Question, value_of: Callable[[str], Any]) -> Question:
    """The field, a number of a document by the name of the kind that was chosen.

    护照号码 where 证件号码 is asked for; all others as they are.
    value_of: the answer to a field by its key.
    """
    if isinstance(field, Mapping):
        return field
    kind_key = field.validate.get("document", "")
    chosen = value_of(kind_key)
    kind = documents.KINDS.get(chosen)
    if kind is None:
        return field
    if chosen == documents.CITIZEN:
        return field
    number = f"{kind.name}号码"
    label = field.label.replace(_ANY, number)
    return replace(field, label=label)


def answers_beside(fields: Sequence[Question], values: Mapping[str, Any]) -> dict[str, Any]:
    """The answers to other fields than these.

    What stands while these are filled in; what is among them may still change.
    fields: those of one part of a form.
    values: key → answer.
    """
    beside = dict(values)
    for field in fields:
        key = _key_of(field)
        beside.pop(key, None)
    return beside


def _key_of(field: Question) -> str:
    if isinstance(field, Mapping):
        return field["key"]
    return field.key
