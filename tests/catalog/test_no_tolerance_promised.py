"""No guide promises that a paper may follow, until the platform can keep the promise."""

from collections.abc import Iterator

from yichuang.catalog import queries as catalog
from yichuang.core import packs
from yichuang.sites.portal.guide import guiding

PROMISES = ("可以先办", "工作日内补上", "容缺")


def test_no_paper_of_any_guide_may_follow(world):
    for row in catalog.items():
        guide = catalog.guide(row.code)
        for paper in guiding.papers_of(guide, {}):
            assert not any(words in paper.note for words in PROMISES), (row.code, paper)


def texts(value, key: str = "") -> Iterator[str]:
    """Every text of a pack but those that say how the office itself classes a paper."""
    if key in ("commitment", "necessity_supply"):
        return
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from texts(inner, name)
    elif isinstance(value, list):
        for inner in value:
            yield from texts(inner, key)
    elif isinstance(value, str):
        yield value


def test_no_text_of_any_item_promises_it():
    for path in packs.files("items"):
        told = [
            text for text in texts(packs.read(path)) if any(words in text for words in PROMISES)
        ]
        assert told == [], path
