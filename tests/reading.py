"""What tests read from a page: one reader for each thing that pages may write in more than one way."""

import re
from datetime import datetime, time

# materials, review points, rows of discretion tables, situations: M03, R1, D1.2, P2
CODE_OF_OURS = re.compile(r"(?<![A-Za-z0-9.])[DMPR]\d{1,2}(?:\.\d{1,2})?(?![A-Za-z0-9.])")
CLOCK_TIME = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}))?(?!\d)")


def times_in(text: str) -> set[time]:
    """Every time of day in the text of a page, however it is written: 5:37, 05:37 and 2026-11-2005:37:09 (blanks
    dropped). Where the page shows no seconds the time has none."""
    found = CLOCK_TIME.findall(text)
    return {
        time(int(hour), int(minute), int(second or 0))
        for hour, minute, second in found
        if int(hour) < 24
    }


def to_the_minute(moment: datetime) -> time:
    """The time of day that a page without seconds shows."""
    return moment.time().replace(second=0, microsecond=0)


def to_the_second(moment: datetime) -> time:
    """The time of day that a page with seconds shows."""
    return moment.time().replace(microsecond=0)


def codes_of_ours(text: str) -> list[str]:
    """Codes by which packs and tables name things among themselves, in a text that somebody reads who does not know
    them."""
    return CODE_OF_OURS.findall(text)
