"""The arithmetic and the words of ratings. No clock, no database."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

FEWEST_SHOWN = (
    3  # an officer sees a summary from this many ratings on, so that no single rater can be guessed
)
PATHS = {
    "at_once": "立行立改",
    "by_date": "限期整改",
    "explained": "解释说明",
    "set_aside": "误评或恶意，不采纳",
}
_LONG_NUMBER = re.compile(r"[0-9０-９]{5,}[0-9０-９Xx]*")


@dataclass(frozen=True)
class Rates:
    """Percent with one decimal, None where nothing can be divided. taken_part 参评率 = rated / invited; good 好评率 =
    grades 5, 4, 3 / rated; bad 差评率 = grades 2, 1 / rated. Source: GB/T 39735-2020, the city's plan 二（五）."""

    invited: int
    rated: int
    good_count: int
    bad_count: int
    taken_part: float | None
    good: float | None
    bad: float | None


def rates(by_grade: Mapping[int, int], invited: int) -> Rates:
    """Rates of the ratings counted by grade (1..5) out of `invited` services. A missing rating is never good."""
    good = sum(count for grade, count in by_grade.items() if grade >= 3)
    bad = sum(count for grade, count in by_grade.items() if grade <= 2)
    rated = good + bad
    return Rates(
        invited,
        rated,
        good,
        bad,
        _percent(rated, invited),
        _percent(good, rated),
        _percent(bad, rated),
    )


def _percent(part: int, whole: int) -> float | None:
    """Rounded half up, in whole numbers, so that 0.05 never depends on the machine."""
    if not whole:
        return None
    return (part * 2000 + whole) // (2 * whole) / 10


def masked(comment: str) -> str:
    """The comment without long numbers: identity, card and phone numbers do not belong in it (PIPL 6)."""
    return _LONG_NUMBER.sub(lambda match: match[0][:2] + "***", comment.strip())
