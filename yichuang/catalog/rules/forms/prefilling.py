"""Answers that the platform knows already, each with the source it comes from."""

from collections.abc import Iterator, Mapping
from typing import Any

from .form import Field, Form
from .reading import Around, Refused, blank, read, stored

OWN_LAST_CASE = "own_last_case"
OWN_EARLIER = (
    "own_earlier"  # the same question in another item, answered by the same applicant before
)
_LASTING = (
    "registry.",
    OWN_LAST_CASE,
)  # what has such a source says something of the applicant, not of one event


def prefill(form: Form, facts: Mapping[str, Any]) -> dict[str, tuple[Any, str]]:
    """Field key to (value, source key), from the first source of each field that has a usable value.

    `facts` maps source keys such as "registry.person.name" to values; those of the last case of the same item are
    "own_last_case.<field key>" and come back as source "own_last_case". What a form takes from the register or from the
    last case it also takes from earlier cases of other items ("own_earlier.<field key>") where nothing else is known.
    A value that its own field type would refuse is not offered.
    """
    prefilled = {}
    for field in form.fields.values():
        for source in _sources(field):
            name = source
            if source in (OWN_LAST_CASE, OWN_EARLIER):
                name = f"{source}.{field.key}"
            fact = facts.get(name)
            if _usable(field, fact):
                prefilled[field.key] = (_value(field, fact), source)
                break
    return prefilled


def _sources(field: Field) -> Iterator[str]:
    yield from field.prefill_from
    lasting = any(source.startswith(_LASTING) for source in field.prefill_from)
    if lasting:
        yield OWN_LAST_CASE
        yield OWN_EARLIER


def _usable(field: Field, fact: Any) -> bool:
    if blank(fact):
        return False
    try:
        read(field, fact, Around())
    except Refused:
        return False
    return True


def _value(field: Field, fact: Any) -> Any:
    if field.type == "table":
        return fact
    return stored(read(field, fact, Around()))
