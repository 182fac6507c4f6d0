"""Charts as plain SVG: few inks, direct labels, a table behind each. Every function returns a template context."""

from decimal import Decimal

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

WIDTH = 640
INKS = ("b", "x", "m", "gr")
LABEL = 128


def bars(data, title: str, unit: str = "", limit=None, worse: str = "above", links=None) -> dict:
    """Lying bars, one a row, the number at its end; those past the limit are vermilion.

    data: (label, number) pairs; worse: above or below; links: label → where what its number counts is listed."""
    data = [(str(label), Decimal(str(number))) for label, number in data]
    top = max([n for _, n in data] + [Decimal(str(limit or 0)), Decimal(1) / 1000])
    room = WIDTH - LABEL - 80
    parts = []
    past = []
    for row, (label, number) in enumerate(data):
        y = 8 + row * 32
        bad = limit is not None and (number > limit if worse == "above" else number < limit)
        past += [label] if bad else []
        parts.append(
            format_html(
                '<text x="0" y="{}">{}</text><rect class="{}" x="{}" y="{}" width="{}" height="18"/>'
                '<text class="{}" x="{}" y="{}">{}{}</text>',
                y + 14,
                label[:9],
                "r" if bad else "x",
                LABEL,
                y,
                round(room * number / top, 1),
                "rt" if bad else "",
                LABEL + round(room * number / top, 1) + 8,
                y + 14,
                number,
                unit,
            )
        )
    height = 16 + 32 * len(data)
    if limit is not None:
        x = LABEL + round(room * Decimal(str(limit)) / top, 1)
        parts.append(
            format_html(
                '<path class="goal" d="M{} 0V{}"/><text x="{}" y="{}" text-anchor="middle">{}{}{}</text>',
                x,
                height,
                x,
                height + 14,
                "上限" if worse == "above" else "目标",
                limit,
                unit,
            )
        )
        height += 20
    sentence = _sentence(data, unit) + (f"没达到要求的：{'、'.join(past)}。" if past else "")
    rows = [(n, v) for n, v in data]
    context = _context(title, unit, parts, height, sentence, ["", title], rows)
    context["links"] = links or {}
    return context


def lines(series, labels, title: str, unit: str = "", limit=None) -> dict:
    """Lines over time, named at their right end. series: (name, numbers) pairs, at most four; labels: one a number."""
    series = [
        (str(name), [None if v is None else Decimal(str(v)) for v in values])
        for name, values in series
    ]
    known = []
    for _, values in series:
        for v in values:
            if v is not None:
                known.append(v)
    top = max(known + [Decimal(str(limit or 0)), Decimal(1) / 1000])
    left = 8
    right = WIDTH - 110
    high = 180
    step = (right - left) / max(1, len(labels) - 1)
    parts = [format_html('<path class="ax" d="M{} {}H{}"/>', left, high + 12, right)]
    for index, (name, values) in enumerate(series):
        points = [
            (round(left + i * step, 1), round(float(12 + high - high * v / top), 1))
            for i, v in enumerate(values)
            if v is not None
        ]
        if not points:
            continue
        path = "M" + "L".join(f"{x} {y}" for x, y in points)
        ink = ("bl", "bl l2", "bl l3", "bl l4")[index % 4]
        parts.append(
            format_html(
                '<path class="{}" d="{}"/><text class="t" x="{}" y="{}">{} {}{}</text>',
                ink,
                path,
                points[-1][0] + 8,
                points[-1][1] + 5,
                name,
                next(v for v in reversed(values) if v is not None),
                unit,
            )
        )
    if limit is not None:
        y = round(float(12 + high - high * Decimal(str(limit)) / top), 1)
        parts.append(
            format_html(
                '<path class="goal" d="M{} {}H{}"/><text x="{}" y="{}">{}{}</text>',
                left,
                y,
                right,
                left,
                y - 6,
                limit,
                unit,
            )
        )
    parts.append(
        format_html(
            '<text x="{}" y="{}">{}</text><text x="{}" y="{}" text-anchor="end">{}</text>',
            left,
            high + 32,
            labels[0] if labels else "",
            right,
            high + 32,
            labels[-1] if labels else "",
        )
    )
    rows = [(name, *["—" if v is None else v for v in values]) for name, values in series]
    return _context(title, unit, parts, high + 44, "", ["", *labels], rows)


def stacks(rows, parts_of, title: str, unit: str = "") -> dict:
    """Lying bars cut into at most four parts; the parts are named under the drawing. rows: (label, numbers) pairs;
    parts_of: what each number of a row is."""
    rows = [(str(label), [Decimal(str(v)) for v in values]) for label, values in rows]
    top = max([sum(v) for _, v in rows] + [Decimal(1) / 1000])
    room = WIDTH - LABEL - 80
    parts = []
    for row, (label, values) in enumerate(rows):
        x = Decimal(LABEL)
        y = 8 + row * 32
        parts.append(format_html('<text x="0" y="{}">{}</text>', y + 14, label[:9]))
        for ink, value in zip(INKS, values, strict=False):
            wide = round(room * value / top, 1)
            parts.append(
                format_html(
                    '<rect class="{}" x="{}" y="{}" width="{}" height="18"/>', ink, x, y, wide
                )
            )
            x += wide
        parts.append(
            format_html('<text x="{}" y="{}">{}{}</text>', x + 8, y + 14, sum(values), unit)
        )
    context = _context(
        title, unit, parts, 16 + 32 * len(rows), "", ["", *parts_of], [(n, *v) for n, v in rows]
    )
    context["legend"] = [
        {"css": ink, "name": name} for ink, name in zip(INKS, parts_of, strict=False)
    ]
    return context


def _sentence(data, unit: str) -> str:
    if not data:
        return "没有数据。"
    most = max(data, key=lambda d: d[1])
    least = min(data, key=lambda d: d[1])
    return f"最高{most[0]}{most[1]}{unit}，最低{least[0]}{least[1]}{unit}。"


def _context(title, unit, parts, height, sentence, head, rows) -> dict:
    drawing: SafeString = mark_safe("".join(parts))  # noqa: S308 - every part was escaped by format_html
    return {
        "title": title,
        "unit": unit,
        "drawing": drawing,
        "width": WIDTH,
        "height": height,
        "sentence": sentence,
        "table_head": head,
        "table_rows": rows,
        "links": {},
    }
