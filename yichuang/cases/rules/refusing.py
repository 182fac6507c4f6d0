"""不予受理 rests on an article of a law, on a part of a numbered document, or on a basis of the item. 行政许可法 32."""

import re
from collections.abc import Iterable

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
_NAMES_NONE = ("有关", "相关", "国家", "上级", "政策")  # 有关规定第三条 is of no law
UNFOUNDED = (
    "请写到哪部法律法规的第几条；没有条的文件，写文号和第几部分，比如“国发〔2014〕8号第三部分”；"
    "也可以从列出的依据里选。“有关规定”不能作依据"
)


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
        if not law.startswith(_NAMES_NONE):
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
