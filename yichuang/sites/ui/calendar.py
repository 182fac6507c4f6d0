"""The cells of the calendar that shows how a term was counted: some forty to a page, so each kind is written once."""

from functools import lru_cache

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe


def weeks_html(weeks) -> SafeString:
    """The rows of the table. weeks: rows of cells or None; a cell: day, note, kind (none|off|stop|n|due), today."""
    return mark_safe("".join(f"<tr>{''.join(map(_cell, week))}</tr>" for week in weeks))  # noqa: S308 - escaped


def _cell(cell: dict | None) -> str:
    if not cell:
        return '<td class="off"></td>'
    return _written(
        cell["day"], cell.get("note") or "", cell.get("kind") or "none", bool(cell.get("today"))
    )


@lru_cache(maxsize=1024)
def _written(day, note: str, kind: str, today: bool) -> str:
    css = "" if kind == "none" else f' class="{escape(kind)}"'
    current = ' aria-current="date"' if today else ""
    small = f"<small>{escape(note)}</small>" if note else ""
    return f"<td{css}{current}>{escape(day)}{small}</td>"
