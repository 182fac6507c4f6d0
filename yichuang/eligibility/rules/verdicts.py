"""What a condition comes to, and what several come to together.

Three values and one more: what is not known is neither yes nor no, and two
places that say two things decide nothing, whatever the rest says. Only a yes
decides; the others go to a person (个人信息保护法 24).
"""

from collections.abc import Iterable
from enum import StrEnum


class Verdict(StrEnum):
    """What is said of a condition, or of all of them."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"
    CONTRADICTS = "contradicts"


def all_of(verdicts: Iterable[Verdict]) -> Verdict:
    """All of them have to be yes.

    One no is enough for a no, however much is unknown.
    """
    return _first_among(verdicts, Verdict.NO, Verdict.YES)


def any_of(verdicts: Iterable[Verdict]) -> Verdict:
    """One of them has to be yes.

    One yes is enough, however much is unknown.
    """
    return _first_among(verdicts, Verdict.YES, Verdict.NO)


def opposite(verdict: Verdict) -> Verdict:
    """Yes for no and no for yes; what is not known stays so."""
    if verdict is Verdict.YES:
        return Verdict.NO
    if verdict is Verdict.NO:
        return Verdict.YES
    return verdict


def _first_among(verdicts: Iterable[Verdict], settles: Verdict, otherwise: Verdict) -> Verdict:
    """A disagreement, else what settles it, else what is not known.

    otherwise: when none of these is among them.
    """
    present = set(verdicts)
    for verdict in (Verdict.CONTRADICTS, settles, Verdict.UNKNOWN):
        if verdict in present:
            return verdict
    return otherwise
