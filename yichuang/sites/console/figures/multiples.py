"""Small multiples: one little drawing a county on one common axis, and the table behind it."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from django.utils.html import format_html
from django.utils.safestring import SafeString

from yichuang.sites.ui.charts import joined
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
    none = [(0, 0)] * len(weeks)
    labels = [f"{week.month}月{week.day}日" for week in weeks]
    shares_of_county = []
    top = limit * 2
    for code, name in names.items():
        shares = [share(late, whole) for late, whole in counted.get(code[:6], none)]
        top = max([top, *(value for value in shares if value is not None)])
        shares_of_county.append((name, shares))
    parts = []
    over = []
    rows = []
    for index, (name, shares) in enumerate(shares_of_county):
        parts.append(_one(index, name, shares, labels, top, limit))
        last = shares[-1]
        if _is_over(last, limit):
            over.append(f"{name}{_text(last)}")
        cells = [(_text(value), _is_over(value, limit)) for value in shares]
        rows.append((name, cells))
    summary = f"最近一周都在上限{spoken(limit)}%以内。"
    if over:
        summary = f"最近一周超过上限{spoken(limit)}%的：{'、'.join(over)}。"
    return {
        "drawing": joined(parts),
        "width": WIDTH,
        "height": -(-len(names) // PER_ROW) * ROW,
        "summary": summary,
        "heads": labels,
        "rows": rows,
    }


def _is_over(value: Decimal | None, limit: Decimal) -> bool:
    return value is not None and value > limit


def _one(
    index: int, name: str, row: list, labels: list[str], top: Decimal, limit: Decimal
) -> SafeString:
    x = index % PER_ROW * (EACH + GAP)
    y = index // PER_ROW * ROW
    base = y + 112
    last = row[-1]
    late = _is_over(last, limit)
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
    return joined(parts)


def _text(value: Decimal | None) -> str:
    return "没有到期的" if value is None else f"{value}%"
