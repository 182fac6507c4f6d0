"""Documents that say who somebody is, each with its own check. Pure.

Codes are those of the forms' list `id_type`. Citizen numbers and residence permits of people from Hong Kong, Macao and
Taiwan are checked by their last character (GB 11643-1999, 港澳台居民居住证申领发放办法 8), as are the numbers of 18
digits on permanent residence cards issued since 2023, which begin with 9. Numbers of passports, travel permits and
older cards of permanent residence carry no check digit that is published: of them the shape is checked, and no more.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from yichuang.core import spelling

from . import identifiers

CITIZEN = "01"
HK_MACAO_TRAVEL = "02"
TAIWAN_TRAVEL = "03"
HMT_RESIDENCE = "04"
FOREIGN_RESIDENCE = "05"
PASSPORT = "06"
OTHER = "99"
_OLD_FOREIGN_RESIDENCE = re.compile(r"[A-Z]{3}[0-9]{12}")
_HK_MACAO_TRAVEL = re.compile(r"[HM]([0-9]{8}|[0-9]{10})")
_TAIWAN_TRAVEL = re.compile(r"[0-9]{8}|[0-9]{10}[A-Z]?")
_PASSPORT = re.compile(r"(?=.*[0-9])[A-Z0-9]{6,12}")
_OTHER = re.compile(r"[A-Z0-9一-龥()-]{4,30}")

Check = Callable[[str, date | None], str | None]


@dataclass(frozen=True)
class Kind:
    """One kind of document. name: as it is printed on it; problem: what is wrong with a number of it, or None."""

    name: str
    problem: Check


def _citizen(number: str, today: date | None) -> str | None:
    wrong = identifiers.id_number_problem(number, today)
    if wrong is None and number[0] in "89":
        return "这是居住证或外国人永久居留身份证的号码，请选对证件类型"
    return wrong


def _hmt_residence(number: str, today: date | None) -> str | None:
    wrong = identifiers.id_number_problem(number, today)
    if wrong is None and number[:2] not in ("81", "82", "83"):
        return "港澳台居民居住证的号码以81、82或83开头，请核对证件"
    return wrong


def _foreign_residence(number: str, today: date | None) -> str | None:
    if _OLD_FOREIGN_RESIDENCE.fullmatch(number):
        return None
    if not number[:1].isdigit():
        return "老版外国人永久居留证是3个字母加12位数字，新版是18位、以9开头，请照证件核对"
    wrong = identifiers.id_number_problem(number, today)
    if wrong is None and number[0] != "9":
        return "新版外国人永久居留身份证的号码以9开头，请照证件核对"
    return wrong


def _shaped(shape: re.Pattern, words: str) -> Check:
    return lambda number, today: None if shape.fullmatch(number) else words


KINDS = {
    CITIZEN: Kind("居民身份证", _citizen),
    HK_MACAO_TRAVEL: Kind(
        "港澳居民来往内地通行证",
        _shaped(
            _HK_MACAO_TRAVEL,
            "港澳居民来往内地通行证的号码是H或M加8位数字（老证加10位），请照证件核对",
        ),
    ),
    TAIWAN_TRAVEL: Kind(
        "台湾居民来往大陆通行证",
        _shaped(
            _TAIWAN_TRAVEL,
            "台湾居民来往大陆通行证的号码是8位数字（老证是10位数字，可带1个字母），请照证件核对",
        ),
    ),
    HMT_RESIDENCE: Kind("港澳台居民居住证", _hmt_residence),
    FOREIGN_RESIDENCE: Kind("外国人永久居留身份证", _foreign_residence),
    PASSPORT: Kind(
        "护照", _shaped(_PASSPORT, "护照号码是6到12位字母和数字，至少有一位数字，请照证件核对")
    ),
    OTHER: Kind(
        "其他证件", _shaped(_OTHER, "证件号码写4到30个字，只用字母、数字和汉字，请照证件核对")
    ),
}
ANY = (
    "有效身份证件"  # whatever somebody has: of a kind that is not known, or has no name of its own
)
_SPOKEN = {CITIZEN: "身份证", OTHER: ANY}
LIKE_CITIZEN = (  # their 18-digit numbers tell birth date and sex
    CITIZEN,
    HMT_RESIDENCE,
    FOREIGN_RESIDENCE,
)

OF_A_COUNTRY = (
    PASSPORT,
)  # each country gives its numbers anew: one is one person together with who issued it


def named() -> list[tuple[str, str]]:
    """(code, name) of every kind, as a list to choose from."""
    rows = []
    for code, kind in KINDS.items():
        rows.append((code, kind.name))
    return rows


def to_bring(kind: str) -> str:
    """The document of somebody of this kind, as a sentence asks them to bring it: 请带护照到窗口."""
    if kind in _SPOKEN:
        return _SPOKEN[kind]
    return KINDS[kind].name


def problem(kind: str, text: str, today: date | None = None) -> str | None:
    """What is wrong with the number of a document of this kind, or None; one sentence for whoever typed it."""
    if kind not in KINDS:
        return "没有这种证件类型，请从列表里选"
    number = spelling.code(text)
    document = KINDS[kind]
    if not number:
        return f"请填{document.name}的号码"
    return document.problem(number, today)


def kind_of(text: str) -> str:
    """Which kind a number is by itself, where one look decides: "" for all that needs to be told."""
    number = spelling.code(text)
    for kind in LIKE_CITIZEN:
        if problem(kind, number) is None:
            return kind
    return ""


def tells_birth(kind: str, text: str) -> bool:
    """Whether birth date and sex are read from the number."""
    return kind in LIKE_CITIZEN and identifiers.id_number_problem(text) is None


def number_problem(text: str, today: date | None = None) -> str | None:
    """What is wrong with a number that may be a citizen's or stand on a residence permit of either form, or None."""
    number = spelling.code(text)
    if _OLD_FOREIGN_RESIDENCE.fullmatch(number):
        return None
    return identifiers.id_number_problem(number, today)
