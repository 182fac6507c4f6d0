"""The text of an item as the fields of a form, and back: what a revision edits."""

from collections.abc import Iterable, Mapping
from typing import Any

import yaml

from yichuang.catalog import tables
from yichuang.catalog.rules.frozen import in_order
from yichuang.catalog.rules.merging import COMPUTED
from yichuang.core.errors import FieldProblem, Invalid
from yichuang.sites.console.admin.catalogue.revising import asking, elements, entries, questions
from yichuang.sites.console.admin.catalogue.revising.entries import (
    DISCRETION_COLUMNS,
    MATERIAL_COLUMNS,
    NUMBERS,
    SITUATION_COLUMNS,
)

UNITS = {"工作日": "工作日", "自然日": "自然日", "月": "月"}
LISTS = ("legal_basis", "review_points")
LIMITS = (("statutory", "法定办结时限"), ("previous", "原来的时限"), ("promised", "承诺办结时限"))
COMMITMENT = (
    ("gaozhi_chengnuo", "实行告知承诺", "boolean"),
    ("commitment_materials", "告知承诺适用的材料（一行一份）", "long_text"),
    ("rongque", "实行容缺受理", "boolean"),
    ("rongque_materials", "可以容缺的材料（一行一份）", "long_text"),
    ("rongque_supply_days", "容缺几个工作日内补齐", "integer"),
    ("rongque_before", "容缺的材料什么以前要补", "choice"),
    ("rongque_review_days", "补齐以后几个工作日审完", "integer"),
    ("credit_commitment_required", "要信用承诺", "boolean"),
)
BEFORE = {
    "decision": "决定以前",
    "delivery": "送达以前",
}  # what papers that may follow must be here
RAW = ("rest", "form")
# elements that a field shows, and brings back, as they stand
PLAIN = (
    "conditions",
    "channels",
    "max_visits",
    "full_online",
    "onsite_reason",
    "statutory_days",
    "statutory_unit",
    "previous_days",
    "previous_unit",
    "promised_days",
    "promised_unit",
)
# elements whose field has the name of the element itself
OWN = (*PLAIN, *LISTS, "materials", "situations", "discretion", "commitment")
Text = Mapping[str, Any]  # the definition of a version


def fields(form: Mapping[str, Any], posted: Iterable[str] = ()) -> tuple[dict, ...]:
    """The fields of a revision. None is required: what is missing is named by the check before publishing.

    form, posted: as `asking.fields` takes them."""
    words = {row["word"]: row["word"] for row in tables.channels().values()}
    shapes = [
        {"key": "conditions", "label": "受理条件", "type": "long_text"},
        {"key": "legal_basis", "label": "设定依据（一行一条）", "type": "long_text"},
        *_limits(),
        {"key": "materials", "label": "办理材料", "type": "table", "columns": MATERIAL_COLUMNS},
        {
            "key": "situations",
            "label": "办理情形（一行一个选项）",
            "type": "table",
            "columns": SITUATION_COLUMNS,
        },
        {"key": "review_points", "label": "审查要点（一行一条）", "type": "long_text"},
        {
            "key": "discretion",
            "label": "裁量基准（一行一档）",
            "type": "table",
            "columns": DISCRETION_COLUMNS,
        },
        *_commitment(),
        {"key": "channels", "label": "办理渠道", "type": "multi_choice", "options": words},
        {"key": "max_visits", "label": "到办事现场次数", "type": "integer", "validate": {"max": 9}},
        {"key": "full_online", "label": "全程网办", "type": "boolean"},
        {
            "key": "onsite_reason",
            "label": "必须现场办理原因",
            "type": "long_text",
            "help": "法规要求到场的，把哪部法规写在括号里；没写的算还没有实现全程网办",
        },
        *elements.fields(),
        *asking.fields(form, posted),
        {
            "key": "rest",
            "label": "上面没有的要素",
            "type": "long_text",
            "help": "按“名称: 内容”写（YAML），编码不能改",
            "validate": {"max_length": 40000},
        },
        {
            "key": "form",
            "label": "整张申请表",
            "type": "long_text",
            "help": "表格的列、跨问题的检查、示例里的表格在这里改（YAML）；和上面的问题只能改一处",
            "validate": {"max_length": 200000},
        },
    ]
    return tuple({"required": False, **shape} for shape in shapes)


def _limits() -> list[dict]:
    """Two fields for each limit of time: the number and its unit."""
    shapes = []
    for kind, label in LIMITS:
        number = {"key": f"{kind}_days", "label": label, "type": "integer", **NUMBERS}
        unit = {"key": f"{kind}_unit", "label": f"{label}单位", "type": "choice", "options": UNITS}
        shapes += [number, unit]
    return shapes


