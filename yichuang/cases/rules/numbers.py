"""Case numbers and query passwords (办件编号: region 6 + YYMMDD + channel 1 + serial 7 + Luhn 1 = 21 digits)."""

import secrets
from datetime import date

from yichuang.core import spelling
from yichuang.reference.rules.identifiers import luhn_digit

CHANNELS = {1: "窗口", 2: "网厅", 3: "移动", 4: "自助", 5: "电话", 6: "村级"}


def case_number(region: str, day: date, channel: int, serial: int) -> str:
    """21 digits. region: 6 or 12 digits; serial: 1 to 9,999,999. Raises ValueError beyond that."""
    if not 0 < serial < 10_000_000:
        raise ValueError(f"serial {serial} does not fit seven digits")
    body = f"{region[:6]}{day:%y%m%d}{channel}{serial:07d}"
    return body + luhn_digit(body)


def is_case_number(text: str) -> bool:
    """Whether the text (spaces allowed) is 21 digits with a right check digit."""
    digits = spelling.code(text)
    return (
        len(digits) == 21 and spelling.is_digits(digits) and luhn_digit(digits[:-1]) == digits[-1]
    )


def case_number_problem(text: str) -> str | None:
    """What is wrong with a case number as it was typed, or None."""
    digits = spelling.code(text)
    if not spelling.is_digits(digits):
        return "办件编号只有数字，请照收件凭证再核对一遍"
    if len(digits) != 21:
        return f"办件编号应为21位数字，现在是{len(digits)}位，请照收件凭证再核对一遍"
    if not is_case_number(digits):
        return "办件编号末位校验不对，可能有一位填错了，请照收件凭证逐位核对"
    return None


def query_password() -> str:
    """Six random digits; never part of a phone or ID number, because it is part of nothing."""
    return f"{secrets.randbelow(1_000_000):06d}"
