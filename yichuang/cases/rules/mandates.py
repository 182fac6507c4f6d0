"""授权委托书: by what somebody who comes to a window may act for a unit (民法典 161, 165). Pure."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from yichuang.catalog.rules.situations import BROUGHT, Material
from yichuang.core import spelling
from yichuang.core.errors import FieldProblem
from yichuang.core.spoken import chinese_date

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
OWN = (
    "委托书由法定代表人签，来办的人不能给自己签；他就是法定代表人的，选“他就是法定代表人”；"
    "和法定代表人同名的另一个人，请法定代表人先带证件和营业执照到窗口核对一次"
)
NOT_ALL = "当经办人的，办的是单位全部的事，请照委托书核对办哪些事"
NO_SCOPE = "请照委托书选办哪些事"
OTHER_LINE = (
    "这份委托书不管{}的事，不能凭它办这一件；委托书上没有写这件事的，判不符合，请单位补一份"
)
TWICE = "这份扫描件已经核对过一次，不能再当一份委托书"
TOO_OLD = "签了超过{}天才第一次带来（本平台的规定），请单位重新出一份"
TOO_LONG = "委托书最长{}（本平台的规定），从签的那天起最晚到{}；请单位照这个重新出一份"
TAKEN_BACK = "单位在{}说过不再让他代办；要他办的，请带单位在那天以后签的委托书"
NO_FILE = "请选委托书的照片或扫描件，收了原件的选“收下原件”"


ALL, ONE = "all", "one"  # scopes beside the lines: every matter of the unit, and one matter only


@dataclass(frozen=True)
class Bounds:
    """How far a mandate may reach. longest, brought_within: days from the one on which it was signed; length: the first
    in words; scopes: for which matters it may be."""

    longest: int
    length: str
    brought_within: int
    scopes: frozenset[str]


@dataclass(frozen=True)
class Brought:
    """When a mandate is brought. today; bounds: of that day; taken_back: the day on which the unit ended an earlier
    one of the same person, None where it never did."""

    today: date
    bounds: Bounds
    taken_back: date | None = None


@dataclass(frozen=True)
class OnPaper:
    """What a clerk reads off a mandate. how: COLLECTED or SCANNED; file: uuid of its scan, "" for an original; until:
    None where it names no last day; as_handler: it says that they handle the unit's business and its account;
    scope: for which matters, ALL, ONE or a line of business, "" where nobody has said it."""

    how: str
    signed_by: str
    signed_on: date | None
    until: date | None = None
    file: str = ""
    as_handler: bool = False
    scope: str = ""


def line_problems(scope: str, line: str) -> list[FieldProblem]:
    """Why a mandate of this scope is for no case of this line of business (民法典 165: 代理事项).

    One for one matter is for the case for which it is read."""
    if scope in (ALL, ONE, line):
        return []
    message = OTHER_LINE.format(line)
    return [_problem("scope", message)]


def askable(papers: Sequence[Material]) -> tuple[Material, ...]:
    """What a correction may ask for: the papers of the item, and the mandate of who came for a unit."""
    return (*papers, PAPER)


def problems(
    paper: OnPaper, bringer: str, representatives: Collection[str], brought: Brought
) -> list[FieldProblem]:
    """Why the paper lets nobody act. bringer: the name of who comes with it, "" where it is known that
    another of whatever name stands for the unit; representatives: under which names the unit's representative is known;
    none is known of a unit that comes for the first time."""
    wrong = [
        _problem("signed_by", _name_fault(paper, bringer, representatives)),
        _problem("signed_on", _day_fault(paper, brought)),
        _problem("scope", _scope_fault(paper, brought.bounds)),
        _problem("until", _end_fault(paper, brought)),
    ]
    if paper.how == SCANNED and not paper.file:
        wrong.append(_problem("file", NO_FILE))
    return [problem for problem in wrong if problem.message]


def _name_fault(paper: OnPaper, bringer: str, representatives: Collection[str]) -> str:
    name = spelling.name(paper.signed_by)
    if not name:
        return NO_NAME
    known = {spelling.key_of_name(each) for each in representatives}
    if known and spelling.key_of_name(name) not in known:
        return OTHER_NAME
    if spelling.is_same_name(name, bringer):
        return OWN
    return ""


def _day_fault(paper: OnPaper, brought: Brought) -> str:
    signed_on = paper.signed_on
    if signed_on is None:
        return NO_DAY
    if signed_on > brought.today:
        return NOT_YET
    taken_back = brought.taken_back
    if taken_back and signed_on <= taken_back:
        return TAKEN_BACK.format(chinese_date(taken_back))
    within = brought.bounds.brought_within
    if signed_on < brought.today - timedelta(within):
        return TOO_OLD.format(within)
    return ""


def _scope_fault(paper: OnPaper, bounds: Bounds) -> str:
    if paper.scope not in bounds.scopes:
        return NO_SCOPE
    if paper.as_handler and paper.scope != ALL:
        return NOT_ALL
    return ""


def _end_fault(paper: OnPaper, brought: Brought) -> str:
    if paper.until is None:
        return NO_END if paper.as_handler else ""
    if paper.until < brought.today:
        return OVER
    if paper.signed_on is None:
        return ""
    latest = paper.signed_on + timedelta(brought.bounds.longest)
    if paper.until > latest:
        return TOO_LONG.format(brought.bounds.length, chinese_date(latest))
    return ""



def _problem(field: str, message: str) -> FieldProblem:
    return FieldProblem(field, message, "mandate")
