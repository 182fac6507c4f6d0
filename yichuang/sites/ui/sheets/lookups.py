"""What a cell names in words and a form keeps by its code: places and occupations."""

from yichuang.catalog import tables
from yichuang.catalog.rules.forms import Field
from yichuang.core.spelling import is_digits
from yichuang.sites.ui import regions


def _region(column: Field, text: str) -> str:
    """The code of a place by its name or its code."""
    if is_digits(text):
        return text
    return regions.code_of(text, column.level)


def _occupation(column: Field, text: str) -> str:
    """The code of an occupation by its name.

    "" for a name of several, or of none.
    """
    entries = []
    for _, group in tables.occupations():
        entries.extend(group)
    codes = [code for code, name in entries if name == text]
    if len(codes) != 1:
        return ""
    return codes[0]


LOOKUPS = {"region": _region, "occupation": _occupation}
