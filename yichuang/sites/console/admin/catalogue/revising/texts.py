"""The text of an item as the fields of a form, and back: what a revision edits."""

from collections.abc import Iterable, Mapping
from typing import Any

import yaml

from yichuang.catalog import tables
from yichuang.catalog.rules.frozen import in_order
from yichuang.core.errors import FieldProblem, Invalid
from yichuang.sites.console.admin.catalogue.revising import asking, elements, questions
from yichuang.sites.console.admin.catalogue.revising.columns import (
    DISCRETION_COLUMNS,
    MATERIAL_COLUMNS,
    MATERIAL_TEXTS,
    NUMBERS,
    SITUATION_COLUMNS,
)

COMPUTED = ("process_kind", "steps")
UNITS = {"工作日": "工作日", "自然日": "自然日", "月": "月"}
LISTS = ("legal_basis", "review_points")
LIMITS = (("statutory", "法定办结时限"), ("previous", "原来的时限"), ("promised", "承诺办结时限"))
COMMITMENT = (
    ("gaozhi_chengnuo", "实行告知承诺", "boolean"),
    ("commitment_materials", "告知承诺适用的材料（一行一份）", "long_text"),
    ("rongque", "实行容缺受理", "boolean"),
    ("rongque_materials", "可以容缺的材料（一行一份）", "long_text"),
    ("rongque_supply_days", "容缺几个工作日内补齐", "integer"),
    ("credit_commitment_required", "要信用承诺", "boolean"),
)
RAW = ("rest", "form")
# elements whose field has the name of the element itself
OWN = {
    "conditions",
    "legal_basis",
    "materials",
    "situations",
    "review_points",
    "discretion",
    "commitment",
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
}


def fields(form: Mapping[str, Any], posted: Iterable[str] = ()) -> tuple[dict, ...]:
    """The fields of a revision. None is required: what is missing is named by the check before publishing.

    form, posted: as `asking.fields` takes them."""
    words = {row["word"]: row["word"] for row in tables.channels().values()}
    shapes = [
        {"key": "conditions", "label": "受理条件", "type": "long_text"},
        {"key": "legal_basis", "label": "设定依据（一行一条）", "type": "long_text"},
        *(shape for kind, label in LIMITS for shape in _limit(kind, label)),
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
        *(
            {"key": f"commitment-{key}", "label": label, "type": kind}
            for key, label, kind in COMMITMENT
        ),
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


def _limit(kind: str, label: str) -> tuple[dict, dict]:
    return (
        {"key": f"{kind}_days", "label": label, "type": "integer", **NUMBERS},
        {"key": f"{kind}_unit", "label": f"{label}单位", "type": "choice", "options": UNITS},
    )


def answers(definition: Mapping[str, Any], form: Mapping[str, Any]) -> dict[str, Any]:
    """A version as the fields show it."""
    promise = definition.get("commitment") or {}
    elsewhere = {*OWN, *COMPUTED, *elements.TOP, elements.BELOW}
    rest = {key: value for key, value in definition.items() if key not in elsewhere}
    shown = {key: definition.get(key) for key in OWN - {"situations", "discretion", "commitment"}}
    shown |= {key: "\n".join(definition.get(key) or ()) for key in LISTS}
    shown |= {f"commitment-{key}": _lines(promise.get(key)) for key, _, _ in COMMITMENT}
    return shown | {
        "situations": [
            {
                **{k: s[k] for k in ("key", "question")},
                **o,
                "keep": _joined(o, "keep"),
                "drop": _joined(o, "drop"),
            }
            for s in definition.get("situations") or ()
            for o in s["options"]
        ],
        "discretion": [
            {
                **{k: t[k] for k in ("matter", "range", "basis", "valid_from", "outside_table")},
                **case,
            }
            for t in definition.get("discretion") or ()
            for case in t["table"]
        ],
        **elements.answers(definition),
        **asking.answers(form),
        "rest": _dumped(rest),
        "form": _dumped(form.get("definition") or {}),
    }


def _lines(value: Any) -> Any:
    return "\n".join(value) if isinstance(value, list) else value


def _joined(option: Mapping[str, Any], key: str) -> str:
    return "；".join(option.get(key) or ())


def _dumped(data: Any) -> str:
    return yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=120)


def definition_of(values: Mapping[str, Any], base: Mapping[str, Any]) -> dict[str, Any]:
    """The whole text after the revision. base: the version it began from. Raises Invalid for what cannot be read."""
    rest = _loaded(values.get("rest", ""), "rest", "其余要素")
    if rest.get("code") != base["code"]:
        raise Invalid([FieldProblem("rest", "事项编码一经确定不能更改", "equal")])
    typed = {
        key: values.get(key)
        for key in OWN - {"situations", "discretion", "commitment", "materials"}
    }
    typed |= {key: _split(values.get(key)) for key in LISTS}
    typed["channels"] = values.get("channels") or []
    typed["conditions"] = values.get("conditions", "")
    typed["full_online"] = bool(values.get("full_online"))
    named = {*elements.TOP, elements.BELOW}
    return {
        **{key: value for key, value in base.items() if key in rest or key in named},
        **rest,
        **elements.revised(values, base),
        **typed,
        "materials": [_material(row) for row in values.get("materials") or ()],
        "situations": _situations(values.get("situations") or ()),
        "discretion": _discretion(values.get("discretion") or ()),
        "commitment": {
            **(base.get("commitment") or {}),
            **{
                key: _promised(values.get(f"commitment-{key}"), key, kind)
                for key, _, kind in COMMITMENT
            },
        },
    }


