"""Nobody is asked for 身份证 whose document is another: where the word stands all the same, the reason stands here."""

import re
from fnmatch import fnmatch
from pathlib import Path

ENDINGS = {"packs": (".yaml", ".typ"), "yichuang": (".py", ".html", ".js", ".txt")}
OTHER_WORDS = re.compile(r"身份证件|身份证明|永久居留身份证|居民身份证法")
CARD = "身份证"

# (files, phrase) → why it stays
STAYS = {
    ("packs/items/*", "居民身份证或社会保障卡"): "the list of the item; of_whom names another document",
    ("packs/exchange/holdings.yaml", "居民身份证或社会保障卡"): "the name of the paper in the lists of items",
    ("packs/papers/*", "居民身份证"): "examples of a citizen's papers",
    ("packs/messages/cases.yaml", "document: 身份证"): "examples",
    ("packs/messages/cases.yaml", "（身份证、护照等）"): "tells pack authors what the placeholder is",
    ("packs/messages/cases.yaml", "身份证照片看不清"): "an example",
    ("packs/messages/cases.yaml", "只要身份证"): "an example",
    ("packs/search/*", "身份证"): "words that people type, and the office that issues the card",
    ("packs/commitments/never_later.yaml", "names: 身份证"): "a word of the names of papers",
    ("packs/forms/*", "居民身份证"): "name of the kind, beside the box that takes others",
    ("packs/forms/items/*", "档案与身份证出生日期"): "劳社部发〔1999〕8号 compares 居民身份证 and 职工档案",
    ("packs/forms/items/*", "以身份证与档案"): "the same rule",
    ("yichuang/reference/rules/documents.py", "身份证"): "name of the kind",
    ("yichuang/catalog/rules/situations.py", "居民身份证"): "the names of papers that are replaced",
    ("yichuang/cases/services/contexts/handing_over.py", "居民身份证 5"): "an example",
    ("yichuang/identity/rules.py", "不是居民身份证的号码"): "tells who has another document where to go",
    ("yichuang/sites/templates/portal/account/register.html", "和身份证上的一样"): "online accounts are for citizens",
    ("yichuang/sites/console/admin/organisations/misfiled.py", "身份证"): "about numbers of citizens",
    ("yichuang/sites/ui/sheets/writing.py", "居民身份证18位"): "the same, in a sheet",
    ("yichuang/sites/desk/intake/identify.py", "身份证"): "kinds of number that the box knows by itself",
    ("yichuang/sites/desk/intake/seen/passports.py", "居民身份证"): "asked of citizens with a passport",
    ("yichuang/sites/templates/desk/*", "他定居国外，没有居民身份证"): "the same",
    ("yichuang/sites/templates/desk/account/kind.html", "居民身份证、居住证，自动认"): "kinds of number that it knows",
    ("yichuang/sites/templates/desk/*", "身份证等18位号码"): "the same",
    ("yichuang/sites/templates/desk/*", "身份证、信用代码、手机号"): "the same",
    ("yichuang/sites/templates/ui/layout_kiosk.html", "刷身份证或社保卡"): "the reader of a kiosk reads cards",
}  # fmt: skip


def texts():
    for root, endings in ENDINGS.items():
        for path in sorted(Path(root).rglob("*")):
            if path.suffix in endings:
                yield path.as_posix(), path.read_text(encoding="utf-8")


def without_what_stays(path: str, text: str, used: set) -> str:
    text = OTHER_WORDS.sub("", text)
    for entry in STAYS:
        files, phrase = entry
        if fnmatch(path, files) and phrase in text:
            used.add(entry)
            text = text.replace(phrase, "")
    return text


def test_the_card_of_citizens_is_asked_for_only_where_the_reason_is_known():
    used = set()
    asking = []
    for path, text in texts():
        left = without_what_stays(path, text, used)
        for line in left.splitlines():
            if CARD in line:
                asking.append(f"{path}: {line.strip()[:80]}")
    assert asking == []
    assert [entry for entry in STAYS if entry not in used] == []
