"""A line of 几个日子: what is due on a day, and why it is that one."""

from dataclasses import dataclass
from datetime import date

from yichuang.sites.portal.clock.why import Why


@dataclass(frozen=True)
class Row:
    """One date of a case.

    icon, tone: of the kit; title: what it is; day, after: when, where there
    is a day; before: the day that it was until it moved.
    lines: what one should know of it.
    """

    icon: str
    title: str
    lines: tuple[str, ...]
    tone: str = ""
    day: date | None = None
    after: str = ""
    before: date | None = None
    why: Why | None = None
