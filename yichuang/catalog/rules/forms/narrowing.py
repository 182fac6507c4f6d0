"""What of a form is left to ask, once some of its answers are known and cannot be typed any more."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from .conditions import asked_about, holds
from .form import Condition, Field, Section

Known = Mapping[str, Any]  # key → answer that cannot be typed any more


def left(sections: Iterable[Section], known: Known) -> list[Section]:
    """The sections without the fields that are known or can never be asked.

    A section of which nothing is left falls away. A condition that is
    met for certain is taken off.
    """
    left_over = []
    for section in sections:
        if _never(section.when, known):
            continue
        fields = _fields_left(section, known)
        if not fields:
            continue
        when = _still_open(section.when, known)
        narrowed = replace(section, fields=fields, when=when)
        left_over.append(narrowed)
    return left_over


def _fields_left(section: Section, known: Known) -> tuple[Field, ...]:
    """The fields of a section that are asked, or may be once others are answered."""
    fields = []
    for field in section.fields:
        condition = field.when
        if field.key in known or _never(condition, known):
            continue
        when = _still_open(condition, known)
        if when is not condition:
            field = replace(field, when=when)
        fields.append(field)
    return tuple(fields)


def _never(when: Condition | None, known: Known) -> bool:
    """Whether a condition is not met, whatever is typed.

    Of several that are joined one is enough.
    """
    if when is None:
        return False
    if "all" in when:
        parts = when["all"]
        return any(_never(part, known) for part in parts)
    if not _is_settled(when, known):
        return False
    return not holds(when, known.get)


def _still_open(when: Condition | None, known: Known) -> Condition | None:
    """The condition; None for one that is met, whatever is typed."""
    if when is None or not _is_settled(when, known):
        return when
    if holds(when, known.get):
        return None
    return when


def _is_settled(when: Condition | None, known: Known) -> bool:
    """Whether a condition looks at known answers alone."""
    looked_at = asked_about(when)
    return looked_at <= known.keys()
