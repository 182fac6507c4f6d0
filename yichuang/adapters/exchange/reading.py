"""An answer as it comes over the wire, read strictly."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from yichuang.exchange.ports import Answer, Unreadable, Whom

OUTCOMES = {"found", "not_found", "contradicts", "refused"}
UNLIKE = (ValueError, TypeError, KeyError, AttributeError, RecursionError)


def answer(body: bytes) -> Answer:
    """The answer in a body of JSON.

    Raises Unreadable for what is not made as agreed.
    """
    try:
        content = json.loads(body, parse_constant=_refuse)
        return _answer(content)
    except UNLIKE as fault:
        name = type(fault).__name__
        raise Unreadable(name) from fault


def _refuse(word: str) -> None:
    """NaN and Infinity are no JSON."""
    raise ValueError(word)


def _answer(content: Mapping[str, Any]) -> Answer:
    """The parts, each of its type."""
    outcome = content["outcome"]
    if outcome not in OUTCOMES:
        raise ValueError(outcome)
    day = content.get("as_of")
    as_of = None
    if day:
        as_of = date.fromisoformat(day)
    facts = content.get("facts") or {}
    differs = content.get("differs") or []
    return Answer(
        question=_text(content["question"]),
        outcome=outcome,
        whom=_whom(content.get("whom")),
        facts=dict(facts.items()),
        differs=_texts(differs),
        as_of=as_of,
        receipt=_text(content.get("receipt", "")),
    )


def _whom(content: Mapping[str, Any] | None) -> Whom | None:
    """Whom it speaks about, None where it names nobody."""
    if content is None:
        return None
    id_type = content.get("id_type", "01")
    return Whom(
        kind=_text(content["kind"]),
        name=_text(content["name"]),
        number=_text(content["number"]),
        id_type=_text(id_type),
    )


def _texts(values: Any) -> tuple[str, ...]:
    if not isinstance(values, list):
        raise TypeError("no list")
    return tuple(map(_text, values))


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError("no text")
    return value
