"""不予受理 rests on an article of a law, on a part of a numbered document, or on a basis of the item. 行政许可法 32."""

import re
from collections.abc import Iterable, Mapping

from yichuang.cases.rules import citations
from yichuang.core.errors import FieldProblem

_ARTICLE = re.compile(r"(?P<law>[^，；。、]{2,}?)第[0-9〇零一二三四五六七八九十百]+条")
# a 规范性文件 has no articles: 国发〔2014〕8号第三部分, 人社发〔2015〕80号二（一）
_PART = re.compile(
    r"""
    (?P<law>[^，；。、]{2,}?)
    [〔［\[（(][12]\d{3}[〕］\]）)] 第?\d+号 [^，；。、0-9一二三四五六七八九十]{0,40}?
    (第[0-9一二三四五六七八九十]+(部分|[章节款项点])
    |[一二三四五六七八九十]+(?=[、，；。（(]|$)
    |[（(][一二三四五六七八九十]+[）)])
    """,
    re.VERBOSE,
)
_BLANKS = re.compile(r"\s+")
_SAID_BEFORE = re.compile(r"^(依据|根据|按照|依照|按)")
UNFOUNDED = (
    "请写到哪部法律法规的第几条；没有条的文件，写文号和第几部分，比如“国发〔2014〕8号第三部分”；"
    "也可以从列出的依据里选。“有关规定”不能作依据"
)


NOT_SO_LONG = "《{law}》只有{count}条，没有第{number}条，请对照原文"
NOT_KNOWN = "系统里没有“{}”，请对照原文核对；核对过的，勾上“我核对过原文”，再按一次“不予受理”"
READ = "系统里没有“{}”，办的人核对过原文"  # as the trail tells it


def problems(
    basis: str, bases: Iterable[str], known: Mapping[str, int | None], *, is_read: bool
) -> list[FieldProblem]:
    """Why a refusal does not rest on this basis.

    bases: of the item, as papers cite them; nothing is asked of them.
    known: documents as items cite them → how many articles each has, None where nobody has counted.
    is_read: the officer says to have compared it with the text of a law that is not known.
    """
    if not rests_on_law(basis, bases):
        return [FieldProblem("basis", UNFOUNDED, "law")]
    written = _written(basis, bases)
    wrong = []
    for article, count in citations.beyond(written, known):
        sentence = NOT_SO_LONG.format(law=article.law, count=count, number=article.number)
        wrong.append(FieldProblem("basis", sentence, "law"))
    if wrong:
        return wrong
    names = not_known(basis, bases, known)
    if names and not is_read:
        return [FieldProblem("law_read", NOT_KNOWN.format(names), "law")]
    return []


def not_known(basis: str, bases: Iterable[str], known: Mapping[str, int | None]) -> str:
    """The laws and documents of a basis that nobody here knows, "" where there are none."""
    written = _written(basis, bases)
    return "、".join(citations.unknown(written, known))


def _written(basis: str, bases: Iterable[str]) -> str:
    """What the officer wrote beside the bases of the item."""
    rest = basis
    for ground in bases:
        rest = rest.replace(ground, "")
    return _BLANKS.sub("", rest)


def rests_on_law(basis: str, bases: Iterable[str]) -> bool:
    """Whether it names an article and its law, a document by its number and the part of it, or one of the bases of
    the item as papers cite them.
    """
    for ground in bases:
        if ground in basis:
            return True
    in_one = _BLANKS.sub("", basis)
    return _names_a_law(_ARTICLE, in_one) or _names_a_law(_PART, in_one)


def _names_a_law(pattern: re.Pattern[str], basis: str) -> bool:
    """Whether one of the citations is of a law or document that has a name."""
    for cited in pattern.finditer(basis):
        words = cited["law"]
        law = _SAID_BEFORE.sub("", words)
        if not law.startswith(citations.NAMES_NONE):
            return True
    return False


def together(*, chosen: str, written: str) -> str:
    """The basis that was chosen and the one that was written.

    Either may be "". Of both, the one that was chosen comes first.
    """
    chosen = chosen.strip()
    written = written.strip()
    if not chosen:
        return written
    if not written:
        return chosen
    return f"{chosen}；{written}"
