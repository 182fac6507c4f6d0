"""Readers of codes that check themselves: places, citizen numbers, unified codes, accounts, occupations."""

import re
from collections.abc import Callable
from typing import Any

from yichuang.core import spelling
from yichuang.reference.rules import documents, identifiers

from ..form import Field
from .base import Around, Refused
from .plain import plain
from .words import read_listed

_REGION_DIGITS = {1: 6, 2: 6, 3: 6, 4: 9, 5: 12}
_REGION_NAMES = {1: "省", 2: "市", 3: "县（区）", 4: "乡镇（街道）", 5: "村（社区）"}
_OCCUPATION = re.compile(r"[1-8](-[0-9]{2}){0,3}")


def read_region(field: Field, raw: Any, around: Around) -> str:
    code = spelling.code(plain(field, raw))
    name = _REGION_NAMES[field.level]
    digits = _REGION_DIGITS[field.level]
    is_code = re.fullmatch(f"[0-9]{{{digits}}}", code)
    if not is_code or not _stands_at(field.level, code, around):
        raise Refused(f"“{field.label}”要选到{name}，请从区划列表中选择")
    if not around.region_exists(code.ljust(12, "0")):
        raise Refused(f"“{field.label}”不在区划表里，请从区划列表中重新选择")
    return code


def _stands_at(level: int, code: str, around: Around) -> bool:
    """A city also serves where a county is asked for: some have none below them, and people may know no more. Where
    the data end above the level that is asked for, the last division that they hold serves."""
    depth = _depth(code)
    if depth == level:
        return True
    if level == 3 and depth == 2:
        return True
    return 3 <= depth < level and around.region_ends(code.ljust(12, "0"))


def _depth(code: str) -> int:
    """Of how many parts a code of a place is; 0 for one of noughts."""
    parts = (code[:2], code[2:4], code[4:6], code[6:9], code[9:])
    depth = 0
    for index, part in enumerate(parts, 1):
        if part.strip("0"):
            depth = index
    return depth


def _identifier(
    problem_of: Callable[[str], str | None], spell: Callable[[str], str] = spelling.code
) -> Callable[[Field, Any, Around], str]:
    def reader(field: Field, raw: Any, around: Around) -> str:
        number = spell(plain(field, raw))
        problem = problem_of(number)
        if problem:
            raise Refused(f"“{field.label}”：{problem}")
        return number

    return reader


def read_id_number(field: Field, raw: Any, around: Around) -> str:
    reader = _identifier(lambda number: documents.number_problem(number, around.as_of))
    return reader(field, raw, around)


def read_document(field: Field, raw: Any, around: Around, kind: str) -> str:
    """The number of a document whose kind was chosen beside it (reference.rules.documents)."""
    reader = _identifier(lambda number: documents.problem(kind, number, around.as_of))
    return reader(field, raw, around)


read_credit_code = _identifier(identifiers.credit_code_problem)
read_phone = _identifier(identifiers.phone_problem, spelling.phone)
_card = _identifier(identifiers.bank_card_problem, spelling.account)


def _unit_account_problem(number: str) -> str | None:
    if re.fullmatch(r"[0-9]{8,32}", number):
        return None
    return "对公账号应为8至32位数字，请对照开户许可核对"


_unit_account = _identifier(_unit_account_problem, spelling.account)


def read_bank_account(field: Field, raw: Any, around: Around) -> str:
    if field.account_kind == "unit":
        return _unit_account(field, raw, around)
    return _card(field, raw, around)


def read_person_ref(field: Field, raw: Any, around: Around) -> str:
    number = read_id_number(field, raw, around)
    if around.person_lookup and not around.person_lookup(number):
        raise Refused(f"“{field.label}”在人员基础库里查不到，请核对身份号码，或请窗口先登记此人")
    return number


def read_employer_ref(field: Field, raw: Any, around: Around) -> str:
    code = read_credit_code(field, raw, around)
    if around.employer_lookup and not around.employer_lookup(code):
        raise Refused(f"“{field.label}”在单位基础库里查不到，请核对信用代码，或请窗口先登记该单位")
    return code


def read_occupation(field: Field, raw: Any, around: Around) -> str:
    code = spelling.code(plain(field, raw))
    if not _OCCUPATION.fullmatch(code):
        raise Refused(f"“{field.label}”要填职业分类大典的代码，例如 6-31，请从列表中选择")
    return code


def coded(pattern: str) -> Callable[[Field, Any, Around], str]:
    def reader(field: Field, raw: Any, around: Around) -> str:
        if not re.fullmatch(pattern, plain(field, raw)):
            raise Refused(f"“{field.label}”请从列出的选项中选")
        return read_listed(field, raw)

    return reader
