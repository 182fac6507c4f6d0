"""The row buttons of a table without scripts: what was posted, with the press carried out."""

from collections.abc import Mapping
from typing import Any

ADD, REMOVE = "_add", "_remove"


def asks_for_rows(post: Any) -> bool:
    """Whether a table's button was pressed: then save and show the form again, do not go on."""
    return ADD in post or REMOVE in post


def posted(post: Any) -> dict[str, list[str]]:
    """A QueryDict as the form engine's `parse` reads it, without the row whose button was pressed."""
    gone = post.get(REMOVE, "") + "-"
    return {name: texts for name, texts in post.lists() if gone == "-" or not name.startswith(gone)}


def with_blank_row(post: Any, answers: Mapping[str, Any]) -> dict[str, Any]:
    """The answers, with one more blank row in the table whose 加一行 was pressed."""
    table = post.get(ADD, "")
    if table not in answers:
        return dict(answers)
    return {**answers, table: [*(answers[table] or [{}]), {}]}
