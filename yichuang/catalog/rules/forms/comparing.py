"""The tests of the form language: of a value against what a pack says, and of one value against another."""

from collections.abc import Callable
from typing import Any

TESTS: dict[str, Callable[[Any, Any], bool]] = {
    "equals": lambda value, wanted: value == wanted,
    "in": lambda value, wanted: value in wanted,
    "not_in": lambda value, wanted: value not in wanted,
    "contains_any": lambda value, wanted: bool(set(value) & set(wanted)),
    "at_least": lambda value, wanted: value >= wanted,
    "at_most": lambda value, wanted: value <= wanted,
}

COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    "same_as": lambda value, other: value == other,
    "differs": lambda value, other: value != other,
    "above": lambda value, other: value > other,
    "below": lambda value, other: value < other,
}

RULE_TESTS = frozenset({*TESTS, *COMPARISONS, "empty", "none_of", "lacks"})
