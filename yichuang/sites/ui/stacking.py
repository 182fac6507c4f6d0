"""Tables whose rows are cards on a phone.

Their heads are not seen there, so each cell carries the name of its column in
`data-label`, and the style writes it before the cell.
"""

import re

from django.utils.safestring import SafeString

END_OF_HEAD = "</thead>"
HEADING = re.compile(r"(?s)<th\b[^>]*>(.*?)</th>")
MARKUP = re.compile(r"<[^>]+>")
FOR_LISTENERS = re.compile(r'(?s)<span class="vh">.*?</span>')
ROWS = re.compile(r"(?=<tr\b)")
CELL = re.compile(r"<(?:td|th)\b[^>]*")


def with_labels(content: SafeString) -> SafeString:
    """The head and the rows of a table, each cell with the name of its column.

    content: its markup, in which every cell stands below one heading; a
    table without a head stays as it is.
    """
    head, end, body = content.partition(END_OF_HEAD)
    if not end:
        return content
    names = []
    for heading in HEADING.findall(head):
        names.append(_name(heading))
    rows = []
    for row in ROWS.split(body):
        rows.append(_labelled(row, names))
    cards = "".join(rows)
    table = f"{head}{end}{cards}"
    # safe as it was: names are texts of the same markup
    return SafeString(table)


def _name(heading: str) -> str:
    """The words of a heading that are seen; "" for one that is only heard."""
    seen = FOR_LISTENERS.sub("", heading)
    text = MARKUP.sub(" ", seen)
    words = " ".join(text.split())
    return words.replace('"', "&quot;")


def _labelled(row: str, names: list[str]) -> str:
    """A row whose cells are named in their order; its own heading needs no
    other.
    """
    left = iter(names)

    def named(cell: re.Match) -> str:
        opening = cell[0]
        name = next(left, "")
        if opening.startswith("<th"):
            return opening
        return f'{opening} data-label="{name}"'

    return CELL.sub(named, row)
