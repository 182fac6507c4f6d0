"""What two pages of one draft disagree about. Pure."""

from collections.abc import Mapping
from typing import Any


def differing(stored: Mapping[str, Any], typed: Mapping[str, Any]) -> list[str]:
    """The keys whose typed answer says something else than the stored one.

    Nothing and an empty text are the same, and so are a number and its
    digits, for a page shows no difference.
    """
    changed = []
    for key, answer in typed.items():
        if _plain(answer) != _plain(stored.get(key)):
            changed.append(key)
    return changed


def _plain(answer: Any) -> Any:
    """An answer as a page sends it back."""
    if isinstance(answer, Mapping):
        cells = {}
        for key, value in answer.items():
            text = _plain(value)
            if text:
                cells[key] = text
        return cells
    if isinstance(answer, list | tuple):
        return [_plain(each) for each in answer]
    if answer is True:
        return "true"
    if answer is False:
        return "false"
    if answer is None:
        return ""
    return str(answer).strip()
