"""Business lines that have anything to count."""

from collections import Counter
from collections.abc import Iterator

from yichuang.cases.queries.reach import Reach
from yichuang.catalog import queries as catalog
from yichuang.supervision.queries import spans
from yichuang.supervision.queries.figures import Span
from yichuang.supervision.queries.spans import By, Rows

BY_LINE = By("line")
COUNTED = ((spans.CAME, spans.RECEIPTS), (spans.ENDED, spans.ENDS))


def with_cases(reach: Reach, span: Span, chosen: str) -> list[str]:
    """Lines in which anything came or ended in the span or is open.

    The most received first. What is open is looked for only where
    nothing came and ended, and not counted.

    chosen: a line that is among them in any case, or "".
    """
    rows: Rows = {}
    for kind, measures in COUNTED:
        spans.add(rows, reach, BY_LINE, kind, measures, span.since, span.until)
    received: Counter[str] = Counter()
    for line in sorted(rows):
        received[line] = rows[line]["received"]
    for line in _only_open(reach, rows):
        received[line] = 0
    lines = []
    for line, _ in received.most_common():
        lines.append(line)
    if chosen and chosen not in lines:
        lines.append(chosen)
    return lines


def _only_open(reach: Reach, rows: Rows) -> Iterator[str]:
    """Lines without a row that have an open case.

    One read each: mostly there is no line without a row.
    """
    for line, _ in catalog.lines():
        if line in rows:
            continue
        cases = reach.of_line(line).cases()
        running = cases.filter(open=True)
        if running.exists():
            yield line
