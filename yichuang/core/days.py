"""Days and months that people type, read in one way at every door.

They lie in a span that everybody living and every plan fits in, so that a day before or after one is a day too: Python
and PostgreSQL end at different years, and a sum beyond either is a fault of ours."""

import unicodedata
from datetime import date

FIRST, LAST = date(1900, 1, 1), date(2100, 12, 31)


def day(text: str) -> date | None:
    """The day that is written as 2026-11-30; None for anything else, and for a day outside the span."""
    return _within(narrow(text).strip())


def month(text: str) -> date | None:
    """The first day of the month that is written as 2026-11; None as in `day`."""
    written = narrow(text).strip()
    return _within(f"{written}-01")


def is_within(moment: date) -> bool:
    """Whether the day lies in the span."""
    return FIRST <= moment <= LAST


def narrow(text: str) -> str:
    """Digits and hyphens as a keyboard of letters writes them (Unicode TR 15)."""
    return unicodedata.normalize("NFKC", text)


def _within(written: str) -> date | None:
    try:
        day = date.fromisoformat(written)
    except ValueError:
        return None
    return day if is_within(day) else None
