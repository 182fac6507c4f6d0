"""The row buttons of a table without scripts: what was posted, with the press carried out."""

import re
from collections.abc import Mapping
from typing import Any

from yichuang.catalog.rules.forms.posting import GONE
from yichuang.catalog.rules.forms.reading import blank
from yichuang.sites.ui.tables import ON_PAGE, starting_at

ADD, REMOVE, TURN, SHEET = "_add", "_remove", "_rows", "_sheet"
_PLACE = re.compile(r"(.+)-([0-9]{1,6})")


def asks_for_rows(post: Any) -> bool:
    """Whether a table's button was pressed: then save and show the form again, do not go on."""
    return any(button in post for button in (ADD, REMOVE, TURN))


def posted(post: Any) -> dict[str, list[str]]:
    """A QueryDict as the form engine's `parse` reads it, without the row whose button was pressed."""
    row = post.get(REMOVE, "")
    names = {
        name: texts for name, texts in post.lists() if not row or not name.startswith(f"{row}-")
    }
    place = _PLACE.fullmatch(row)
    if not place:
        return names
    return names | {f"{place[1]}-{GONE}": [place[2]]}


def with_blank_row(post: Any, answers: Mapping[str, Any]) -> dict[str, Any]:
    """The answers as the page shows them after a button of a table: one more blank row where 加一行 was pressed, and
    the part of a long table that was asked for."""
    shown = dict(answers)
    table = post.get(ADD, "")
    if table in answers:
        rows = [*(answers[table] or [{}]), {}]
        shown[table] = starting_at(rows, max(0, len(rows) - ON_PAGE))
    place = _PLACE.fullmatch(post.get(TURN, ""))
    if place and answers.get(place[1]):
        shown[place[1]] = starting_at(answers[place[1]], int(place[2]))
    return shown


def without_blank(answers: Mapping[str, Any]) -> dict[str, Any]:
    """The answers without rows that say nothing. Only when the page is shown anew: its rows are counted anew then."""
    return {key: _filled(value) if _is_table(value) else value for key, value in answers.items()}


def _is_table(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(row, Mapping) for row in value)


def _filled(rows: list) -> list | None:
    return [row for row in rows if not blank(row)] or None
