"""Charts as plain SVG: few inks, direct labels, a table behind each. Every function returns a template context."""

from decimal import Decimal

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

WIDTH = 640
INKS = ("b", "x", "m", "gr")
LINES = ("bl", "bl l2", "bl l3", "bl l4")  # the same inks, of lines
HIGH = 180  # of the highest number of a line
FLOOR = 192  # where the lines stand
ROW = 44  # a name and its bar
ROOM = 78  # percent of the width for the longest bar, the rest for its number
LEAST = Decimal(1) / 1000


def bars(data, title: str, unit: str = "", limit=None, worse: str = "above", links=None) -> dict:
    """Lying bars, one a row under its name, the number at its end.

    Those past the limit are vermilion. data: (label, number) pairs; worse:
    above or below; links: label → where what its number counts is listed.
    Lengths are shares of the width, so that a phone shows all of a bar in
    letters of the usual size.
    """
    data = [(str(label), Decimal(str(number))) for label, number in data]
    numbers = [number for _, number in data]
    top = max([*numbers, Decimal(str(limit or 0)), LEAST])
    parts = []
    past = []
    for row, (label, number) in enumerate(data):
        ink, css = "x", ""
        if _is_past(number, limit, worse):
            ink, css = "r", "rt"
            past.append(label)
        wide = _wide(number, top)
        words = f"{number}{unit}"
        parts.append(_named(row, label))
        parts.append(_bar(row, ink, Decimal(0), wide))
        parts.append(_number(row, wide, words, css))
    height = ROW * len(data)
    if limit is not None:
        words = "上限" if worse == "above" else "目标"
        goal = _goal(_wide(Decimal(str(limit)), top), height, f"{words}{limit}{unit}")
        parts.append(goal)
        height += 20
    sentence = _sentence(data, unit)
    if past:
        names = "、".join(past)
        sentence += f"没达到要求的：{names}。"
    rows = [(n, v) for n, v in data]
    context = _context(title, unit, parts, height, sentence, ["", title], rows)
    context["links"] = links or {}
    return context


def _is_past(number: Decimal, limit, worse: str) -> bool:
    """Whether a number lies on the wrong side of its limit.

    worse: which side that is, above or below; without a limit there is none.
    """
    if limit is None:
        return False
    if worse == "above":
        return number > limit
    return number < limit


def _wide(number: Decimal, top: Decimal) -> Decimal:
    """How much of the width a number takes, in percent.

    The largest leaves room for its own figure.
    """
    share = number / top
    return round(ROOM * share, 2)


def _named(row: int, label: str) -> SafeString:
    """The name above the bar of a row.

    row: counted from 0.
    """
    text = '<text x="0" y="{}">{}</text>'
    y = row * ROW + 14
    return format_html(text, y, label)


def _bar(row: int, ink: str, begins: Decimal, wide: Decimal) -> SafeString:
    """A bar, or a part of one.

    begins, wide: in percent of the width.
    """
    bar = '<rect class="{}" x="{}%" y="{}" width="{}%" height="16"/>'
    y = row * ROW + 20
    return format_html(bar, ink, begins, y, wide)


def _number(row: int, ends: Decimal, words: str, css: str = "") -> SafeString:
    """The number behind the end of a bar.

    ends: in percent of the width.
    """
    text = '<text class="{}" x="{}%" dx="8" y="{}">{}</text>'
    y = row * ROW + 33
    return format_html(text, css, ends, y, words)


def _goal(place: Decimal, height: int, words: str) -> SafeString:
    """The line of the limit through all rows, named below them.

    place: in percent of the width.
    """
    line = '<line class="goal" x1="{0}%" x2="{0}%" y1="0" y2="{1}"/>'
    text = '<text x="{}%" y="{}" text-anchor="middle">{}</text>'
    drawn = format_html(line, place, height)
    named = format_html(text, place, height + 14, words)
    return drawn + named


def lines(series, labels, title: str, unit: str = "", limit=None) -> dict:
    """Lines over time; under the drawing each is named, with its last number.

    series: (name, numbers) pairs, at most four.
    A number is None where it is not known.
    labels: one a number.
    Only the lines stretch with the width: letters keep their size, on a phone too.
    """
    exact = []
    known = [_exact(limit or 0), LEAST]
    for name, values in series:
        numbers = [_exact(value) for value in values]
        known += [number for number in numbers if number is not None]
        exact.append((str(name), numbers))
    top = max(known)
    drawn = []
    legend = []
    for ink, css, (name, numbers) in zip(LINES, INKS, exact, strict=False):
        points = _points(numbers, top)
        if not points:
            continue
        drawn.append(_line(ink, points))
        last = _last(numbers)
        legend.append({"css": css, "name": f"{name} {last}{unit}"})
    parts = [_stretched(drawn)]
    parts.append(_across("ax", FLOOR))
    if limit is not None:
        y = _height_of(_exact(limit), top)
        parts.append(_across("goal", y))
        parts.append(_limit(y, f"{limit}{unit}"))
    if labels:
        parts.append(_under("0", "start", labels[0]))
        parts.append(_under("100%", "end", labels[-1]))
    rows = []
    for name, numbers in exact:
        rows.append((name, *_cells(numbers)))
    head = ["", *labels]
    height = FLOOR + 32
    context = _context(title, unit, parts, height, "", head, rows)
    context["legend"] = legend
    return context


