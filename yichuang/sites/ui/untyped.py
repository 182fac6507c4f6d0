"""Where an answer comes from that nobody types, in words: it follows, or will once the others are there."""

from collections.abc import Mapping
from typing import Any

from yichuang.catalog.rules.forms import Form

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


def at_once(form: Form, answers: Mapping[str, Any]) -> dict[str, dict[str, Any] | None]:
    """What an open page is told while one types, of each field that may follow: its answer with where it comes from;
    None for one that somebody types as things stand.

    answers: as `whence`.
    """
    words = whence(answers)
    derived = {}
    for key, field in form.fields.items():
        if not field.follows:
            continue
        derived[key] = None
        if key in answers:
            derived[key] = {"value": answers[key], "words": words[key]}
    return derived
