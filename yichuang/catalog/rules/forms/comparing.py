"""The tests of the form language: of a value against what a pack says, and of one value against another."""

from collections.abc import Callable
from typing import Any

TESTS: dict[str, Callable[[Any, Any], bool]] = {
    "equals": lambda value, argument: value == argument,
    "in": lambda value, argument: value in argument,
    "not_in": lambda value, argument: value not in argument,
    "contains_any": lambda value, argument: bool(set(value) & set(argument)),
    "at_least": lambda value, argument: value >= argument,
    "at_most": lambda value, argument: value <= argument,
}

COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    "same_as": lambda value, other: value == other,
    "differs": lambda value, other: value != other,
    "above": lambda value, other: value > other,
    "below": lambda value, other: value < other,
}

RULE_TESTS = frozenset({*TESTS, *COMPARISONS, "empty", "none_of", "lacks"})
