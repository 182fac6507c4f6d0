"""The tests of the form language.

Of an answer against what a pack says, and of one answer against
another.
"""

from collections.abc import Callable
from operator import eq, ge, gt, le, lt, ne
from typing import Any

from yichuang.core import spelling

# keys of text fields that hold the name of a person or a unit end so
NAME_KEYS = ("name", "_holder")

Test = Callable[[Any, Any], bool]
KeyOf = Callable[[Any], Any]


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


def _key_of_name(value: Any) -> Any:
    """What a name is compared by, however it is written."""
    if isinstance(value, str):
        return spelling.key_of_name(value)
    return value


def _itself(value: Any) -> Any:
    return value


def key_of(operand: str, keys: Any) -> KeyOf:
    """What values of an operand are compared by: names as people mean them, all else by itself.

    operand, keys: its name, and what it looks at. A1 is not A-1 in a
    number or an address.
    """
    if operand == "signer":
        return _key_of_name
    if operand in ("field", "fact") and keys.endswith(NAME_KEYS):
        return _key_of_name
    return _itself


def differs(key: KeyOf) -> Test:
    """Whether two answers mean something else; one name that is written in two ways does not.

    key: what both are compared by. `same_as` is stricter: whoever corrects
    how a name is written changes it.
    """

    def test(value: Any, other: Any) -> bool:
        return key(value) != key(other)

    return test


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

# of an answer against another one; names differ by `differs`
COMPARISONS: dict[str, Test] = {"same_as": eq, "differs": ne, "above": gt, "below": lt}

RULE_TESTS = frozenset({*TESTS_OF_RULES, *COMPARISONS, "empty", "none_of", "lacks"})
