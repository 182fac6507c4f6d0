"""What a paper may say and how it is numbered: pure, the time and the key are arguments."""

import hashlib
import hmac
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from yichuang.core import masking
from yichuang.core.errors import FieldProblem
from yichuang.core.spoken import chinese_date

# Crockford's alphabet: no I, L, O, U, so that a code read aloud is typed as it was printed
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
MISSING_GLYPH = "〓"
LONG_RUN = 24
VERIFY_PATH = "/verify/"
# why a paper no longer holds, as everybody may read it: what somebody types may name people
WHY_VOID = {
    "twice": "同一件事受理了两次",
    "mistaken": "受理有误，不该由本机关办理",
    "gone": "申请人已经死亡，或者单位已经注销",
    "withdrawn": "申请人已经撤回申请",
    "written_wrong": "文书写得有误，另行出具",
    "other": "其他原因，可以向签发单位询问",
}
OTHER_WHY, TAKEN_BACK = "other", "withdrawn"


@dataclass(frozen=True)
class Field:
    """One thing a kind prints. shape: text flag lines pairs materials table sections charts (rules.SHAPES)."""

    key: str
    label: str
    shape: str = "text"
    required: bool = False


@dataclass(frozen=True)
class PaperKind:
    """One kind of paper. word: its character in the number (收, 受, …); holder: the field that names the holder."""

    kind: str
    title: str
    template: str
    fields: tuple[Field, ...]
    sample: dict
    word: str = ""
    numbered: bool = True
    holder: str = "applicant"
    remedy: str = ""
    closing: str = ""
    language: str = "zh-CN"
    wordings: dict = field(default_factory=dict)


def number_text(*, prefix: str, year: int, serial: int) -> str:
    """〔2026〕318号, with the issuer's short name and the kind's character before it where given; no 第 before the
    serial and no zeros (GB/T 9704-2012, 7.2.5)."""
    return f"{prefix}〔{year}〕{serial}号"


def check_characters(identity: str, key: bytes) -> str:
    """Eight characters that nobody without the key can make for this identity (40 bits of HMAC-SHA256)."""
    digest = int.from_bytes(hmac.digest(key, identity.encode(), hashlib.sha256)[:5])
    return "".join(ALPHABET[digest >> shift & 31] for shift in range(35, -1, -5))


def clean_code(typed: str) -> str:
    """A verify code as somebody typed it → as it is kept: capitals, no blanks or hyphens, O and I/L read as 0 and 1."""
    characters = "".join(c for c in unicodedata.normalize("NFKC", typed).upper() if c.isalnum())
    return characters.translate(str.maketrans("OIL", "011"))


def masked_name(name: str, *, employer: bool = False) -> str:
    """A person's name masked; an employer's name is public and stays. 个人信息保护法 51, GB/T 35273."""
    if employer or not name:
        return name
    return masking.name(name)


def address(*, employer: bool) -> str:
    """How a paper speaks to its holder."""
    return "你单位" if employer else "您"


def addressed(text: str, you: str) -> str:
    """A sentence of a pack, written to a person, as it is said to `you`: 您的 becomes 你单位的 for an employer."""
    return text if you == "您" else text.replace("您", you)


