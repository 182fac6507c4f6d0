"""Which laws and documents a written basis names, against those that packs/law knows. Pure.

A law is named with its article: 失业保险条例第十四条.
A document without articles is named by its number: 国发〔2014〕8号.
"""

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

NUMERALS = "〇一二三四五六七八九"
UNITS = {"十": 10, "百": 100}
STATE = "中华人民共和国"
NAMES_NONE = ("有关", "相关", "国家", "上级", "政策")  # 有关规定第三条 is of no law
_ARTICLE = re.compile(r"(?P<words>[^，；。、]*?)第(?P<number>[0-9〇零一二三四五六七八九十百]+)条")
_NUMBER = re.compile(
    r"(?P<organ>[一-鿿]+)[〔［\[（(](?P<year>[12]\d{3})[〕］\]）)]第?(?P<nth>\d+)号"
)
_TITLE = re.compile(r"《([^《》]+)》")
# （国务院令第258号，2018年修订）; 国发（2014）8号 keeps its year
_ANNEX = re.compile(r"[（(][^（）()]*[一-鿿][^（）()]*[）)]")
_SAID_BEFORE = re.compile(r"^(依据|根据|按照|依照|按|以及|和|及|与|或|至)+")


class Article(NamedTuple):
    """One article that a basis names.

    law: without 《》 and without 中华人民共和国.
    """

    law: str
    number: int


class Document(NamedTuple):
    """One numbered document.

    organ: its short name; nth: the number in that year.
    """

    organ: str
    year: str
    nth: str

    @property
    def words(self) -> str:
        """国发〔2014〕8号."""
        return f"{self.organ}〔{self.year}〕{self.nth}号"


def articles(basis: str) -> list[Article]:
    """Every article, with the law that is named last before it.

    Of a numbered document none.
    """
    cited = []
    law = ""
    plain = _ANNEX.sub("", basis)
    for match in _ARTICLE.finditer(plain):
        words = _SAID_BEFORE.sub("", match["words"])
        if _NUMBER.search(words):
            law = ""
            continue
        if _is_a_name(words):
            law = _name(words)
        if not law or law.startswith(NAMES_NONE):
            continue
        number = _value(match["number"])
        article = Article(law, number)
        cited.append(article)
    return cited


def documents(basis: str) -> list[Document]:
    """Every document that is named by its number."""
    cited = []
    for match in _NUMBER.finditer(basis):
        organ = _SAID_BEFORE.sub("", match["organ"])
        document = Document(organ, match["year"], match["nth"])
        cited.append(document)
    return cited


def beyond(basis: str, known: Mapping[str, int | None]) -> list[tuple[Article, int]]:
    """The articles that their law does not have, each with how many it has."""
    counts = _counts(known)
    lacking = []
    for article in articles(basis):
        count = counts.get(article.law)
        if count is None:
            continue
        is_there = 1 <= article.number <= count
        if not is_there:
            lacking.append((article, count))
    return lacking


def unknown(basis: str, known: Mapping[str, int | None]) -> list[str]:
    """The laws and documents that are not known.

    Each once, as the basis names them.
    """
    laws = _counts(known)
    names = []
    for article in articles(basis):
        if article.law not in laws:
            names.append(article.law)
    numbered = _numbered(known)
    for document in documents(basis):
        if not _is_among(document, numbered):
            names.append(document.words)
    each_once = dict.fromkeys(names)
    return list(each_once)


def _is_a_name(words: str) -> bool:
    """第四十五条第二项和第四十六条 names its law once."""
    return len(words) > 1 and not words.startswith("第")


def _name(words: str) -> str:
    """Of 《中华人民共和国社会保险法》 and of 社会保险法（主席令第35号）: 社会保险法."""
    titles = _TITLE.findall(words)
    name = _ANNEX.sub("", words)
    if titles:
        name = titles[-1]
    return name.removeprefix(STATE)


def _value(number: str) -> int:
    """Of 100, 一百, 一百零三 or 一〇三."""
    text = number.replace("零", "〇")
    for value, numeral in enumerate(NUMERALS):
        digit = str(value)
        text = text.replace(numeral, digit)
    if text.isdecimal():
        return int(text)
    total = 0
    digits = ""
    for char in text:
        if char not in UNITS:
            digits += char
            continue
        times = int(digits or "1")
        total += times * UNITS[char]
        digits = ""
    rest = int(digits or "0")
    return total + rest


def _counts(known: Mapping[str, int | None]) -> dict[str, int | None]:
    """How many articles each law has, by its name alone."""
    counts = {}
    for cite, count in known.items():
        name = _name(cite)
        counts[name] = count
    return counts


def _numbered(known: Iterable[str]) -> list[Document]:
    """Those of the known that have a number with a year."""
    numbered = []
    for cite in known:
        numbered += documents(cite)
    return numbered


def _is_among(document: Document, numbered: Iterable[Document]) -> bool:
    """Whether it is one of these.

    Words may stand before its organ: 本人依照国发 is 国发.
    """
    for each in numbered:
        if each.year != document.year:
            continue
        if each.nth != document.nth:
            continue
        if document.organ.endswith(each.organ):
            return True
    return False
