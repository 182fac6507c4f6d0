"""When a short message is tried again, and how a text is filled in. Pure."""

import re
from datetime import datetime, timedelta

PLACEHOLDER = re.compile(r"\{(\w+)\}")
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

    Raises KeyError with the name of a value that is missing."""
    return PLACEHOLDER.sub(lambda match: str(values[match[1]]), template)
