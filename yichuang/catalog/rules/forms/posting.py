"""A posted HTML form becomes answers. What cannot be understood stays as it was typed, to be shown again."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from .form import Field, Form

Posted = Mapping[str, Sequence[str]]
_PARTS = {"signature": ("signer", "method", "signed_on"), "file": ("id", "name", "size")}
_BOOLEANS = {"true": True, "false": False}
# of a table: only some of its rows are on the page, each under its own number, and the others stay as they are kept
WINDOW = "window"
GONE = "gone"  # of a table: the number of the row that is taken out


def parse(
    form: Form,
    data: Posted,
    sections: Collection[str] | None = None,
    standing: Mapping[str, Any] = MappingProxyType({}),
) -> dict[str, Any]:
    """Answers of one post (`dict(request.POST.lists())`), ready for `clean`.

    Names are field keys; a cell is `table-0-column`, a signature `key-signer`, `key-method`, `key-signed_on`, a file
    `key` (id of the upload) or `key-id`, `key-name`, `key-size`. Each field of the sections posted (all unless
    `sections` names some) gets an entry, None where nothing was answered, so that an answer can be taken back.
    Names that are not of the form are left alone. standing: the answers so far. Of a table with `table-window` only
    some rows were on the page: they go to their places, emptied ones too, and all others stay; `table-gone` takes one
    out.
    """
    answers = {}
    for section, field in form.pairs():
        if sections is None or section.key in sections:
            answers[field.key] = _answer(field, field.key, data, standing.get(field.key))
    return answers


def _answer(field: Field, name: str, data: Posted, standing: Any = None) -> Any:
    if field.type == "table":
        return _table(field, name, data, standing)
    if field.type in _PARTS:
        return _parts(field, name, data)
    texts = [text for text in data.get(name, ()) if text.strip()]
    if field.type == "multi_choice":
        return texts or None
    if not texts:
        return None
    if field.type == "boolean":
        return _BOOLEANS.get(texts[-1], texts[-1])
    return texts[-1]


def _parts(field: Field, name: str, data: Posted) -> dict[str, Any] | None:
    parts = {part: _last(data, f"{name}-{part}") for part in _PARTS[field.type]}
    if field.type == "file":
        parts["id"] = parts["id"] or _last(data, name)
        if re.fullmatch(r"[0-9]{1,12}", parts["size"] or ""):
            parts["size"] = int(parts["size"])
        else:
            parts["size"] = None
    filled = {part: text for part, text in parts.items() if text is not None}
    if filled.keys() <= {"signed_on"}:  # the page sends the day even when nobody has signed
        return None
    return filled


def _last(data: Posted, name: str) -> str | None:
    texts = data.get(name)
    if not texts:
        return None
    return texts[-1].strip() or None


def _table(table: Field, name: str, data: Posted, standing: Any) -> list[dict[str, Any]] | None:
    posted = dict(_posted_rows(table, name, data))
    if f"{name}-{WINDOW}" not in data:
        return [row for row in posted.values() if row] or None
    rows = [dict(row) for row in standing or ()]
    for number, row in posted.items():
        if number < len(rows):
            rows[number] = row
        elif row:
            rows.append(row)
    gone = _last(data, f"{name}-{GONE}") or ""
    if re.fullmatch(r"[0-9]{1,6}", gone) and int(gone) < len(rows):
        del rows[int(gone)]
    return rows or None


def _posted_rows(table: Field, name: str, data: Posted) -> Iterator[tuple[int, dict[str, Any]]]:
    """(number, answered cells) of the rows on the page, in order."""
    spot = re.compile(rf"{re.escape(name)}-([0-9]{{1,6}})-.+")
    numbers = set()
    for posted in data:
        match = spot.fullmatch(posted)
        if match:
            numbers.add(int(match[1]))
    for number in sorted(numbers):
        cells = {}
        for column in table.columns:
            cell = _answer(column, f"{name}-{number}-{column.key}", data)
            if cell is not None:
                cells[column.key] = cell
        yield number, cells
