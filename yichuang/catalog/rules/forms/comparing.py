"""The tests of the form language.

Of an answer against what a pack says, and of one answer against
another.
"""

from collections.abc import Callable
from operator import eq, ge, gt, le, lt, ne
from typing import Any


def _among(value: Any, argument: Any) -> bool:
    """Whether the answer is one of those that the pack lists."""
    return value in argument


def _not_among(value: Any, argument: Any) -> bool:
    """Whether the answer is none of those that the pack lists."""
    return value not in argument


def _share_some(value: Any, argument: Any) -> bool:
    """Whether one of several answers is one of those that the pack lists."""
    common = set(value) & set(argument)
    return bool(common)


Test = Callable[[Any, Any], bool]

# of an answer against what a pack says
TESTS: dict[str, Test] = {
    "equals": eq,
    "in": _among,
    "not_in": _not_among,
    "contains_any": _share_some,
    "at_least": ge,
    "at_most": le,
}

# of an answer against another one
COMPARISONS: dict[str, Test] = {"same_as": eq, "differs": ne, "above": gt, "below": lt}

RULE_TESTS = frozenset({*TESTS, *COMPARISONS, "empty", "none_of", "lacks"})
