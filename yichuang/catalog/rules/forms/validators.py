"""The checks that a field may name beside its type. Each returns None or the sentence that the user reads."""

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from yichuang.core.errors import FieldProblem
from yichuang.reference.rules import documents, identifiers

from . import moments
from .form import Field
from .reading import Around


@dataclass(slots=True)
class Check:
    """One validator at work: the field, its typed value, the validator's argument, and the way to other fields."""

    field: Field
    value: Any
    arg: Any
    around: Around
    other: Callable[[str], tuple[str, Any]]

    @property
    def label(self) -> str:
        return f"“{self.field.label}”"


Rule = Callable[[Check], str | None]
_YES_NO = {True: "是", False: "否"}


def _bound(bad: Callable[[Any, Any], bool], words: str) -> Rule:
    def rule(check: Check) -> str | None:
        limit = Decimal(str(check.arg))
        if not bad(check.value, limit):
            return None
        return f"{check.label}{words}{limit:f}，请核对"

    return rule


def _count(bad: Callable[[int, int], bool], words: str, unit: str) -> Rule:
    def rule(check: Check) -> str | None:
        size = len(check.value)
        if not bad(size, check.arg):
            return None
        return f"{check.label}{words}{check.arg}{unit}，现在是{size}{unit}"

    return rule


def _beside(bad: Callable[[Any, Any], bool], words: str) -> Rule:
    """A comparison with another field; not judged while the other one is empty."""

    def rule(check: Check) -> str | None:
        label, other = check.other(check.arg)
        if other is None:
            return None
        if isinstance(check.value, moments.Moment):
            mine, other = moments.comparable(check.value, other)
        else:
            mine = check.value
        if not bad(mine, other):
            return None
        return f"{check.label}{words.format(f'“{label}”')}"

    return rule


def _gap(bad: Callable[[moments.Moment, moments.Moment, Mapping], bool], words: str) -> Rule:
    """A distance from another date; the argument names the field and the length."""

    def rule(check: Check) -> str | None:
        label, other = check.other(check.arg["field"])
        if other is None:
            return None
        if not bad(check.value, other, check.arg):
            return None
        length = check.arg.get("months", check.arg.get("days"))
        sentence = words.format(f"“{label}”", length)
        return f"{check.label}{sentence}"

    return rule


def _pattern(check: Check) -> str | None:
    if re.fullmatch(check.arg, check.value, re.ASCII):
        return None
    sentence = f"{check.label}的写法不对，请对照证件核对"
    if check.field.help:
        sentence += f"（{check.field.help}）"
    return sentence


def _document(check: Check) -> str | None:
    """The number of a document of the kind that another field names."""
    _, kind = check.other(check.arg)
    if not kind:
        return None
    wrong = documents.problem(kind, check.value, check.around.as_of)
    if not wrong:
        return None
    return f"{check.label}：{wrong}"


def _not_future(check: Check) -> str | None:
    mine, today = moments.comparable(check.value, check.around.as_of)
    return f"{check.label}还没有到，请填已经发生的日期" if mine > today else None


def _not_past(check: Check) -> str | None:
    mine, today = moments.comparable(check.value, check.around.as_of)
    return f"{check.label}已经过去，请填今天或以后的日期" if mine < today else None


def _must_be(check: Check) -> str | None:
    if check.value == check.arg:
        return None
    answer = _YES_NO.get(check.arg) or check.field.labels.get(check.arg, check.arg)
    return f"{check.label}要选“{answer}”才能办理这件事；情况不符的，请先咨询窗口"


def _age(check: Check) -> int | None:
    """Of a number or a date of birth. None for a number that does not tell when its holder was born (passports, older
    cards of permanent residence)."""
    born = check.value
    if isinstance(born, str):
        born = identifiers.birth_date_of(born)
    if born is None:
        return None
    return identifiers.age_on(born, check.around.as_of)


def _min_age(check: Check) -> str | None:
    age = _age(check)
    if age is None or age >= check.arg:
        return None
    return f"{check.label}：按证件未满{check.arg}周岁，请核对是否填错人"


