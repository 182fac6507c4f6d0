"""Where an answer comes from that nobody types, in words: it follows, or will once the others are there."""

from collections.abc import Mapping
from typing import Any

FOLLOWS = "按身份号码算出，不用填"
WILL_FOLLOW = "别的填好了就按身份号码算出，不用填"
UNTYPED = (FOLLOWS, WILL_FOLLOW)


def whence(answers: Mapping[str, Any]) -> dict[str, str]:
    """Key → where the answer comes from.

    answers: of what nobody types; "" is one that is not known yet.
    """
    words = {}
    for key, answer in answers.items():
        words[key] = FOLLOWS
        if answer == "":
            words[key] = WILL_FOLLOW
    return words
