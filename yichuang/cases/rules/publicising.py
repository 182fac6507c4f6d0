"""公示 before a grant: what may be shown, until when, and which decision it lets pass. Pure.

Its days, whether it stops a clock and how long an objection may wait are
terms of the case (rules/terms.py).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from yichuang.cases.rules import granting
from yichuang.cases.rules.terms import Publicity, Span
from yichuang.core.errors import FieldProblem
from yichuang.reference.rules.deadlines import Calendar, count

Problems = list[FieldProblem]
LONGEST = 60
MOST_TITLE = 60
MOST_ABOUT = 60
MOST_WORDS = 300
LEAST_TEXT = 5
MOST_TEXT = 1000
APPROVE = "approve"
# as long as the number of a person, a unit, a phone or an account, however it is parted; a day is none
NUMBER = re.compile(r"(?<!\d)(?!\d{4}-\d\d-\d\d(?!\d))\d(?:[ -]?[\dXx]){6,}")
NO_NUMBERS = "公示谁都看得到，不要写证件、手机、账号这些号码"


@dataclass(frozen=True)
class Line:
    """One case as its reviewer puts it on the page.

    about: enterprise and town, "" for nothing.
    amount: what is to be granted in all, as typed.
    """

    case_id: UUID
    about: str = ""
    amount: str = ""


@dataclass(frozen=True)
class Stood:
    """What became of the latest 公示 of a case.

    has_ended: its days are over, or the case was left out.
    left_out_why: "" where it stood to the end.
    amount: None where none was shown.
    waiting, upheld: objections against the case that nobody has answered,
    and those that are right.
    """

    has_ended: bool
    left_out_why: str
    amount: Decimal | None
    waiting: int
    upheld: int


def last_day(begun: date, span: Span, calendar: Calendar) -> date:
    """The last day of 公示, or of an answer; the day on which it begins is not counted (民法典 201)."""
    term = count(begun, span.days, span.unit, (), calendar)
    return term.due


def has_room(until: date, publicity: Publicity, due_on: date, calendar: Calendar) -> bool:
    """Whether the decision can still be made in time after it."""
    last = until
    if publicity.review:
        last = last_day(until, publicity.review, calendar)
    return last <= due_on


def days_problems(
    days: int, publicity: Publicity, until: date, due_on: date, calendar: Calendar
) -> Problems:
    """What is wrong with how long it stands.

    Never shorter than the rule. Longer only where the decision can still
    be made in time: the rule's own length is refused to no case, for
    without it a case that is late could never be granted.
    """
    least = publicity.span.days
    if days < least:
        message = f"公示不能少于{least}个{publicity.span.unit}（{publicity.basis}）"
        return [FieldProblem("days", message, "range")]
    if days > LONGEST:
        return [FieldProblem("days", f"公示最多{LONGEST}天", "range")]
    if publicity.stops or days == least:
        return []
    if has_room(until, publicity, due_on, calendar):
        return []
    message = f"公示到{until.isoformat()}，再作决定就超过{due_on.isoformat()}了，请把天数写短"
    return [FieldProblem("days", message, "room")]


def heading_problems(title: str, conditions: str) -> Problems:
    """What is wrong with the words above the list."""
    problems = _words_problems("title", title, MOST_TITLE, "请写公示的标题")
    problems += _words_problems("conditions", conditions, MOST_WORDS, "请写凭什么条件发")
    return problems


def line_problems(line: Line, findings: Mapping[str, str], points: int, pay: str) -> Problems:
    """What is missing before a case is shown.

    findings: what the review found, by the code of the point.
    points: how many there are; each is to be judged. One that is not met
    is granted by two, as everywhere, after it was shown.
    pay: as in granting.Terms, "" where nothing is paid.
    """
    problems = []
    if len(findings) < points:
        message = "审查要点都判了才能公示，请先看完"
        problems.append(FieldProblem("points", message, "required"))
    if line.about.strip():
        problems += _words_problems("about", line.about, MOST_ABOUT, "")
    if pay and granting.yuan(line.amount) is None:
        message = "请填准备发的金额（按月发的填合计），单位元，最多两位小数"
        problems.append(FieldProblem("publicised_amount", message, "amount"))
    return problems


def answer_problems(about: str, answer: str, upheld: bool | None) -> Problems:
    """What is wrong with the answer to an objection.

    All of it is public but what the objector wrote.
    """
    problems = _words_problems("objection_about", about, MOST_ABOUT, "请写异议是关于什么的")
    problems += _words_problems("objection_answer", answer, MOST_WORDS, "请写核实的结果")
    if upheld is None:
        problems.append(FieldProblem("upheld", "请选属实还是不属实", "required"))
    return problems


def text_problems(text: str) -> Problems:
    """What is wrong with the words of an objection."""
    if len(text) < LEAST_TEXT:
        return [FieldProblem("text", "请写清哪里不对、怎么知道的", "required")]
    if len(text) > MOST_TEXT:
        message = f"最多{MOST_TEXT}字，现在{len(text)}字，请写短一些"
        return [FieldProblem("text", message, "max_length")]
    return []


def decision_problems(outcome: str, amount: str, stood: Stood | None) -> Problems:
    """Why a decision does not pass, where the item is shown in public first.

    amount: what is granted in all, "" where nothing is paid.
    stood: None where the case never was on a page.
    """
    if stood and not stood.has_ended:
        message = "这件正在公示，公示结束或者去掉以后才能作决定"
        return [FieldProblem("outcome", message, "publicity")]
    if outcome != APPROVE:
        return []
    if stood is None:
        return [FieldProblem("outcome", "这个事项要先公示，公示结束才能准予", "publicity")]
    return _granting_problems(amount, stood)


def _granting_problems(amount: str, stood: Stood) -> Problems:
    """Why a grant does not pass after 公示 has ended."""
    if stood.waiting:
        message = f"还有{stood.waiting}条异议没有答复，答复了才能准予"
        return [FieldProblem("outcome", message, "objection")]
    if stood.upheld:
        return [FieldProblem("outcome", "有人提的异议属实，不能按公示的准予", "objection")]
    if stood.left_out_why:
        message = f"这件从公示里去掉了（{stood.left_out_why}），要准予请重新公示"
        return [FieldProblem("outcome", message, "publicity")]
    if amount and (stood.amount is None or Decimal(amount) > stood.amount):
        return [FieldProblem("amount", _above(stood.amount), "publicity")]
    return []


def _above(amount: Decimal | None) -> str:
    """What is said of a grant of more than was shown."""
    if amount is None:
        return "公示时没有写金额，要发钱请重新公示"
    return f"公示的是{amount:,.2f}元，不能批得比公示的多；要多批请重新公示"


def _words_problems(field: str, text: str, most: int, missing: str) -> Problems:
    """What is wrong with words that everybody reads.

    missing: what is said where there are none.
    """
    words = text.strip()
    if not words:
        return [FieldProblem(field, missing, "required")]
    if len(words) > most:
        message = f"最多{most}字，现在{len(words)}字，请写短一些"
        return [FieldProblem(field, message, "max_length")]
    if NUMBER.search(words):
        return [FieldProblem(field, NO_NUMBERS, "personal")]
    return []
