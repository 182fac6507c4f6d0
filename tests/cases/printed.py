"""The papers of a case as text, and what must hold of them whatever the item."""

import re
from collections.abc import Collection, Iterator
from datetime import datetime

from tests.paper_files import text_of
from tests.reading import codes_of_ours
from yichuang.cases import services
from yichuang.cases.models import Case
from yichuang.cases.queries import cases
from yichuang.core import packs
from yichuang.documents import queries
from yichuang.documents import services as documents

DOUBLED = (
    "申请申请",
    "决定决定",
    "。。",
    "，，",
    "的的",
    "予以予以",
    "予以准予",
    "《《",
    "》》",
    "；。",
)
REMEDIES = (
    "行政复议",
    "行政诉讼",
    "复核",
    "再次鉴定",
    "申诉",
    "仲裁",
    "复查",
    "12333投诉",
    "监督改正",  # 职称评审管理暂行规定
    "上级党组织提出",  # 中国共产党章程 4
)
OPEN = ("{", "}", "None", "[]", "〓")


def printed(case: Case, now: datetime, only: str = "") -> dict[str, str]:
    """kind → text of every paper that the case has by now, or of the only one that is asked for."""
    issued = [
        services.issue_paper(case_id=case.uuid, kind=kind, now=now)
        for kind in _kinds_by_now(case, only)
    ]
    return {paper.kind: text_of(documents.content(paper)) for paper in issued}


def worded(case: Case, now: datetime, only: str = "") -> dict[str, str]:
    """kind → all that stands in the fields of these papers; no sheet is set."""
    said = {}
    for kind in _kinds_by_now(case, only):
        paper = services.issue_paper(case_id=case.uuid, kind=kind, now=now)
        words = queries.words_of(paper)
        said[paper.kind] = "\n".join(_texts([words["paper"], words["c"]]))
    return said


def _kinds_by_now(case: Case, only: str) -> list[str]:
    """The kinds of the papers of the case, or the only one, which must be among them."""
    done = cases.get(case.uuid)
    steps = {step.kind for step in cases.trail(done)}
    kinds = [kind for kind, _ in services.kinds_of(done, steps)]
    if not only:
        return kinds
    assert only in kinds
    return [only]


def _texts(words) -> Iterator[str]:
    """Every text in a paper's words, without blanks."""
    if isinstance(words, str):
        yield "".join(words.split())
    elif isinstance(words, dict):
        for part in words.values():
            yield from _texts(part)
    elif isinstance(words, list | tuple):
        for part in words:
            yield from _texts(part)


def says_truly_what_is_against(text: str, bases: Collection[str]) -> None:
    """A refusal or a denial: the basis in 《》, a way to have it looked at again, nothing doubled, open or of ours."""
    assert not [each for each in (*DOUBLED, *OPEN) if each in text], text
    assert not codes_of_ours(text), text
    assert [name for name in bases if f"《{name}》" in text], text
    assert [way for way in REMEDIES if way in text], text


def says_what_is_given(code: str, papers: dict[str, str]) -> None:
    """A granted item, in sheets or in words alone: its own paper or a sentence of the thing given, its bases with their
    articles, nothing doubled or left open."""
    row = _as_answered(code)
    notice = papers["completion"]
    own = own_paper(papers)
    assert ("result" in papers) == (row["gives"] in ("slip", "answer"))
    assert row["title"] in notice
    assert row["grant"] in own and row["grant"] in notice
    assert row.get("given", "").split("，")[0] in notice
    for kind, text in papers.items():
        assert not [each for each in (*DOUBLED, *OPEN) if each in text], (kind, text)
        assert not codes_of_ours(text), (kind, text)
    _cites(own, packs.read(f"items/{code}.yaml"), row)


def own_paper(papers: dict[str, str]) -> str:
    """The text of the paper that gives: one of the two."""
    assert ("result" in papers) != ("decision" in papers)
    return papers.get("result") or papers["decision"]


def says_truly_what_is_given(code: str, papers: dict[str, str], *, in_part: bool) -> None:
    """Its sheets too: a way that fits the thing, no remedy where nobody is burdened and no amount is disputed."""
    says_what_is_given(code, papers)
    row = _as_answered(code)
    item = packs.read(f"items/{code}.yaml")
    notice = papers["completion"]
    own = own_paper(papers)
    assert f"《{row['title']}》" in notice
    if "decision" in papers and item["review_points"]:
        assert f"审查内容{item['review_points'][0]}，符合".replace(" ", "") in own
    _goes_by_a_way_that_fits(row["gives"], notice)
    if row["gives"] == "money":
        assert _disputed(own)
        _says_how_it_is_paid(own, row["pay"])
    elif in_part:
        assert _disputed(own)
    elif not row.get("remedied"):
        assert "提起行政诉讼" not in own


def _as_answered(code: str) -> dict:
    """The row of the item, with what it says otherwise to who answers its form as the sample does."""
    row = packs.read("results/results.yaml")["items"][code]
    by = row.get("by")
    if by is None:
        return row
    sample = packs.read(f"forms/items/{code}.yaml")["sample"]
    return row | by[sample[by["field"]]]


def _says_how_it_is_paid(text: str, pay: str) -> None:
    """By which standard, and one sum, or so much a month from one month to another and in all (社会保险法 83)."""
    said = {
        "once": ("一次付清人民币",),
        "months": ("每月金额人民币", "起止年月", "共1个月", "合计金额人民币"),
        "life": ("每月金额人民币", "起发年月", "到依法停发为止"),
        "both": ("一次付清人民币",),
    }
    for words in ("计发标准", *said[pay]):
        assert words in text, (words, text)
    assert "没有另列" not in text


def _disputed(text: str) -> bool:
    """Whether a paper says what may be done against the amount: review and suit, or the item's own way."""
    return "行政诉讼" in text or "复核" in text


def _goes_by_a_way_that_fits(gives: str, notice: str) -> None:
    """What is made elsewhere is not looked at here, and money is not fetched."""
    way = notice.split("送达方式")[1]
    if gives == "made":
        assert way.startswith(("窗口领取", "邮寄送达", "到申请时选的地方领取"))
    if gives == "money":
        assert "钱付到账户" in way
    if gives == "online":
        assert "网上签发" in way


def _cites(text: str, item: dict, row: dict) -> None:
    """Each basis stands in 《》, and an article in words where the item has one."""
    for basis in item["legal_basis"]:
        name = basis.rpartition("（")[0].replace("《", "〈").replace("》", "〉")
        assert f"《{name}》" in text, basis
    if row.get("articles") or re.search("第[0-9]+条", item.get("statutory_article") or ""):
        assert re.search("第[一二三四五六七八九十百]+(条|部分)", text), text
    assert not re.search("第[0-9]+(条|部分)", text)
