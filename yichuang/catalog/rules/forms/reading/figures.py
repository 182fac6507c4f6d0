"""Readers of numbers, amounts of money, dates and times."""

import re
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from yichuang.core import days, spelling

from ..form import Field
from ..moments import Month
from .base import Around, Refused
from .plain import plain

_AROUND = re.compile(r"[,¥元]")
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
MOST_DIGITS = 15
MOST_PLACES = 6
_DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_TIME = r"[0-9]{2}:[0-9]{2}"


def _number(field: Field, raw: Any, example: str) -> Decimal:
    if isinstance(raw, bool) or not isinstance(raw, (str, int, float, Decimal)):
        raise Refused(f"“{field.label}”要填数字，例如 {example}")
    text = _AROUND.sub("", spelling.code(str(raw)))
    if not _NUMBER.fullmatch(text):
        raise Refused(f"“{field.label}”要填数字，例如 {example}")
    long = _too_long(text)
    if long:
        raise Refused(f"“{field.label}”{long}")
    return Decimal(text)


def _too_long(text: str) -> str:
    """What is said of a number that is too large or too fine, "" for any other."""
    before_the_point, _, places = text.partition(".")
    digits = before_the_point.lstrip("-")
    if len(digits) > MOST_DIGITS:
        return f"的数字太大，最多{MOST_DIGITS}位，请核对"
    if len(places) > MOST_PLACES:
        return f"最多写{MOST_PLACES}位小数，请写短一些"
    return ""


def read_integer(field: Field, raw: Any, around: Around) -> int:
    number = _number(field, raw, "3")
    if number != number.to_integral_value():
        raise Refused(f"“{field.label}”要填整数，不带小数")
    return int(number)


def read_decimal(field: Field, raw: Any, around: Around) -> Decimal:
    number = _number(field, raw, "12.5")
    if number == number.to_integral_value():
        return number.quantize(Decimal(1))
    return number.normalize()


def read_money(field: Field, raw: Any, around: Around) -> Decimal:
    number = _number(field, raw, "1234.56")
    if number < 0:
        raise Refused(f"“{field.label}”不能是负数，请核对金额")
    if number != number.quantize(Decimal("0.01")):
        raise Refused(f"“{field.label}”最多写到分（两位小数），请核对金额")
    return number.quantize(Decimal("0.01"))


def _moment(field: Field, raw: Any, pattern: str, example: str, rest: str = "") -> datetime:
    """`rest` completes what was written to a full date. Raises Refused for another shape, a day that is none, and a
    year in which nobody lives."""
    written = plain(field, raw)
    text = days.narrow(written)
    if days.LONG_YEAR.fullmatch(text):
        raise Refused(days.year_fault(field.label))
    if not re.fullmatch(pattern, text):
        raise Refused(f"“{field.label}”要写成 {example} 的样子")
    try:
        moment = datetime.fromisoformat(text + rest)
    except ValueError:
        raise Refused(f"“{field.label}”里的日期或时间不存在，请核对") from None
    day = moment.date()
    if not days.is_within(day):
        raise Refused(days.year_fault(field.label))
    return moment


def read_date(field: Field, raw: Any, around: Around) -> date:
    moment = _moment(field, raw, _DAY, "2026-11-20")
    return moment.date()


def read_datetime(field: Field, raw: Any, around: Around) -> datetime:
    if isinstance(raw, str):
        raw = raw.replace("T", " ")
    pattern = f"{_DAY} {_TIME}"
    return _moment(field, raw, pattern, "2026-11-20 09:30")


def read_month(field: Field, raw: Any, around: Around) -> Month:
    pattern = r"[0-9]{4}-[0-9]{2}"
    moment = _moment(field, raw, pattern, "2026-11", "-01")
    return Month(moment.year, moment.month)
