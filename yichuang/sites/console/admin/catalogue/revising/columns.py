"""The columns of the tables by which an item is edited: its papers, its situations, its discretion."""

from yichuang.catalog import tables
from yichuang.catalog.rules import shapes


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
