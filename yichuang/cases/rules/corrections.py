"""一次性告知 (行政许可法 32): everything that is missing is told once, in full."""

from collections.abc import Iterable

Key = tuple[str, str]  # ("material" | "field", code)


def is_breach(asked: Iterable[Key], earlier: Iterable[Iterable[Key]], brought: Iterable[Key]) -> bool:
    """Whether a further notice breaks the rule of telling once.

    asked: what this notice asks for; earlier: what each earlier notice asked for; brought: what the last answer
    changed or added. The first notice never breaks it. A further one may only concern a fault that the answer itself
    brought; anything else was visible at the first review."""
    rounds = list(earlier)
    return bool(rounds) and not set(asked) <= set(brought)
