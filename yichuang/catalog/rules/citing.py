"""Bases and articles as a paper cites them: names of laws in 《》, articles in words (GB/T 9704-2012). Pure.

A basis is a document as packs name it, some with articles behind it:
中华人民共和国社会保险法（主席令第35号）.
A citation is law and article in one word: 社会保险法第45条.
"""

import re
from collections.abc import Iterable, Sequence

DIGITS = "零一二三四五六七八九"
_ARTICLE = re.compile(r"第([0-9]{1,3})(?=条|款|项|部分)")
_SEVERAL = re.compile(r"第([0-9]+)、([0-9]+)条")
_BASIS = re.compile(r"(?P<name>.+?)(?P<number>（[^（）]*）)?(?P<articles>第.*)?")
_CITATION = re.compile(r"(?P<law>.+?)(?P<articles>第[0-9]+(条|部分).*)")


def named(bases: Iterable[str], citations: Iterable[str]) -> list[str]:
    """The bases as a paper cites them: 《中华人民共和国社会保险法》（主席令第35号）第四十五条.

    Each citation goes to its law. A law that has one comes before those
    without.
    """
    articles_of_laws = _by_law(citations)
    with_articles = []
    without = []
    for basis in bases:
        parts = _BASIS.fullmatch(basis)
        articles = []
        if parts["articles"]:
            articles.append(parts["articles"])
        law = _law_of(basis)
        articles += articles_of_laws.get(law, ())
        name = _titled(parts["name"])
        number = parts["number"] or ""
        if articles:
            with_articles.append(name + number + _in_a_row(articles))
        else:
            without.append(name + number)
    return with_articles + without


def reference(citation: str) -> str:
    """One citation in words: 行政许可法第32条 → 《行政许可法》第三十二条.

    A title alone gets its 《》 only.
    """
    parts = _CITATION.fullmatch(citation)
    if parts is None:
        return _titled(citation)
    law = _titled(parts["law"])
    return law + in_words(parts["articles"])


def in_words(article: str) -> str:
    """An article in words.

    第24条第1款 → 第二十四条第一款; 第41、42条 → 第四十一条、第四十二条.
    """
    each_with_its_word = _SEVERAL.sub(r"第\1条、第\2条", article)
    return _ARTICLE.sub(_number_in_words, each_with_its_word)


def foreign(citations: Iterable[str], bases: Sequence[str]) -> list[str]:
    """The citations whose law is none of the bases."""
    laws = set(map(_law_of, bases))
    strangers = []
    for citation in citations:
        parts = _CITATION.fullmatch(citation)
        if parts["law"] not in laws:
            strangers.append(citation)
    return strangers


def _law_of(basis: str) -> str:
    """What a citation calls the law of a basis.

    The name of the state is left out.
    """
    parts = _BASIS.fullmatch(basis)
    return parts["name"].removeprefix("中华人民共和国")


def _by_law(citations: Iterable[str]) -> dict[str, list[str]]:
    """Law → its articles, in the order in which they are cited.

    What cites no article is left out.
    """
    articles: dict[str, list[str]] = {}
    for citation in citations:
        parts = _CITATION.fullmatch(citation)
        if parts:
            of_law = articles.setdefault(parts["law"], [])
            of_law.append(parts["articles"])
    return articles


def _in_a_row(articles: list[str]) -> str:
    """The articles in words.

    Each stands once, in the order in which it comes first.
    """
    once = dict.fromkeys(articles)
    return "、".join(map(in_words, once))


def _titled(name: str) -> str:
    """A name in its marks.

    A name within it takes the single ones (GB/T 15834): 《实施〈某法〉若干规定》.
    """
    inside = name.replace("《", "〈").replace("》", "〉")
    return f"《{inside}》"


def _number_in_words(article: re.Match[str]) -> str:
    """第24 → 第二十四."""
    number = int(article[1])
    return "第" + _spelled(number)


def _spelled(number: int) -> str:
    """1 to 999 in Chinese: 十九, 四十五, 一百零二."""
    hundreds, below_hundred = divmod(number, 100)
    tens, ones = divmod(below_hundred, 10)
    text = ""
    if hundreds:
        text = f"{DIGITS[hundreds]}百"
    if tens == 1 and not hundreds:
        text += "十"
    elif tens:
        text += f"{DIGITS[tens]}十"
    elif hundreds and ones:
        text += "零"
    if ones:
        text += DIGITS[ones]
    return text
