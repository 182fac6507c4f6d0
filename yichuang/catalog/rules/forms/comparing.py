"""The tests of the form language.

Of an answer against what a pack says, and of one answer against
another.
"""

from collections.abc import Callable
from operator import eq, ge, gt, le, lt
from typing import Any

from yichuang.core import spelling


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


def _mentions(value: Any, argument: Any) -> bool:
    """Whether one of the words that the pack lists stands in the text, however it is spaced."""
    words = value.split()
    text = "".join(words)
    for word in argument:
        if word in text:
            return True
    return False


def key_of(value: Any) -> Any:
    """What a value is compared by: words as names are, everything else by itself."""
    if isinstance(value, str):
        return spelling.key_of_name(value)
    return value


def _differ(value: Any, other: Any) -> bool:
    """Whether two answers mean something else; one name that is written in two ways does not.

    `same_as` is stricter: whoever corrects how a name is written changes it.
    """
    return key_of(value) != key_of(other)


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

# the same across answers: questions are folded away by the former alone, which the page knows too
TESTS_OF_RULES: dict[str, Test] = {**TESTS, "mentions": _mentions}

# of an answer against another one
COMPARISONS: dict[str, Test] = {"same_as": eq, "differs": _differ, "above": gt, "below": lt}

RULE_TESTS = frozenset({*TESTS_OF_RULES, *COMPARISONS, "empty", "none_of", "lacks"})
