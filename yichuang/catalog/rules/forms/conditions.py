"""When a question is asked: the conditions of the form language, and which fields they leave standing."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from .comparing import TESTS
from .form import Condition, Field, Form

Lookup = Callable[[str], Any]


def holds(condition: Condition | None, value_of: Lookup) -> bool:
    """Whether a condition holds; one that asks about an empty field never does."""
    if condition is None:
        return True
    if "all" in condition:
        return all(holds(each, value_of) for each in condition["all"])
    value = value_of(condition["field"])
    return value is not None and all(
        TESTS[name](value, argument) for name, argument in condition.items() if name != "field"
    )


def standing(form: Form, values: Mapping[str, Any]) -> set[str]:
    """Keys of the fields whose conditions hold, given typed values. A hidden field counts as empty for the others."""
    shown = set(form.fields)
    while True:

        def value_of(key: str, shown: set[str] = shown) -> Any:
            return values.get(key) if key in shown else None

        hidden = {
            key
            for key, conditions in form.conditional
            if key in shown and not all(holds(each, value_of) for each in conditions)
        }
        if not hidden:
            return shown
        shown = shown - hidden


def asked_about(condition: Condition | None) -> set[str]:
    """Keys of the fields that a condition looks at."""
    if condition is None:
        return set()
    if "all" in condition:
        return set().union(*(asked_about(each) for each in condition["all"]))
    return {condition["field"]}


def shared_by(fields: Sequence[Field]) -> Condition | None:
    """The condition without which none of the fields is asked, where all have it: their heading goes with them.

    One of them may be asked under more besides."""
    shared = fields[0].when
    if not shared:
        return None
    for field in fields:
        condition = field.when or {}
        if shared != condition and shared not in condition.get("all", ()):
            return None
    return shared
