"""The calendar that shows how a term was counted, its cells some forty to a page, so that each kind is written once;
and two terms drawn on one scale."""

from functools import lru_cache

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

CALENDAR_DAYS = {"个工作日": 1.4, "日": 1, "个月": 30, "年": 365}  # to draw limits on one scale


def weeks_html(weeks) -> SafeString:
    """The rows of the table. weeks: rows of cells or None, or the words that stand for several weeks; a cell: day,
    note, kind (none|off|stop|n|due|law), today."""
    return mark_safe("".join(map(_week, weeks)))  # noqa: S308 - escaped


def _week(week: list | str) -> str:
    if isinstance(week, str):
        return f'<tr class="gap"><td colspan="7">{escape(week)}</td></tr>'
    cells = "".join(map(_cell, week))
    return f"<tr>{cells}</tr>"


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


def limits(statutory=None, promised=None, unit="个工作日", statutory_unit=""):
    """Legal limit against our promise as two bars on one scale, or None when the law sets none. unit, statutory_unit:
    what is said after the number, 个工作日 日 个月 年."""
    law_days = (statutory or 0) * CALENDAR_DAYS[statutory_unit or unit]
    our_days = (promised or 0) * CALENDAR_DAYS[unit]
    top = max(law_days, our_days) or 1
    return {
        "statutory": statutory,
        "promised": promised,
        "unit": unit,
        "law_unit": statutory_unit or unit,
        "law_width": 100 * law_days / top,
        "our_width": 100 * our_days / top,
    }