def _max_age(check: Check) -> str | None:
    age = _age(check)
    if age is None or age <= check.arg:
        return None
    return f"{check.label}：按证件已超过{check.arg}周岁，请核对是否填错人"


def _max_days_ago(check: Check) -> str | None:
    days = (check.around.as_of - moments.day_of(check.value)).days
    return f"{check.label}距今天已超过{check.arg}天，请核对日期" if days > check.arg else None


def _max_days_ahead(check: Check) -> str | None:
    days = (moments.day_of(check.value) - check.around.as_of).days
    if days > check.arg:
        return f"{check.label}最多只能填{check.arg}天以内的日期，请改早一些"
    return None


def _max_years_ahead(check: Check) -> str | None:
    """A year written as a number: the year of filling in, and so many after it, so that no form grows old."""
    last = check.around.as_of.year + check.arg
    if check.value > last:
        return f"{check.label}最多填到{last}年，请核对"
    return None


def _in_months(start: moments.Moment, end: moments.Moment) -> bool:
    """Whether one of the two is told by its month only, so that days cannot be counted."""
    return isinstance(start, moments.Month) or isinstance(end, moments.Month)


def _later_than_months(start: moments.Moment, end: moments.Moment, months: int) -> bool:
    if _in_months(start, end):
        return moments.months_between(start, end) > months
    last_day = moments.add_months(moments.day_of(start), months)
    return moments.day_of(end) > last_day


def _max_months_ago(check: Check) -> str | None:
    if _later_than_months(check.value, check.around.as_of, check.arg):
        return f"{check.label}距今天已超过{check.arg}个月，请核对日期"
    return None


def _sooner_than_months(start: moments.Moment, end: moments.Moment, months: int) -> bool:
    """The last day itself counts: 1 July to 30 June are twelve months."""
    if _in_months(start, end):
        return moments.months_between(start, end) < months
    months_later = moments.add_months(moments.day_of(start), months)
    lacking = months_later - moments.day_of(end)
    return lacking.days > 1


def _days(start: moments.Moment, end: moments.Moment) -> int:
    return (moments.day_of(end) - moments.day_of(start)).days


def _over_days(mine: moments.Moment, other: moments.Moment, arg: Mapping) -> bool:
    return _days(other, mine) > arg["days"]


def _under_days(mine: moments.Moment, other: moments.Moment, arg: Mapping) -> bool:
    return _days(other, mine) < arg["days"]


def _over_months(mine: moments.Moment, other: moments.Moment, arg: Mapping) -> bool:
    return _later_than_months(other, mine, arg["months"])


def _under_months(mine: moments.Moment, other: moments.Moment, arg: Mapping) -> bool:
    return _sooner_than_months(other, mine, arg["months"])


def _accept(check: Check) -> str | None:
    _, _, ending = check.value["name"].rpartition(".")
    if ending.lower() in check.arg:
        return None
    accepted = "、".join(check.arg)
    return f"{check.label}只收 {accepted} 格式的文件，请换一个文件上传"


def _max_mb(check: Check) -> str | None:
    if check.value["size"] <= check.arg * 1_000_000:
        return None
    return f"{check.label}不能超过{check.arg}MB，请压缩后再上传"


def _photo(check: Check) -> str | None:
    """Judged when the file comes in: an answer no longer knows how large its picture is."""
    return None


def _multiple_of(check: Check) -> str | None:
    step = Decimal(str(check.arg))
    if Decimal(check.value) % step:
        return f"{check.label}要是{step:f}的整数倍，请核对"
    return None


def _exclusive(check: Check) -> str | None:
    if len(check.value) < 2:
        return None
    for code in check.arg:
        if code in check.value:
            alone = check.field.labels.get(code, code)
            return f"{check.label}选了“{alone}”就不能再选别的，请只留一种"
    return None


