"""That a paper may follow is said of the papers with a tolerance in force, and of no other (SYS-033)."""

from collections.abc import Iterator

from yichuang.catalog import queries as catalog
from yichuang.core import packs
from yichuang.sites.portal.guide import guiding

PROMISES = ("可以先办", "工作日内补上", "容缺")
DIAGNOSIS = "诊断证明、病历或检查资料"
MAY_FOLLOW = {  # read off the packs by hand: what somebody brings, and has so many working days for
    ("990714207001", DIAGNOSIS): 10,
    ("990714207001", "事故证明（交警、公安、法院等文书）"): 10,
    ("990714207003", DIAGNOSIS): 10,
    ("992014201011", "工资发放明细（银行流水）"): 5,
}


def test_the_guides_say_it_where_it_holds_and_nowhere_else(world):
    said = {}
    for row in catalog.items():
        guide = catalog.guide(row.code)
        for paper in guiding.papers_of(guide, {}):
            if any(words in paper.note for words in PROMISES):
                said[row.code, paper.name] = paper.note
    assert said.keys() == MAY_FOLLOW.keys()
    for paper, days in MAY_FOLLOW.items():
        assert f"在网上申请，可以先办，{days}个工作日内补上" in said[paper]


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
