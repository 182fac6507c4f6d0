"""Days and months that people type, read in one way at every door.

They lie in a span that everybody living and every plan fits in, so that a day before or after one is a day too: Python
and PostgreSQL end at different years, and a sum beyond either is a fault of ours."""

import re
import unicodedata
from datetime import date

from yichuang.core.errors import FieldProblem, Invalid

FIRST, LAST = date(1900, 1, 1), date(2100, 12, 31)
LONG_YEAR = re.compile(r"[0-9]{5,}-[0-9]{2}.*")  # what a date box without a last day lets through


def day(text: str) -> date | None:
    """The day that is written as 2026-11-30; None for anything else, and for a day outside the span."""
    return _within(narrow(text).strip())


def typed(text: str, field: str, label: str) -> date | None:
    """The day that was typed into the box of this name and label; None where nothing was.

    Raises Invalid for what is no day, and for one outside the span."""
    written = narrow(text).strip()
    if not written:
        return None
    read = _within(written)
    if read is None:
        example = f"“{label}”要写成 2026-11-20 这样的日子"
        years = f"年份在{FIRST.year}到{LAST.year}之间"
        problem = FieldProblem(field, f"{example}，{years}", "type")
        raise Invalid([problem])
    return read


def year_fault(label: str) -> str:
    """What is wrong with a day whose year lies outside the span."""
    first = FIRST.year
    last = LAST.year
    return f"“{label}”的年份要在{first}到{last}之间，请核对"


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
    if not is_within(day):
        return None
    return day
