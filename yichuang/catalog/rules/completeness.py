"""Whether a guide may be published: every required element, sane limits, promises that name their papers. Pure."""

from collections.abc import Mapping
from typing import Any

from yichuang.catalog.rules import limits, shapes, situations
from yichuang.core.errors import FieldProblem
from yichuang.reference.rules.workdays import Calendar


def problems_of(
    definition: Mapping[str, Any],
    form: Mapping[str, Any] | None,
    elements: Mapping[str, Any],
    calendar: Calendar,
) -> list[FieldProblem]:
    """Everything that keeps a definition and its form from being published, each with the element's key. A definition
    that is not made as its elements are is told that alone: the rest could not be read.

    elements: packs/catalogue/elements.yaml; calendar: the working days that promises are compared on.
    """
    misshapen = shapes.problems_of(definition, elements["shapes"])
    if misshapen:
        return misshapen
    return [
        *_empty_elements(definition, elements["elements"]),
        *_empty_material_elements(definition, elements["material_elements"]),
        *_empty_form_elements(form or {}, elements["form_elements"]),
        *_commitment_problems(definition),
        *_visit_problems(definition),
        *(
            FieldProblem("situations", text, "situations")
            for text in situations.problems_of(definition)
        ),
        *_promise(definition, calendar),
    ]


def value_at(definition: Mapping[str, Any], path: str) -> Any:
    """The value below a dotted path, None where it ends early."""
    value: Any = definition
    for part in path.split("."):
        value = value.get(part) if isinstance(value, Mapping) else None
    return value


def _applies(when: Mapping[str, Any] | None, definition: Mapping[str, Any]) -> bool:
    if not when:
        return True
    value = value_at(definition, when["path"])
    if "contains" in when:
        return when["contains"] in (value or ())
    if "present" in when:
        return (value is not None) == when["present"]
    return value == when["equals"]


def _empty_elements(definition, rows) -> list[FieldProblem]:
    return [
        FieldProblem(row["key"], f"要素“{row['label']}”没有填", "required")
        for row in rows
        if row["required"]
        and _applies(row.get("when"), definition)
        and shapes.missing(value_at(definition, row["path"]))
    ]


def _empty_material_elements(definition, rows) -> list[FieldProblem]:
    problems = []
    for number, material in enumerate(definition.get("materials") or ()):
        for row in rows:
            if shapes.missing(material.get(row["key"])):
                problems.append(
                    FieldProblem(
                        f"materials.{number}.{row['key']}",
                        f"材料“{material.get('name') or number + 1}”的“{row['label']}”没有填",
                        "required",
                    )
                )
    return problems


def _empty_form_elements(form, rows) -> list[FieldProblem]:
    return [
        FieldProblem(f"form.{row['key']}", f"要素“{row['label']}”没有填", "required")
        for row in rows
        if shapes.missing(value_at(form, row["path"]))
    ]


def _commitment_problems(definition) -> list[FieldProblem]:
    promise = definition.get("commitment") or {}
    known = {m.get("name") for m in definition.get("materials") or ()}
    problems = []
    for flag, papers, label in (
        ("gaozhi_chengnuo", "commitment_materials", "告知承诺"),
        ("rongque", "rongque_materials", "容缺受理"),
    ):
        named = promise.get(papers) or []
        if promise.get(flag) and not named:
            problems.append(
                FieldProblem(
                    f"commitment.{papers}", f"实行{label}，却没有写明适用的材料", "required"
                )
            )
        problems += [
            FieldProblem(f"commitment.{papers}", f"{label}适用的材料“{name}”不在材料清单里", "list")
            for name in named
            if name not in known
        ]
    if promise.get("rongque") and not promise.get("rongque_supply_days"):
        problems.append(
            FieldProblem(
                "commitment.rongque_supply_days", "容缺受理没有写明几个工作日内补齐", "required"
            )
        )
    return problems


def _visit_problems(definition) -> list[FieldProblem]:
    visits = definition.get("max_visits") or 0
    if definition.get("full_online") and visits > 0:
        text = f"全程网办的事项不能要求到场，到办事现场次数应为0，现在是{visits}"
        return [FieldProblem("max_visits", text, "full_online")]
    if visits < 0:
        return [FieldProblem("max_visits", "到办事现场次数不能是负数", "min")]
    return []


def _promise(definition, calendar) -> list[FieldProblem]:
    problem = limits.promise_problem(dict(definition), calendar)
    return [FieldProblem("promised_days", problem, "limit")] if problem else []
