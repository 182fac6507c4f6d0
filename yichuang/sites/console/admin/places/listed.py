"""What a place says of an item today and from later days on.

As the pages of its list and their confirmations show it.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from yichuang.catalog import queries as catalog
from yichuang.catalog.models import Implementation
from yichuang.catalog.queries import Above
from yichuang.core import clock
from yichuang.sites.console.admin.catalogue import items

SILENT = "没有自己的说法"


@dataclass(frozen=True)
class Words:
    """A place's words of one item.

    held: what holds today, None where it says nothing; later: what begins on
    later days, in their order.
    """

    held: Implementation | None
    later: tuple[Implementation, ...]

    @property
    def now(self) -> dict[str, Any]:
        """What it says today."""
        if self.held is None:
            return {}
        return self.held.differences

    @property
    def last(self) -> dict[str, Any]:
        """What it will say until it speaks again: what a new word begins from."""
        if not self.later:
            return self.now
        newest = self.later[-1]
        return newest.differences

    @property
    def since(self) -> str:
        """The day from which it says what it says today, "" where it says nothing."""
        if self.held is None:
            return ""
        return str(self.held.effective_from)

    @property
    def next_day(self) -> date:
        """The day that a new word is offered: that of the last one, where it
        has not begun.
        """
        if not self.later:
            return clock.today()
        newest = self.later[-1]
        return newest.effective_from


def words_of(code: str, region: str) -> Words:
    """What a place says of an item."""
    held = catalog.implementations(code).filter(region_id=region).first()
    later = catalog.implementations_to_come(code).filter(region_id=region)
    return Words(held, tuple(later))


def until(row: Implementation) -> str:
    """The day before which a word ends; "" while none is set."""
    if row.effective_to is None:
        return ""
    return f"{row.effective_to}前"


def facts(words: Words, above: Above) -> list[tuple[str, str]]:
    """(label, text) of what holds in the place.

    Its own word, what is agreed for later, and what the places above it
    say.
    """
    said_now = items.said(words.now)
    shown = [("这里现在", said_now or SILENT)]
    last_day = until(words.held) if words.held else ""
    if last_day:
        shown.append(("现在的到哪天", last_day))
    for row in words.later:
        label = f"已定从{row.effective_from}起"
        shown.append((label, items.said(row.differences)))
    if above.differences:
        text = items.said(above.differences)
        shown.append(("上一级的清单", text))
    return shown


def replaced(words: Words, day: date) -> list[tuple[str, str, str]]:
    """What becomes of the words that were to begin later, one a row.

    day: from when the place speaks anew.
    """
    rows = []
    for row in words.later:
        begins = row.effective_from
        becomes = "取消，由这一份代替"
        if begins < day:
            becomes = f"到{day}前，以后由这一份代替"
        label = f"已定从{begins}起的"
        text = items.said(row.differences)
        rows.append((label, text, becomes))
    return rows
