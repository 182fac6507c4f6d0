"""一次性告知 (行政许可法 32): everything that is missing is told once, in full."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from yichuang.cases.rules.flags import DEMANDED_HELD, LATE_NOTICE, SECOND_CORRECTION, noted

Key = tuple[str, str]  # ("material" | "field", code)
UNCHANGED, REMOVED = "unchanged", "removed"  # what an answer must confirm, as FieldProblem.violates


@dataclass(frozen=True)
class Effect:
    """What an answer does to the form, by keys: answers that become others; asked ones that stay as they were;
    answers that fall away, also those that an answer made needless."""

    changed: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()


def effect(keys: Iterable[str], before: Mapping[str, Any], after: Mapping[str, Any]) -> Effect:
    """keys: those that the notice names and the new answers leave standing; before, after: checked answers."""
    return Effect(
        changed=tuple(key for key in after if after[key] != before.get(key)),
        unchanged=tuple(key for key in keys if before.get(key) == after.get(key)),
        removed=tuple(key for key in before if key not in after),
    )


def is_breach(
    notice: Iterable[Key], earlier: Iterable[Iterable[Key]], brought: Iterable[Key]
) -> bool:
    """Whether a further notice breaks the rule of telling once.

    notice: what this one asks for; earlier: what each earlier notice asked for; brought: what the last answer
    changed or added. The first notice never breaks it. A further one may only concern a fault that the answer itself
    brought; anything else was visible at the first review."""
    rounds = list(earlier)
    return bool(rounds) and not set(notice) <= set(brought)


def flags_after(
    flags: list[str], *, late: bool, again: bool, demanded: Collection[str] = ()
) -> list[str]:
    """The flags of a case with the faults of a notice: that it came too late, once too often, and for what others hold.
    It may be all of it.

    demanded: codes of what it asks for that others hold."""
    if late:
        flags = noted(flags, LATE_NOTICE)
    if again:
        flags = noted(flags, SECOND_CORRECTION)
    if demanded:
        flags = noted(flags, DEMANDED_HELD)
    return flags