FIELD_RULES: dict[str, Rule] = {
    "min": _bound(lambda value, limit: value < limit, "不能小于"),
    "max": _bound(lambda value, limit: value > limit, "不能大于"),
    "min_length": _count(lambda size, limit: size < limit, "写得太少，至少", "字"),
    "max_length": _count(lambda size, limit: size > limit, "写得太长，最多", "字"),
    "min_rows": _count(lambda size, limit: size < limit, "行数不够，至少", "行"),
    "max_rows": _count(lambda size, limit: size > limit, "行数太多，最多", "行"),
    "min_items": _count(lambda size, limit: size < limit, "选得不够，至少选", "项"),
    "max_items": _count(lambda size, limit: size > limit, "选得太多，最多选", "项"),
    "pattern": _pattern,
    "document": _document,
    "not_future": _not_future,
    "not_past": _not_past,
    "not_before": _beside(lambda mine, other: mine < other, "不能早于{}，请核对两个日期"),
    "not_after": _beside(lambda mine, other: mine > other, "不能晚于{}，请核对两个日期"),
    "after": _beside(lambda mine, other: mine <= other, "要晚于{}，请核对两个日期"),
    "max_field": _beside(lambda mine, other: mine > other, "不能大于{}，请核对两个数"),
    "min_field": _beside(lambda mine, other: mine < other, "不能小于{}，请核对两个数"),
    "equal_field": _beside(lambda mine, other: mine != other, "要与{}一致，请核对两处"),
    "not_equal_field": _beside(lambda mine, other: mine == other, "不能与{}相同，请核对两处"),
    "must_be": _must_be,
    "min_age": _min_age,
    "max_age": _max_age,
    "max_days_ago": _max_days_ago,
    "max_months_ago": _max_months_ago,
    "max_days_ahead": _max_days_ahead,
    "max_years_ahead": _max_years_ahead,
    "max_days_after": _gap(_over_days, "最晚在{}之后{}天以内，请核对两个日期"),
    "min_days_after": _gap(_under_days, "离{}至少要满{}天，请核对两个日期"),
    "max_months_after": _gap(_over_months, "最晚在{}之后{}个月以内，请核对两个日期"),
    "min_months_after": _gap(_under_months, "离{}至少要满{}个月，请核对两个日期"),
    "accept": _accept,
    "max_mb": _max_mb,
    "photo": _photo,
    "multiple_of": _multiple_of,
    "exclusive": _exclusive,
}


# Rules of a whole table name the place themselves: a cell of it, or the total beside it.
def _unique_column(check: Check) -> list[FieldProblem]:
    """Every repeated cell is pointed at, so that the clerk sees all the rows concerned."""
    values = [row.get(check.arg) for row in check.value]
    counts = Counter(value for value in values if value is not None)
    label = check.field.column[check.arg].label
    problems = []
    for row, value in enumerate(values):
        if counts[value] > 1:
            path = f"{check.field.key}.{row}.{check.arg}"
            message = f"{check.label}第{row + 1}行的“{label}”与别的行重复，请核对"
            problems.append(FieldProblem(path, message, "unique_column"))
    return problems


def _total(check: Check) -> Decimal:
    column = check.arg["column"]
    total = Decimal(0)
    for row in check.value:
        total += Decimal(row.get(column) or 0)
    return total


def _sum_equals(check: Check) -> list[FieldProblem]:
    label, stated = check.other(check.arg["field"])
    total = _total(check)
    if stated is None or total == stated:
        return []
    message = f"“{label}”要等于{check.label}各行之和，各行加起来是{total:f}，请核对"
    return [FieldProblem(check.arg["field"], message, f"{check.field.key}.sum_equals")]


def _sum_at_most(check: Check) -> list[FieldProblem]:
    label, limit = check.other(check.arg["field"])
    total = _total(check)
    if limit is None or total <= limit:
        return []
    message = f"{check.label}各行加起来是{total:f}，不能大于“{label}”，请核对"
    return [FieldProblem(check.field.key, message, "sum_at_most")]


TABLE_RULES: dict[str, Callable[[Check], list[FieldProblem]]] = {
    "unique_column": _unique_column,
    "sum_equals": _sum_equals,
    "sum_at_most": _sum_at_most,
}
