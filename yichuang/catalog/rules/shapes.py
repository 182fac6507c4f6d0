"""What each element of an item is made of, and the words of the closed lists. Pure."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from yichuang.core.errors import FieldProblem

Shape = Mapping[str, Any]
MOST_DAYS = 3650
MOST_LETTERS = 40000
EVERY = "*"
ONCE = {"once", "once_with"}
ROWS = "[]"
# of these an empty text is no answer left out, it is a wrong one
ANSWERS = ("number", "yes_no")
# of these an empty list is wrong too
TEXTS = ("text", "word", "day")
# what a code is made of: its pattern, and the same in words
CODES = {
    "item": (r"[0-9]{12}", "要是12位数字"),
    "paper": (r"M[0-9]{1,3}", "要是大写字母M和数字，如M1"),
    "key": (r"[a-z][a-z0-9_]*", "要以小写字母开头，只用小写字母、数字和下划线，如by_agent"),
}


class Found(NamedTuple):
    """A value where it stands.

    table: the rows that it is one of, "" for none.
    row: what holds it.
    """

    table: str
    place: str
    value: Any
    row: Any = None


def problems_of(definition: Mapping[str, Any], shapes: list[Shape]) -> list[FieldProblem]:
    """Every value of a definition that is not made as its shape says, or not on its list.

    shapes: the rows of packs/catalogue/elements.yaml.
    A value that is missing is told only where its shape needs it.
    """
    problems = []
    for shape in shapes:
        parts = shape["path"].split(".")
        start = Found("", "", definition)
        problems += _judged(shape, _values(start, parts))
    return problems


def words_of(path: str, shapes: list[Shape]) -> list[str]:
    """The closed list of the element at a path, [] for an open one."""
    for shape in shapes:
        if shape["path"] == path:
            return list(shape.get("of", ()))
    return []


def missing(value: Any) -> bool:
    """Nothing said: None, blank text, empty list or map.

    0 and False are answers.
    """
    if isinstance(value, str):
        return not value.strip()
    return value is None or value in ([], {}, ())


def _values(holder: Found, parts: list[str]) -> Iterator[Found]:
    """Everything at a path below a holder.

    A holder of another kind has nothing: its own shape tells it.
    """
    if not isinstance(holder.value, Mapping):
        return
    head, *rest = parts
    for inner in _below(holder, head):
        if not rest:
            yield inner
        elif head.endswith(ROWS):
            for row in _rows_of(inner):
                yield from _values(row, rest)
        else:
            yield from _values(inner, rest)


def _below(holder: Found, head: str) -> Iterator[Found]:
    """What one part of a path names in a map: one value, or each of them."""
    name = head.removesuffix(ROWS)
    keys = [name]
    if name == EVERY:
        keys = list(holder.value)
    for key in keys:
        place = f"{holder.place}.{key}"
        value = holder.value.get(key)
        yield Found(holder.table, place.removeprefix("."), value, holder.value)


def _rows_of(table: Found) -> Iterator[Found]:
    """The rows of a table; none of what is no table."""
    if not isinstance(table.value, list):
        return
    for number, row in enumerate(table.value):
        yield Found(table.place, f"{table.place}.{number}", row)


def _judged(shape: Shape, values: Iterator[Found]) -> Iterator[FieldProblem]:
    """The problem of each value, none of a good one."""
    seen = []
    for each in values:
        fault = _fault(shape, each.value)
        if not fault and ONCE & set(shape) and not missing(each.value):
            twin = _twin(shape, each)
            if twin in seen:
                fault = f"有两个“{each.value}”，每个只能用一次"
            seen.append(twin)
        if fault:
            label = shape["label"]
            yield FieldProblem(each.place, f"“{label}”{fault}", "list")


def _twin(shape: Shape, each: Found) -> tuple:
    """What no two rows of one table may have alike."""
    beside = each.row.get(shape.get("once_with"))
    return (each.table, _read(each.value), beside)


def _read(value: Any) -> Any:
    """A text as an eye reads it: blanks and width apart."""
    if not isinstance(value, str):
        return value
    narrow = unicodedata.normalize("NFKC", value)
    return "".join(narrow.split())


def _fault(shape: Shape, value: Any) -> str:
    """What is wrong with one value, "" for nothing."""
    kind = shape["is"]
    left_out = value is None
    if kind in TEXTS:
        left_out = left_out or value == ""
    elif kind not in ANSWERS:
        left_out = missing(value)
    if left_out and shape.get("needed"):
        return "没有填"
    if left_out:
        return ""
    judge = JUDGES[kind]
    return judge(shape, value)


def _text(shape: Shape, value: Any) -> str:
    """A text of a length that its place can hold."""
    if not isinstance(value, str):
        return "要写成文字"
    most = shape.get("most", MOST_LETTERS)
    if len(value) > most:
        return f"不能超过{most}个字"
    if "like" not in shape:
        return ""
    pattern, words = CODES[shape["like"]]
    if re.fullmatch(pattern, value):
        return ""
    return f"{words}，现在是“{value}”"


def _word(shape: Shape, value: Any) -> str:
    """One word of the closed list.

    A sentence will do where the shape says what it must name.
    """
    if not isinstance(value, str):
        return "要写成文字"
    listed = shape["of"]
    if value in listed:
        return ""
    named = shape.get("or_names")
    if named is None:
        return _unlisted(value, listed)
    if named in value:
        return ""

    only = "、".join(listed)
    return f"只能写“{only}”，或写明按什么{named}"


def _words(shape: Shape, value: Any) -> str:
    if not _all_are(value, str):
        return "要一行一个写成文字"
    if not shape.get("may_repeat"):
        twice = _twice(value)
        if twice:
            return f"“{twice}”写了两次，每个只能写一次"
    return _foreign(shape, value)


def _twice(words: list[str]) -> str:
    """The first word that stands there before, "" for none."""
    earlier = set()
    for word in words:
        read = _read(word)
        if read in earlier:
            return word
        earlier.add(read)
    return ""


def _map(shape: Shape, value: Any) -> str:
    if not isinstance(value, Mapping):
        return "要按“名称: 内容”写"
    return _foreign(shape, value)


def _foreign(shape: Shape, words: Any) -> str:
    """The first word that is not on the closed list, told."""
    listed = shape.get("of")
    if listed is None:
        return ""
    for word in words:
        if word not in listed:
            return _unlisted(word, listed)
    return ""


def _unlisted(word: Any, listed: list[str]) -> str:
    offered = "，".join(listed)
    return f"不能是“{word}”，只能从这些里选：{offered}"


def _rows(shape: Shape, value: Any) -> str:
    if _all_are(value, Mapping):
        return ""
    return "要是一张表，一行一条"


def _all_are(value: Any, kind: type) -> bool:
    """Whether it is a list of such values only."""
    if not isinstance(value, list):
        return False
    for each in value:
        if not isinstance(each, kind):
            return False
    return True


def _number(shape: Shape, value: Any) -> str:
    """A whole number: days, copies, visits."""
    if type(value) is not int:
        return "要是整数"
    if not 0 <= value <= MOST_DAYS:
        return f"要在0到{MOST_DAYS}之间"
    return ""


def _yes_no(shape: Shape, value: Any) -> str:
    if isinstance(value, bool):
        return ""
    return "只能是“是”或“否”"


def _day(shape: Shape, value: Any) -> str:
    """A day as it stands in a text: 2026-01-31."""
    try:
        date.fromisoformat(value)
    except (TypeError, ValueError):
        return "要写成日期，如2026-01-31"
    return ""


JUDGES = {
    "text": _text,
    "word": _word,
    "words": _words,
    "map": _map,
    "rows": _rows,
    "number": _number,
    "yes_no": _yes_no,
    "day": _day,
}
