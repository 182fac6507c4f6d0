"""Answers that the platform knows already, each with the source it comes from."""

from collections.abc import Mapping
from typing import Any

from .form import Field, Form
from .reading import Around, Refused, blank, read, stored

OWN_LAST_CASE = "own_last_case"


def prefill(form: Form, facts: Mapping[str, Any]) -> dict[str, tuple[Any, str]]:
    """Field key to (value, source key), from the first source of each field that has a usable value.

    `facts` maps source keys such as "registry.person.name" to values; those of the last case of the same item are
    "own_last_case.<field key>" and come back as source "own_last_case". A value that its own field type would
    refuse is not offered.
    """
    found = {}
    for field in form.fields.values():
        for source in field.prefill_from:
            fact = facts.get(f"{source}.{field.key}" if source == OWN_LAST_CASE else source)
            if _usable(field, fact):
                found[field.key] = (_value(field, fact), source)
                break
    return found


def _usable(field: Field, fact: Any) -> bool:
    if blank(fact):
        return False
    try:
        read(field, fact, Around())
    except Refused:
        return False
    return True


def _value(field: Field, fact: Any) -> Any:
    return fact if field.type == "table" else stored(read(field, fact, Around()))
