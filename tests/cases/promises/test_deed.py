"""What is shown to who promises, and its hash: by `sha256sum`."""

from datetime import date

import pytest

from yichuang.cases.rules.promises import deed
from yichuang.catalog import tables

SHOWN = "我是何守田的女儿。上面说的我都看懂了，说的是实情，愿担不实的责任。"
NOTICE = {
    "paper": "亲属关系证明",
    "proves": "您是死者的什么人",
    "basis": "企业职工基本养老保险遗属待遇暂行办法（人社部发〔2021〕18号）",
    "asks": "问民政；查不清的，请村（居）委会核实",
    "words": "我是何守田的女儿。",
}


def text(kind="notice", day=date(2026, 10, 1)):
    return deed.in_force(tables.commitment_texts(), kind, day)


def test_the_hash_is_of_the_letters_themselves():
    assert deed.hash_of(SHOWN).startswith("9503ee5e89d7b137")
    assert deed.hash_of(SHOWN.replace("。上", "。 上", 1)) != deed.hash_of(SHOWN)


def test_a_deed_says_every_element_in_order_and_ends_with_what_is_promised():
    shown = deed.filled(text(), NOTICE)
    elements = [element for element, _ in shown.parts]
    assert elements == [
        "证明名称",
        "证明什么",
        "依据",
        "怎么承诺",
        "要是不实",
        "我们会查",
        "公开吗",
        "您承诺",
    ]
    assert shown.parts[-1] == ("您承诺", (SHOWN,))
    assert shown.version == "notice@2026-07-01"
    assert "问民政；查不清的" in shown.text
    assert "{" not in shown.text
    assert shown.hash == deed.hash_of(shown.text)


@pytest.mark.parametrize("name", sorted(NOTICE))
def test_nobody_signs_a_blank(name):
    with pytest.raises(LookupError, match=name):
        deed.filled(text(), NOTICE | {name: ""})
    without = {key: value for key, value in NOTICE.items() if key != name}
    with pytest.raises(LookupError, match=name):
        deed.filled(text(), without)


def test_braces_that_somebody_types_are_no_blanks():
    shown = deed.filled(text(), NOTICE | {"words": "我叫{basis}。"})
    assert shown.parts[-1][1][0].startswith("我叫{basis}。")


def test_the_text_of_a_day_is_the_last_that_had_begun():
    texts = [
        {"kind": "notice", "from": "2026-01-01"},
        {"kind": "credit", "from": "2026-03-01"},
        {"kind": "notice", "from": "2026-07-01"},
    ]
    assert deed.in_force(texts, "notice", date(2026, 6, 30)) is texts[0]
    assert deed.in_force(texts, "notice", date(2026, 7, 1)) is texts[2]
    with pytest.raises(LookupError):
        deed.in_force(texts, "credit", date(2026, 2, 28))


def test_a_text_that_leaves_open_what_nobody_fills_is_refused():
    spoilt = {"elements": ["甲", "乙"], "body": {"甲": ["{paper}{nobody}"]}}
    faults = deed.problems_of(spoilt, frozenset({"paper"}))
    assert len(faults) == 2
    assert "{nobody}" in faults[1]