def _last(numbers: list[Decimal | None]) -> Decimal | None:
    """The newest number that is known.

    None where none is.
    """
    newest = None
    for number in numbers:
        if number is not None:
            newest = number
    return newest


def _cells(numbers: list[Decimal | None]) -> list:
    """A line as a row of the table behind it.

    What is not known is a dash.
    """
    cells = []
    for number in numbers:
        if number is None:
            cells.append("—")
        else:
            cells.append(number)
    return cells


def _limit(y: float, words: str) -> SafeString:
    """The name of the limit, above its line.

    y: of the line.
    """
    text = '<text x="0" y="{}">{}</text>'
    above = y - 6
    return format_html(text, above, words)


def _exact(number) -> Decimal | None:
    if number is None:
        return None
    return Decimal(str(number))


def _height_of(value: Decimal, top: Decimal) -> float:
    """Where a number lies, counted from the upper edge."""
    share = value / top
    y = FLOOR - HIGH * share
    return round(float(y), 1)


def _points(numbers: list[Decimal | None], top: Decimal) -> list[str]:
    """What is known of one line, as the points of its path.

    top: the highest number of all lines.
    """
    gaps = len(numbers) - 1
    step = WIDTH / max(1, gaps)
    points = []
    for index, number in enumerate(numbers):
        if number is None:
            continue
        x = round(index * step, 1)
        y = _height_of(number, top)
        points.append(f"{x} {y}")
    return points


def _line(ink: str, points: list[str]) -> SafeString:
    """One line through its points; a single one is a short dash."""
    path = "M" + "L".join(points)
    if len(points) == 1:
        path += "h12"
    drawn = '<path class="{}" vector-effect="non-scaling-stroke" d="{}"/>'
    return format_html(drawn, ink, path)


def _stretched(lines_drawn: list[SafeString]) -> SafeString:
    """The lines in a frame that takes the width of the drawing, whatever that is."""
    frame = (
        '<svg width="100%" height="{1}" viewBox="0 0 {0} {1}" preserveAspectRatio="none">{2}</svg>'
    )
    inside = joined(lines_drawn)
    return format_html(frame, WIDTH, FLOOR, inside)


def _across(css: str, y: float) -> SafeString:
    """A level line through the whole width."""
    line = '<line class="{0}" x1="0" x2="100%" y1="{1}" y2="{1}"/>'
    return format_html(line, css, y)


def _under(x: str, anchor: str, label: str) -> SafeString:
    """The name of the first or the last number, under the drawing."""
    text = '<text x="{}" y="{}" text-anchor="{}">{}</text>'
    y = FLOOR + 20
    return format_html(text, x, y, anchor, label)


def stacks(rows, parts_of, title: str, unit: str = "") -> dict:
    """Lying bars cut into at most four parts; the parts are named under the drawing. rows: (label, numbers) pairs;
    parts_of: what each number of a row is."""
    rows = [(str(label), [Decimal(str(v)) for v in values]) for label, values in rows]
    sums = [sum(values) for _, values in rows]
    top = max([*sums, LEAST])
    parts = []
    for row, (label, values) in enumerate(rows):
        ends = Decimal(0)
        parts.append(_named(row, label))
        for ink, value in zip(INKS, values, strict=False):
            wide = _wide(value, top)
            parts.append(_bar(row, ink, ends, wide))
            ends += wide
        parts.append(_number(row, ends, f"{sum(values)}{unit}"))
    heads = ["", *parts_of]
    table = [(name, *values) for name, values in rows]
    context = _context(title, unit, parts, ROW * len(rows), "", heads, table)
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
    drawing = joined(parts)
    return {
        "title": title,
        "unit": unit,
        "drawing": drawing,
        "height": height,
        "sentence": sentence,
        "table_head": head,
        "table_rows": rows,
        "links": {},
    }


def joined(parts: list[SafeString]) -> SafeString:
    """A drawing of its parts, in their order.

    A part that is not known to be safe is escaped here.
    """
    rows = [(part,) for part in parts]
    return format_html_join("", "{}", rows)