def form_of(values: Mapping[str, Any], form: Mapping[str, Any]) -> dict[str, Any] | None:
    """The form after the revision, None when it is as before. Raises Invalid for what cannot be read, and where both
    the questions and the whole text were changed."""
    before = form.get("definition") or {}
    written = in_order(_loaded(values.get("form", ""), "form", "整张申请表"))
    revised = questions.revised(values, form)
    if revised == before:
        return None if written == before else questions.frozen(written, form)
    if written not in (before, revised):
        text = "申请表的问题和专家视图里的整张申请表都改了，请只改一处"
        raise Invalid([FieldProblem("form", text, "twice")])
    return questions.frozen(revised, form)


def _promised(value: Any, key: str, kind: str) -> Any:
    if kind == "long_text":
        return _split(value)
    return bool(value) if kind == "boolean" else value


def _split(text: str | None) -> list[str]:
    return [line.strip() for line in (text or "").splitlines() if line.strip()]


def _names(text: str | None) -> list[str]:
    return [name.strip() for name in (text or "").split("；") if name.strip()]


def _material(row: Mapping[str, Any]) -> dict[str, Any]:
    texts = {key: row.get(key, "") for key in MATERIAL_TEXTS}
    seldom = {"necessity_supply": row["necessity_supply"]} if "necessity_supply" in row else {}
    return {
        **texts,
        **seldom,
        "share_scope": row.get("share_scope"),
        "originals": row.get("originals", 0),
        "duplicates": row.get("duplicates", 0),
        "exempt": bool(row.get("exempt")),
        "is_form": bool(row.get("is_form")),
    }


def _situations(rows) -> list[dict[str, Any]]:
    by_key: dict[str, dict[str, Any]] = {}
    for row in rows:
        one = by_key.setdefault(
            row.get("key", ""),
            {
                "key": row.get("key", ""),
                "question": row.get("question", ""),
                "type": "single",
                "options": [],
            },
        )
        _require_one("situations", "办理情形", row, one, ("question",))
        option = {"value": row.get("value", ""), "label": row.get("label", "")}
        one["options"].append(
            {**option, "keep": _names(row.get("keep")), "drop": _names(row.get("drop"))}
        )
    return list(by_key.values())


def _require_one(field: str, label: str, row: Mapping, first: Mapping, keys: Iterable[str]) -> None:
    """Rows of one thing say the same of it, or leave it to the first. Raises Invalid: what the second says otherwise
    would be dropped unseen."""
    for key in keys:
        words = row.get(key) or first[key]
        if words != first[key]:
            text = f"同一个{label}写了“{first[key]}”，又写了“{words}”，请改成一样的"
            raise Invalid([FieldProblem(field, text, "equal")])


def _discretion(rows) -> list[dict[str, Any]]:
    by_matter: dict[tuple, dict[str, Any]] = {}
    for row in rows:
        head = {
            key: row.get(key, "")
            for key in ("matter", "range", "basis", "valid_from", "outside_table")
        }
        if not head["valid_from"]:
            raise Invalid(
                [
                    FieldProblem(
                        "discretion", f"裁量事项“{head['matter']}”没有写从哪天起适用", "required"
                    )
                ]
            )
        table = by_matter.setdefault((head["matter"], head["valid_from"]), {**head, "table": []})
        _require_one("discretion", "裁量事项", row, table, ("range", "basis", "outside_table"))
        table["table"].append({"case": row.get("case", ""), "result": row.get("result", "")})
    return list(by_matter.values())


def _loaded(text: str, field: str, label: str) -> dict[str, Any]:
    try:
        data = yaml.load(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError as fault:
        mark = getattr(fault, "problem_mark", None)
        where = f"第{mark.line + 1}行" if mark else "有一处"
        raise Invalid(
            [FieldProblem(field, f"“{label}”{where}写法不对，请检查缩进和冒号", "yaml")]
        ) from None
    if not isinstance(data, dict):
        raise Invalid([FieldProblem(field, f"“{label}”要按“名称: 内容”写", "yaml")])
    return _plain(data)


def _plain(data: Any) -> Any:
    if isinstance(data, dict):
        return {str(key): _plain(value) for key, value in data.items()}
    if isinstance(data, list):
        return [_plain(value) for value in data]
    return data.isoformat() if hasattr(data, "isoformat") else data
