"""When a short message is tried again, and how a text is filled in. Pure."""

import re
from datetime import datetime, timedelta

from yichuang.core.sentences import without_stop

PLACEHOLDER = re.compile(r"\{(\w+)\}")
_BEFORE_A_MARK = re.compile(r"\{(\w+)\}(?=[。，；：、！？])")
LONGEST_PAUSE = timedelta(seconds=60)
SMS_LIMIT = 200

UNIT = "employer:"


def addressed(recipient: str) -> dict[str, str]:
    """How a text calls its reader: who reads the letters of a unit is not the one who applied."""
    if recipient.startswith(UNIT):
        return {"you": "贵单位"}
    return {"you": "您"}


def next_try(attempts: int, now: datetime) -> datetime:
    """The moment of the next attempt after `attempts` (1, 2, …) that met nobody: 4 s, 8 s, … at most a minute."""
    return now + min(timedelta(seconds=2 ** min(attempts + 1, 10)), LONGEST_PAUSE)


def fill(template: str, values: dict[str, str]) -> str:
    """`template` with every {name} replaced, once: what a value contains is never read as a placeholder.

    Where the template goes on with a mark, a value ends without its own: a reason typed with a full stop makes no
    two. Raises KeyError with the name of a value that is missing."""
    within = {match.start() for match in _BEFORE_A_MARK.finditer(template)}

    def value(place: re.Match[str]) -> str:
        text = str(values[place[1]])
        if place.start() in within:
            return without_stop(text)
        return text

    return PLACEHOLDER.sub(value, template)
