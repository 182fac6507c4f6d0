"""How dates, times, money and numbers are written for readers. Pure but for the present, which `core.clock` tells."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.html import escape
from django.utils.text import Truncator

from yichuang.core import clock
from yichuang.core.spelling import is_digits
from yichuang.core.spoken import chinese_date

SHANGHAI = ZoneInfo("Asia/Shanghai")
WEEKDAYS = "一二三四五六日"
NEAR = timedelta(days=150)


def _local(value: datetime) -> datetime:
    return value.astimezone(SHANGHAI) if value.tzinfo else value


def _date_of(value) -> date | None:
    if isinstance(value, datetime):
        return _local(value).date()
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError:
        return None


def cndate(value) -> str:
    """date, datetime or ISO text → 2026年11月27日（周五）; anything else comes back as it is."""
    day = _date_of(value)
    if day is None:
        return "" if value is None else str(value)
    return f"{chinese_date(day)}（周{WEEKDAYS[day.weekday()]}）"


def cnday(value) -> str:
    """The same without the year, for near dates: 11月27日（周五）.

    Of a day that is more than NEAR away the year is told: it could be read as that of another."""
    text = cndate(value)
    day = _date_of(value)
    if day is None:
        return text
    away = day - clock.today()
    if abs(away) > NEAR:
        return text
    return text.partition("年")[2]


def cntime(value) -> str:
    """datetime or time → 9:26, 24 hours."""
    if isinstance(value, datetime):
        value = _local(value).time()
    if isinstance(value, time):
        return f"{value.hour}:{value.minute:02d}"
    return str(value or "")


def cndatetime(value) -> str:
    """datetime → 2026年11月27日（周五）9:26; a bare date has no time."""
    return cndate(value) + (cntime(value) if isinstance(value, datetime) else "")


def yuan(value) -> str:
    """Decimal, int or text in yuan → ¥1,234.56."""
    try:
        amount = Decimal(str(value)).quantize(Decimal("0.01"))
    except InvalidOperation:
        return "" if value is None else str(value)
    return f"{'-' if amount < 0 else ''}¥{abs(amount):,.2f}"


def casenumber(value) -> str:
    """A case number in groups of four to be read aloud: 202611170041 → 2026 1117 0041. Other shapes stay."""
    text = str(value or "")
    if not is_digits(text) or len(text) <= 4:
        return text
    return " ".join(text[i : i + 4] for i in range(0, len(text), 4))


def shortened(text: str, most: int) -> str:
    """The text, or as much of it as fits `most` characters with the mark of what was left out."""
    if len(text) <= most:
        return text
    return Truncator(text).chars(most)


def codepoints(text: str) -> str:
    """The numbers of its characters in Unicode, for one that a screen may not draw: U+323B0."""
    numbers = []
    for char in text:
        number = ord(char)
        numbers.append(f"U+{number:04X}")
    return "、".join(numbers)


def filesize(value) -> str:
    """Bytes → 860 KB or 1.8 MB."""
    size = int(value or 0)
    if size >= 1_000_000:
        return f"{size / 1_000_000:.1f} MB"
    return f"{max(1, round(size / 1000))} KB"


def ago(value: datetime, now: datetime | None = None) -> str:
    """How long ago, in one unit: 刚刚, 5分钟前, 3小时前, 2天前. `now` defaults to the project's clock."""
    asked_at = now or clock.now()
    passed = asked_at - value
    seconds = max(0, int(passed.total_seconds()))
    units = ((86400, "天"), (3600, "小时"), (60, "分钟"))
    for size, word in units:
        if seconds >= size:
            return f"{seconds // size}{word}前"
    return "刚刚"


def attribute(value) -> str:
    """Text safe inside an attribute or element."""
    return escape(value)


def beside(row: Iterable[Any], columns: Iterable[tuple[str, bool]]) -> list[tuple[Any, bool]]:
    """The cells of a row, each with whether its column holds numbers.

    columns: (label, is number), as many as there are cells.
    """
    numbers = [number for _, number in columns]
    return list(zip(row, numbers, strict=True))


def value_of(table: dict | None, key: object) -> object:
    """`{{ table|value_of:key }}`: what a dict holds under a key that a variable names; None without the dict."""
    return table.get(key) if table else None
