"""How a case was decided: granted, granted in part, or denied; said in one way wherever somebody reads it."""

from collections.abc import Collection, Mapping
from typing import Any

from yichuang.cases.rules import states
from yichuang.cases.rules.flags import IN_PART

GRANTED, DENIED = states.APPROVED, states.DENIED
LABELS = {GRANTED: "准予", IN_PART: "部分准予", DENIED: "不予"}
BURDENS = (
    IN_PART,
    DENIED,
)  # against which somebody may turn: the ways stand wherever the result is read


def ending(outcome: str, flags: Collection[str]) -> str:
    """A key of LABELS; "" of what was not decided.

    outcome, flags: as the case has them.
    """
    if outcome not in states.DECIDED:
        return ""
    if outcome == GRANTED and IN_PART in flags:
        return IN_PART
    return outcome


def of_case(case) -> str:
    """The same of a Case."""
    return ending(case.outcome, case.flags)


def said_of(case) -> str:
    """The state of a Case as officers read it, with how it was decided where somebody may turn against that."""
    label = states.STATES[case.state].label
    ended = of_case(case)
    if case.state == states.CLOSED and ended in BURDENS:
        return f"{label}，{LABELS[ended]}"
    return label


def is_part(ruling: Mapping[str, Any]) -> bool:
    """Whether a decision, as the trail keeps it, grants less than was applied for."""
    return "cut" in ruling
