"""授权委托书: by what somebody who comes to a window may act for a unit (民法典 161, 165). Pure."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from yichuang.catalog.rules.situations import BROUGHT, Material
from yichuang.core import spelling
from yichuang.core.errors import FieldProblem

COLLECTED, SCANNED = "seen", "file"
PAPER = Material(
    code="MANDATE",
    name="授权委托书",
    form="原件或复印件",
    originals=1,
    duplicates=0,
    media="纸质或电子",
    source=BROUGHT,
    share_scope=None,
    necessity="",
    exempt=False,
    by_promise=False,
    later=False,
    later_days=None,
    is_form=False,
    standard="写明委托谁、办什么、到哪天，单位盖章，法定代表人签名，写上日期",
    basis="民法典第一百六十五条",
    note="",
)  # of no item's list: who is known to act for the unit brings none
NO_NAME = "请照委托书填签名的法定代表人"
OTHER_NAME = (
    "和登记的法定代表人不一样；换过人的，照营业执照选“他就是法定代表人”，或请新的法定代表人签"
)
NO_DAY = "请照委托书填签的日期"
NOT_YET = "委托书上的日期还没有到"
OVER = "这份委托书已经过期，请单位重新出一份"
NO_END = "委托他当经办人的，要照委托书填到哪天；没有写到哪天的不能当经办人，请去掉这个勾"
OWN = "委托书由法定代表人签，来办的人不能给自己签；他就是法定代表人的，选“他就是法定代表人”"
NO_FILE = "请选委托书的照片或扫描件，收了原件的选“收下原件”"


@dataclass(frozen=True)
class OnPaper:
    """What a clerk reads off a mandate. how: COLLECTED or SCANNED; file: uuid of its scan, "" for an original; until:
    None where it names no last day; as_handler: it says that they handle the unit's business and its account."""

    how: str
    signed_by: str
    signed_on: date | None
    until: date | None = None
    file: str = ""
    as_handler: bool = False


def askable(papers: Sequence[Material]) -> tuple[Material, ...]:
    """What a correction may ask for: the papers of the item, and the mandate of who came for a unit."""
    return (*papers, PAPER)


def problems(
    paper: OnPaper, bringer: str, representatives: Collection[str], today: date
) -> list[FieldProblem]:
    """Why the paper lets nobody act. bringer: the name of who comes with it; representatives: under which names the
    unit's representative is known; none is known of a unit that comes for the first time."""
    wrong = [
        _problem("signed_by", _name_fault(paper, bringer, representatives)),
        _problem("signed_on", _day_fault(paper, today)),
        _problem("until", _end_fault(paper, today)),
    ]
    if paper.how == SCANNED and not paper.file:
        wrong.append(_problem("file", NO_FILE))
    return [problem for problem in wrong if problem.message]


def _name_fault(paper: OnPaper, bringer: str, representatives: Collection[str]) -> str:
    name = spelling.name(paper.signed_by)
    if not name:
        return NO_NAME
    known = {spelling.name(each) for each in representatives}
    if known and name not in known:
        return OTHER_NAME
    if name == spelling.name(bringer):
        return OWN
    return ""


def _day_fault(paper: OnPaper, today: date) -> str:
    if paper.signed_on is None:
        return NO_DAY
    if paper.signed_on > today:
        return NOT_YET
    return ""


def _end_fault(paper: OnPaper, today: date) -> str:
    if paper.until is None:
        return NO_END if paper.as_handler else ""
    if paper.until < today:
        return OVER
    return ""


def _problem(field: str, message: str) -> FieldProblem:
    return FieldProblem(field, message, "mandate")
