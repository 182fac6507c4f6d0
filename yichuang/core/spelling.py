"""One spelling of what people type, by kind. Every door uses it before it checks, stores or looks up.

What is seen decides: two texts that look the same to a clerk are the same text. Unicode TR 15 (NFKC), TR 36 (marks that
are not seen); GB/T 18030 names of ethnic groups are joined by the middle dot U+00B7.
"""

import re
import unicodedata

_HAN = r"[\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
_HAS_HAN = re.compile(_HAN)
_BESIDE_HAN = re.compile(rf"(?<={_HAN})\s+|\s+(?={_HAN})")
_POINT_BETWEEN_HAN = re.compile(rf"(?<={_HAN})[.．](?={_HAN})")
_DOTS = str.maketrans(dict.fromkeys("•・‧∙⋅･●", "·"))
_WIDE = [*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B)]
_TO_NARROW = {wide: wide - 0xFEE0 for wide in _WIDE}
_BLANKS = re.compile(r"\s+")
_DASHES = re.compile(r"[-‐‑‒–—―−﹣－_]")
_MARKS_OF_LATIN = re.compile(r"[\s.,'’‘ʼ`´‐‑‒–—―−﹣－_-]")
_DIRECTION_MARKS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_COUNTRY = re.compile(r"^(?:(?:\+|00)86-?|86(?=1[3-9][0-9]{9}$))")
_WITHOUT_AREA = re.compile(r"1[3-9]|[48]00|[0(]")
_AREA = r"\(?(?P<area>010|02[0-9]|0[3-9][0-9]{2})\)?"
_EXTENSION = r"(?:(?:[-转#,;]|分机|EXT\.?:?)(?P<extension>[0-9]{1,6}))?"
_LANDLINE = re.compile(rf"{_AREA}-?(?P<number>[2-9][0-9]{{2,3}}-?[0-9]{{4}}){_EXTENSION}")
_OPENING = "[［【（({｛﹝〖《〈「『<"
_CLOSING = "]］】）)}｝﹞〗》〉」』>"
_YEAR_BRACKETS = str.maketrans(_OPENING + _CLOSING, "〔" * len(_OPENING) + "〕" * len(_CLOSING))
_PAPER_NUMBER = re.compile(
    r"(?P<before>[^〔〕]*)〔(?P<year>[0-9]{4})〕第?(?P<serial>[0-9]{1,9})号?"
)
_NUMBER_MARKS = re.compile(r"[-()./]")


def code(text: str) -> str:
    """Numbers, codes, amounts and keys of comparison.

    They are narrow, without blanks and unseen marks, in capitals.
    """
    if text.isascii() and text.isalnum():
        return text.upper()
    return address_of_mail(text).upper()


def whole(text: str, digits: int = 18) -> int | None:
    """The number that is written in up to `digits` plain digits, or None.

    `²` and `٣` count as digits for Python and are none for a database.
    """
    if is_digits(text) and len(text) <= digits:
        return int(text)
    return None


def is_digits(text: str) -> bool:
    """Whether the text is plain digits and nothing else."""
    return text.isascii() and text.isdecimal()


def name(text: str) -> str:
    """Names of people and units, without unseen marks.

    Chinese characters have no blanks beside them and join the parts of a
    name by `·`; between Latin letters one blank stays, and so do points.
    Brackets and case stay as written.
    """
    narrow = text.translate(_TO_NARROW)
    readable = _without_unseen(narrow)
    single = _BLANKS.sub(" ", readable).strip()
    if not _HAS_HAN.search(single):
        return single
    joined = _BESIDE_HAN.sub("", single)
    dotted = joined.translate(_DOTS)
    return _POINT_BETWEEN_HAN.sub("·", dotted)


def key_of_name(text: str) -> str:
    """What a typed name and a known one are compared by; never stored, and no name to be shown.

    Case tells nobody apart, and in a name of Latin letters neither do
    blanks, hyphens, apostrophes and points: a passport prints KIM MIN SU
    for Kim Min-su.
    """
    spelled = name(text)
    folded = spelled.casefold()
    if _HAS_HAN.search(folded):
        return folded
    letters = _MARKS_OF_LATIN.sub("", folded)
    return letters or folded


def is_same_name(one: str, other: str) -> bool:
    """Whether two names mean one person or unit, however they are written."""
    return key_of_name(one) == key_of_name(other)


def free(text: str) -> str:
    """Whatever else people write.

    It loses NUL and direction marks only and keeps its punctuation.
    """
    without_nul = text.replace("\0", "")
    return _DIRECTION_MARKS.sub("", without_nul)


def private(text: str) -> str:
    """The first character that only the computer it was made on can show, or "".

    It is of the private use of Unicode. Names of people were once
    written so; GB 18030-2022 gives each of these characters a place of
    its own.
    """
    if text.isprintable():  # nothing private is, and most texts are
        return ""
    for char in text:
        if unicodedata.category(char) == "Co":
            return char
    return ""


def phone(text: str) -> str:
    """A mobile number as 11 digits, a landline as 区号-号码 or 区号-号码-分机.

    Other numbers lose their marks only. Takes +86, 0086, brackets,
    blanks and hyphens anywhere between the parts.
    """
    written = _DASHES.sub("-", code(text))
    digits = _COUNTRY.sub("", written)
    if digits != written and not _WITHOUT_AREA.match(digits):
        digits = f"0{digits}"  # behind the country code the area code stands without its zero
    landline = _LANDLINE.fullmatch(digits)
    if landline:
        number = landline["number"].replace("-", "")
        parts = [landline["area"], number]
        if landline["extension"]:
            parts.append(landline["extension"])
        return "-".join(parts)
    return _NUMBER_MARKS.sub("", digits)


def address_of_mail(text: str) -> str:
    """A mail address: narrow, without blanks and unseen marks, in the case it was typed in."""
    narrow = unicodedata.normalize("NFKC", text)
    readable = _without_unseen(narrow)
    return _BLANKS.sub("", readable)


def login(text: str) -> str:
    """A user name: narrow, without blanks and unseen marks, in the case it was typed in."""
    return address_of_mail(text)


def account(text: str) -> str:
    """A bank account or card: digits without the blanks and hyphens of its printed groups."""
    written = code(text)
    return _DASHES.sub("", written)


def number_of_paper(text: str) -> str:
    """A paper's number as it is printed: 〔2026〕318号.

    Any brackets, wide or narrow, stand for those of the year, a 号 that
    was left out is put back and a 第 is left out (GB/T 9704-2012, 7.2.5).
    """
    printed = code(text).translate(_YEAR_BRACKETS)
    parts = _PAPER_NUMBER.fullmatch(printed)
    if parts is None:
        return printed
    serial = int(parts["serial"])
    return f"{parts['before']}〔{parts['year']}〕{serial}号"


def _without_unseen(text: str) -> str:
    """The text without the characters that nobody sees."""
    return "".join(char for char in text if _is_seen(char))


def _is_seen(char: str) -> bool:
    """Whether a character shows, or is a blank.

    Format marks (zero width, direction, soft hyphen) and controls are
    not seen; blanks are dealt with apart.
    """
    if char.isspace():
        return True
    return unicodedata.category(char) not in ("Cf", "Cc")