def _commitment() -> list[dict]:
    """The fields of 告知承诺 and 容缺."""
    shapes = []
    for key, label, kind in COMMITMENT:
        shape = {"key": f"commitment-{key}", "label": label, "type": kind}
        if kind == "choice":
            shape["options"] = BEFORE
        shapes.append(shape)
    return shapes


def answers(definition: Text, form: Mapping[str, Any]) -> dict[str, Any]:
    """A version as the fields show it."""
    elsewhere = {*OWN, *COMPUTED, *elements.TOP, elements.BELOW}
    rest = {key: value for key, value in definition.items() if key not in elsewhere}
    shown = {key: definition.get(key) for key in PLAIN}
    for key in LISTS:
        shown[key] = _lines(definition.get(key) or [])
    promise = definition.get("commitment") or {}
    for key, _, _ in COMMITMENT:
        shown[f"commitment-{key}"] = _lines(promise.get(key))
    return shown | {
        "materials": definition.get("materials"),
        "situations": entries.situation_rows(definition.get("situations") or ()),
        "discretion": entries.discretion_rows(definition.get("discretion") or ()),
        **elements.answers(definition),
        **asking.answers(form),
        "rest": _dumped(rest),
        "form": _dumped(form.get("definition") or {}),
    }


def _lines(value: Any) -> Any:
    """A list as a text with a line for each entry; anything else as it stands."""
    return "\n".join(value) if isinstance(value, list) else value


def _dumped(data: Any) -> str:
    return yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=120)


def definition_of(values: Mapping[str, Any], base: Text) -> dict[str, Any]:
    """The whole text after the revision.

    values: what the page brings, by the keys of `fields`.
    base: the version it began from.
    Raises Invalid for what cannot be read.
    """
    rest = _loaded(values.get("rest", ""), "rest", "其余要素")
    if rest.get("code") != base["code"]:
        raise Invalid([FieldProblem("rest", "事项编码一经确定不能更改", "equal")])
    staying = {*rest, *elements.TOP, elements.BELOW}
    before = {key: value for key, value in base.items() if key in staying}
    typed = {key: values.get(key) for key in PLAIN}
    for key in LISTS:
        typed[key] = _split(values.get(key))
    return {
        **before,
        **rest,
        **elements.revised(values, base),
        **typed,
        "channels": values.get("channels") or [],
        "conditions": values.get("conditions", ""),
        "full_online": bool(values.get("full_online")),
        "materials": [entries.material(row) for row in values.get("materials") or ()],
        "situations": entries.situations(values.get("situations") or ()),
        "discretion": entries.discretion(values.get("discretion") or ()),
        "commitment": _promises(values, base.get("commitment") or {}),
    }


def _promises(values: Mapping[str, Any], before: Mapping[str, Any]) -> dict[str, Any]:
    """告知承诺 and 容缺 after the revision."""
    promises = dict(before)
    for key, _, kind in COMMITMENT:
        value = _promise(values.get(f"commitment-{key}"), kind)
        if value is not None or key in before:
            promises[key] = value
    return promises


def _promise(value: Any, kind: str) -> Any:
    """One answer as the text keeps it: a list for lines, yes or no for a tick."""
    if kind == "long_text":
        return _split(value)
    if kind == "boolean":
        return bool(value)
    return value


def _split(text: str | None) -> list[str]:
    """The lines of a text, without blanks around them and without empty ones."""
    lines = [line.strip() for line in (text or "").splitlines()]
    return [line for line in lines if line]


def form_of(values: Mapping[str, Any], form: Mapping[str, Any]) -> dict[str, Any] | None:
    """The form after the revision, None when it is as before. Raises Invalid for what cannot be read, and where both
    the questions and the whole text were changed."""
    before = form.get("definition") or {}
    written = in_order(_loaded(values.get("form", ""), "form", "整张申请表"))
    revised = questions.revised(values, form)
    if written == before == revised:
        return None
    if revised == before:
        return questions.frozen(written, form)
    if written not in (before, revised):
        text = "申请表的问题和专家视图里的整张申请表都改了，请只改一处"
        raise Invalid([FieldProblem("form", text, "twice")])
    return questions.frozen(revised, form)


def _loaded(text: str, field: str, label: str) -> dict[str, Any]:
    """What a text in YAML says. Raises Invalid, with the line where it cannot be read."""
    try:
        loaded = yaml.load(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError as fault:
        mark = getattr(fault, "problem_mark", None)
        where = f"第{mark.line + 1}行" if mark else "有一处"
        message = f"“{label}”{where}写法不对，请检查缩进和冒号"
        raise Invalid([FieldProblem(field, message, "yaml")]) from None
    if not isinstance(loaded, dict):
        raise Invalid([FieldProblem(field, f"“{label}”要按“名称: 内容”写", "yaml")])
    return _plain(loaded)


def _plain(value: Any) -> Any:
    """The same with texts for keys and for days, as JSON has them."""
    if isinstance(value, dict):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return value
