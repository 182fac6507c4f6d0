"""packs/commitments: what is wrong with the texts that people sign, and with the rules about them.

A text is signed by people who read it to the letter, and shown to them again
for years: so it says nothing that is left open for ever, and what a form asks
to be ticked is the text itself.
"""

from collections.abc import Iterator
from typing import Any

from yichuang.cases.rules.promises import deed
from yichuang.catalog import tables
from yichuang.catalog.rules.promises.credit import GROUP
from yichuang.core import packs

FOLDER = "commitments/texts"
RULES = "commitments/rules.yaml"
# what the platform fills into a text of each kind
FILLED = {
    "notice": frozenset(("paper", "proves", "basis", "asks", "words")),
    "tolerance": frozenset(("papers", "days", "due")),
    "credit": frozenset(),
}
CONDITIONS = frozenset(("paid_over", "record", "pays"))
OTHER_WORDS = "forms/groups.yaml：字段组 credit_commitment 的说明和最新一份信用承诺的话不一样"
NO_TEXT = "没有这种承诺书"
NO_KIND = "没有这种承诺"
NO_LAST = "risk 的最后一级不能有条件：总要有一级收底"


def problems() -> list[str]:
    """What is wrong, in plain words.

    Each with its file; empty when all is well.
    """
    faults = []
    for path in packs.files(FOLDER):
        text = packs.read(path)
        for fault in _of_text(path.stem, text):
            faults.append(f"{FOLDER}/{path.name}：{fault}")
    faults += _of_all(tables.commitment_texts())
    rules = tables.promise_rules()
    for fault in _of_rules(rules):
        faults.append(f"{RULES}：{fault}")
    return faults


def _of_text(name: str, text: dict[str, Any]) -> Iterator[str]:
    """Of one text.

    name: of its file, without the ending.
    """
    version = deed.version_of(text)
    if version != name:
        yield f"文件名要是 {version}"
    kind = text["kind"]
    if kind not in FILLED:
        yield f"{kind}：{NO_KIND}"
        return
    known = FILLED[kind]
    yield from deed.problems_of(text, known)


def _of_all(texts: list[dict[str, Any]]) -> Iterator[str]:
    """Of all texts together.

    There is one of each kind, and the form asks for the words of the newest
    信用承诺 and for nothing else.
    """
    newest = {}
    for text in texts:
        kind = text["kind"]
        newest[kind] = text
    for kind in FILLED:
        if kind not in newest:
            yield f"{FOLDER}：{kind} {NO_TEXT}"
    credit = newest.get("credit")
    if credit and _words_of(credit) != _ticked():
        yield OTHER_WORDS


def _words_of(text: dict[str, Any]) -> str:
    """All lines of a text, as a form says them under its question."""
    lines = []
    for element in text["elements"]:
        lines += text["body"][element]
    return "；".join(lines)


def _ticked() -> str:
    """What stands beside the tick in the form."""
    groups = tables.form_groups()
    fields = groups[GROUP]["fields"]
    return fields[0]["help"]


def _of_rules(rules: dict[str, Any]) -> Iterator[str]:
    """Of the rules.

    Every class of risk has a share, the last one no condition, and every
    gravity that is named a term.
    """
    rows = rules["risk"]
    if CONDITIONS.intersection(rows[-1]):
        yield NO_LAST
    shares = rules["later_check"]["shares"]
    for row in rows:
        name = row["class"]
        if name not in shares:
            yield f"{name} 这一级没有写抽查多少"
    known = rules["credit"]["classes"]
    named = list(rules["barred"]["classes"])
    named += rules["false_is"].values()
    for gravity in named:
        if gravity not in known:
            yield f"没有 {gravity} 这一级信用记录"
