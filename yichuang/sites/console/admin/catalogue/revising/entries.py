"""The tables of an item's text as people edit them: their columns, and their rows from the text and back.

A row of 材料 is one paper. A question before the form stands in the text
with its options inside it, and has a row for each of them on the page:

    {key, question, type, options: [{value, label, keep, drop}]}
    {key, question, value, label, keep, drop}

A matter of 裁量基准 has a row for each of its grades:

    {matter, range, basis, valid_from, outside_table, table: [{case, result}]}
    {matter, range, basis, valid_from, outside_table, case, result}
"""

from collections.abc import Iterable, Mapping
from typing import Any

from yichuang.catalog import tables
from yichuang.catalog.rules import shapes
from yichuang.core.errors import FieldProblem, Invalid

Row = Mapping[str, Any]
Entry = dict[str, Any]
QUESTION = ("key", "question")
OPTION = ("value", "label")
MATTER = ("matter", "range", "basis", "valid_from", "outside_table")
GRADE = ("case", "result")


def _words(element: str) -> dict[str, str]:
    """The closed list of an element of a paper, as a box offers it."""
    listed = shapes.words_of(f"materials[].{element}", tables.elements()["shapes"])
    return {word: word for word in listed}


SOURCES = {
    "applicant": "申请人提交",
    "data_shared": "数据共享核验",
    "exempt_by_commitment": "告知承诺免交",
}
NUMBERS = {"validate": {"min": 0, "max": 3650}}
MATERIAL_TEXTS = (
    "code",
    "name",
    "form",
    "media",
    "source",
    "necessity",
    "standard",
    "basis",
    "note",
)
MATERIAL_COLUMNS = (
    {"key": "code", "label": "编码"},
    {"key": "name", "label": "名称"},
    {"key": "form", "label": "形式"},
    {"key": "originals", "label": "原件份数", "type": "integer", **NUMBERS},
    {"key": "duplicates", "label": "复印件份数", "type": "integer", **NUMBERS},
    {"key": "media", "label": "纸质或电子", "type": "choice", "options": _words("media")},
    {"key": "source", "label": "从哪来", "type": "choice", "options": SOURCES},
    {"key": "share_scope", "label": "共享范围", "type": "choice", "options": _words("share_scope")},
    {"key": "necessity", "label": "必要性", "type": "choice", "options": _words("necessity")},
    {
        "key": "necessity_supply",
        "label": "何时要",
        "type": "choice",
        "options": _words("necessity_supply"),
    },
    {"key": "exempt", "label": "免交", "type": "boolean"},
    {"key": "is_form", "label": "是申请表", "type": "boolean"},
    {"key": "standard", "label": "受理标准"},
    {"key": "basis", "label": "依据"},
    {"key": "note", "label": "说明"},
)
SITUATION_COLUMNS = (
    {"key": "key", "label": "代号"},
    {"key": "question", "label": "问题"},
    {"key": "value", "label": "选项代号"},
    {"key": "label", "label": "选项"},
    {"key": "keep", "label": "要的材料（；隔开）"},
    {"key": "drop", "label": "不要的材料（；隔开）"},
)
DISCRETION_COLUMNS = (
    {"key": "matter", "label": "裁量事项"},
    {"key": "range", "label": "法定幅度"},
    {"key": "basis", "label": "依据"},
    {"key": "valid_from", "label": "从哪天起", "type": "date"},
    {"key": "case", "label": "情形"},
    {"key": "result", "label": "适用"},
    {"key": "outside_table", "label": "超出本表时"},
)


def material(row: Row) -> Entry:
    """A paper from its row."""
    paper = _cells(row, MATERIAL_TEXTS)
    if "necessity_supply" in row:
        paper["necessity_supply"] = row["necessity_supply"]
    paper["share_scope"] = row.get("share_scope")
    paper["originals"] = row.get("originals", 0)
    paper["duplicates"] = row.get("duplicates", 0)
    paper["exempt"] = bool(row.get("exempt"))
    paper["is_form"] = bool(row.get("is_form"))
    return paper


def situation_rows(situations: Iterable[Row]) -> list[Entry]:
    """A row for each option of the questions before the form.

    The papers that an option keeps or drops are one text, with ；
    between them.
    """
    rows = []
    for situation in situations:
        question = {key: situation[key] for key in QUESTION}
        for option in situation["options"]:
            row = question | option
            row["keep"] = "；".join(option.get("keep") or ())
            row["drop"] = "；".join(option.get("drop") or ())
            rows.append(row)
    return rows


def situations(rows: Iterable[Row]) -> list[Entry]:
    """The questions before the form from the rows of their options.

    Raises Invalid where two rows of a question ask it in different
    words.
    """
    by_key: dict[str, Entry] = {}
    for row in rows:
        new = _cells(row, QUESTION)
        new |= {"type": "single", "options": []}
        situation = by_key.setdefault(new["key"], new)
        _require_same("situations", "办理情形", row, situation, ("question",))
        option = _cells(row, OPTION)
        option["keep"] = _names(row.get("keep"))
        option["drop"] = _names(row.get("drop"))
        situation["options"].append(option)
    return list(by_key.values())


def _names(text: str | None) -> list[str]:
    """The names in a text, with ； between them."""
    names = [name.strip() for name in (text or "").split("；")]
    return [name for name in names if name]


def discretion_rows(matters: Iterable[Row]) -> list[Entry]:
    """A row for each grade of the matters."""
    rows = []
    for matter in matters:
        head = {key: matter[key] for key in MATTER}
        for grade in matter["table"]:
            rows.append(head | grade)
    return rows


def discretion(rows: Iterable[Row]) -> list[Entry]:
    """The matters from the rows of their grades.

    A matter with another first day is another one. Raises Invalid for
    a row without its first day, and where two rows of a matter say
    different things of it.
    """
    by_matter: dict[tuple, Entry] = {}
    for row in rows:
        new = _cells(row, MATTER)
        new["table"] = []
        name = new["matter"]
        first_day = new["valid_from"]
        if not first_day:
            text = f"裁量事项“{name}”没有写从哪天起适用"
            raise Invalid([FieldProblem("discretion", text, "required")])
        matter = by_matter.setdefault((name, first_day), new)
        _require_same("discretion", "裁量事项", row, matter, ("range", "basis", "outside_table"))
        matter["table"].append(_cells(row, GRADE))
    return list(by_matter.values())


def _cells(row: Row, keys: Iterable[str]) -> Entry:
    """These cells of a row, "" for one that it lacks."""
    return {key: row.get(key, "") for key in keys}


def _require_same(field: str, label: str, row: Row, first: Row, keys: Iterable[str]) -> None:
    """Rows of one thing say the same of it, or leave it to the first.

    Raises Invalid: what the second says otherwise would be dropped
    unseen. field, label: the table, and what its rows are about.
    """
    for key in keys:
        words = row.get(key) or first[key]
        if words != first[key]:
            text = f"同一个{label}写了“{first[key]}”，又写了“{words}”，请改成一样的"
            raise Invalid([FieldProblem(field, text, "equal")])
