"""Small multiples: one little drawing a county on one common axis, and the table behind it."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from django.utils.html import format_html
from django.utils.safestring import mark_safe

from yichuang.supervision.rules import share, spoken

WIDTH, EACH, GAP, PER_ROW, HIGH, ROW = 1320, 300, 40, 4, 70, 156


def drawn(
    names: Mapping[str, str],
    counted: Mapping[str, Sequence[tuple[int, int]]],
    weeks: Sequence[date],
    limit: Decimal,
):
    """The context of console/figures/multiples.html. names: county code → name, in the order of drawing;
    counted: county → for each week (late, all). Weeks over `limit` percent are vermilion; a week without cases has no
    bar."""
    shares = {
        code: [share(late, whole) for late, whole in counted.get(code[:6], [(0, 0)] * len(weeks))]
        for code in names
    }
    top = max([v for row in shares.values() for v in row if v is not None] + [limit * 2])
    labels = [f"{week.month}月{week.day}日" for week in weeks]
    parts = [
        _one(index, names[code], row, labels, top, limit)
        for index, (code, row) in enumerate(shares.items())
    ]
    over = [
        f"{names[code]}{_text(row[-1])}"
        for code, row in shares.items()
        if row[-1] is not None and row[-1] > limit
    ]
    return {
        "drawing": mark_safe("".join(parts)),  # noqa: S308  every part was escaped by format_html
        "width": WIDTH,
        "height": -(-len(names) // PER_ROW) * ROW,
        "told": f"最近一周超过上限{spoken(limit)}%的：{'、'.join(over)}。"
        if over
        else f"最近一周都在上限{spoken(limit)}%以内。",
        "heads": labels,
        "rows": [
            (names[code], [(_text(v), v is not None and v > limit) for v in row])
            for code, row in shares.items()
        ],
    }


def _one(index: int, name: str, row: list, labels: list[str], top: Decimal, limit: Decimal):
    x, y = index % PER_ROW * (EACH + GAP), index // PER_ROW * ROW
    base, last = y + 112, row[-1]
    late = last is not None and last > limit
    line = base - float(limit / top) * HIGH
    parts = [
        format_html('<text class="t" x="{}" y="{}">{}</text>', x, y + 16, name),
        format_html(
            '<text class="{}" x="{}" y="{}" text-anchor="end">{}</text>',
            "rt" if late else "",
            x + EACH,
            y + 16,
            _text(last),
        ),
        format_html('<path class="ax" d="M{} {}h{}"/>', x, base + 0.5, EACH),
        format_html('<path class="goal" d="M{} {}h{}"/>', x, round(line, 1), EACH),
    ]
    step = EACH / len(row)
    for place, value in enumerate(row):
        if value:
            high = float(value / top) * HIGH
            parts.append(
                format_html(
                    '<rect class="{}" x="{}" y="{}" width="{}" height="{}"/>',
                    "r" if value > limit else "x",
                    round(x + place * step, 1),
                    round(base - high, 1),
                    round(step - 6, 1),
                    round(high, 1),
                )
            )
    if index % PER_ROW == 0:
        parts.append(format_html('<text x="{}" y="{}">{}那周</text>', x, base + 17, labels[0]))
        parts.append(
            format_html(
                '<text x="{}" y="{}" text-anchor="end">{}那周</text>',
                x + EACH,
                base + 17,
                labels[-1],
            )
        )
    if index == 0:
        parts.append(
            format_html('<text x="{}" y="{}">上限{}%</text>', x, round(line - 6, 1), spoken(limit))
        )
    return "".join(parts)


def _text(value: Decimal | None) -> str:
    return "没有到期的" if value is None else f"{value}%"