def plain(value: Any) -> Any:
    """A context value → what JSON can hold: dates in Chinese, exact numbers as text, tuples as lists."""
    if isinstance(value, dict):
        return {str(key): plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    if isinstance(value, datetime):
        return f"{chinese_date(value)}{value.hour}时{value.minute:02d}分"
    if isinstance(value, date):
        return chinese_date(value)
    if isinstance(value, Decimal):
        return format(value, "f")
    return value


def showable(text: str, covered: Callable[[str], bool]) -> str:
    """The text with each character that no font of ours can draw turned into 〓. Invisible controls (joiners,
    variation selectors, direction overrides) are left out: they would change what is read, not what is written."""
    shown = []
    for char in unicodedata.normalize("NFC", text):
        if char == "\n":
            shown.append(char)
        elif char.isspace():
            shown.append(char if char == "\u3000" else " ")
        elif unicodedata.category(char) in ("Cc", "Cf", "Cs") or _is_variation_selector(char):
            continue
        else:
            shown.append(char if covered(char) else MISSING_GLYPH)
    return "".join(shown)


def numbers_of_undrawn(texts: Sequence[str], covered: Callable[[str], bool]) -> list[str]:
    """The numbers in Unicode (U+323B0) of the characters that are printed as 〓, each once."""
    numbers = {}
    for char in "".join(texts):
        if showable(char, covered) == MISSING_GLYPH != char:
            number = ord(char)
            numbers[f"U+{number:04X}"] = True
    return list(numbers)


def _is_variation_selector(char: str) -> bool:
    return 0xFE00 <= ord(char) <= 0xFE0F or 0xE0100 <= ord(char) <= 0xE01EF


def softened(text: str) -> str:
    """The text with a place to break (U+200B) in every run of 24 characters without one, so that it never leaves
    its column."""
    out = []
    run = 0
    for char in text:
        run = run + 1 if "!" <= char <= "\u02ff" else 0
        if run > LONG_RUN:
            out.append("\u200b")
            run = 1
        out.append(char)
    return "".join(out)


def each_text(value: Any, change: Callable[[str], str]) -> Any:
    """The same JSON value with `change` applied to every text in it."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, dict):
        return {key: each_text(each, change) for key, each in value.items()}
    if isinstance(value, list):
        return [each_text(each, change) for each in value]
    return value


def _is_rows(value: Any, width: int = 0) -> bool:
    """Rows of cells; width: how many each has, 0 for any number."""
    return isinstance(value, list) and all(_is_row(row, width) for row in value)


def _is_row(row: Any, width: int) -> bool:
    if not isinstance(row, list):
        return False
    if width and len(row) != width:
        return False
    for cell in row:
        if not _is_cell(cell):
            return False
    return True


def _is_cell(value: Any) -> bool:
    return isinstance(value, str | int | float) and not isinstance(value, bool)


def _is_table(value: Any) -> bool:
    return (
        isinstance(value, dict)
        and isinstance(value.get("columns"), list)
        and bool(value["columns"])
        and _is_rows(value.get("rows"), len(value["columns"]))
    )


def _is_materials(value: Any) -> bool:
    return isinstance(value, list) and all(map(_is_material, value))


def _is_material(row: Any) -> bool:
    if not isinstance(row, dict):
        return False
    name = row.get("name")
    return isinstance(name, str) and name != ""


def _is_sections(value: Any) -> bool:
    return isinstance(value, list) and all(map(_is_section, value))


def _is_section(section: Any) -> bool:
    if not isinstance(section, list) or len(section) != 2:
        return False
    _, answers = section
    if not isinstance(answers, list):
        return False
    return all(map(_is_answer, answers))


def _is_answer(value: Any) -> bool:
    if not isinstance(value, list) or len(value) != 3:
        return False
    label, answer, wide = value
    if not isinstance(label, str) or not isinstance(wide, bool):
        return False
    return _is_cell(answer) or _is_table(answer)


def _is_charts(value: Any) -> bool:
    return isinstance(value, list) and all(map(_is_chart, value))


def _is_chart(chart: Any) -> bool:
    if not isinstance(chart, dict) or not isinstance(chart.get("title"), str):
        return False
    if not _is_rows(chart.get("bars"), 2):
        return False
    for _, length in chart["bars"]:
        if not isinstance(length, int | float) or length < 0:
            return False
    return True


SHAPES: dict[str, Callable[[Any], bool]] = {
    "text": _is_cell,
    "flag": lambda value: isinstance(value, bool),
    "lines": lambda value: isinstance(value, list) and all(isinstance(line, str) for line in value),
    "pairs": lambda value: _is_rows(value, 2),
    "materials": _is_materials,
    "table": _is_table,
    "sections": _is_sections,
    "charts": _is_charts,
}


def faults(kind: PaperKind, context: dict) -> list[FieldProblem]:
    """What a plain() context lacks or has wrong for this kind, one problem per field; empty when it can be printed."""
    problems = [
        fault for each in kind.fields if (fault := _field_fault(kind, each, context.get(each.key)))
    ]
    known = {each.key for each in kind.fields}
    problems += [
        FieldProblem(key, f"《{kind.title}》里没有“{key}”这一项", "unknown")
        for key in sorted(set(context) - known)
    ]
    return problems


def _field_fault(kind: PaperKind, each: Field, value: Any) -> FieldProblem | None:
    if value in (None, "", [], {}):
        if each.required:
            return FieldProblem(
                each.key, f"《{kind.title}》缺少“{each.label}”，请补上再出件", "required"
            )
        return None
    if not SHAPES[each.shape](value):
        return FieldProblem(
            each.key, f"《{kind.title}》的“{each.label}”格式不对，应为{each.shape}", "type"
        )
    return None
