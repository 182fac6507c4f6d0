"""The OpenAPI 3.1 description: made from the operations, labelled from the data-element dictionary, and checked."""

import json
from collections.abc import Iterator
from typing import Any

from django.conf import settings

from yichuang.api.schemas.shape import FieldProblem, InTheWay, Problem, TrailStep
from yichuang.api.v1 import api
from yichuang.reference import tables

_CLASHES = {
    "submit_case": "幂等键用过了，这件事现在不收，或申请人的这件事还有一件没办完（`one_is_open`）",
    "answer_correction": "没有等着补正的内容，或您看过以后有了变化（`unseen`）",
    "withdraw_case": "已经办结，不能撤回，或您看过以后有了变化（`unseen`）",
    "give_rating": "评过了，或评价的时间过了",
    "rate_case": "评过了，或评价的时间过了",
}
FILE = settings.BASE_DIR / "docs" / "reference" / "openapi.json"
_FAULTS = {
    "401": "没有有效的密钥",
    "403": "密钥没有这个权限",
    "429": "太频繁了，`Retry-After` 写明多少秒以后再试",
}
_ALWAYS = {
    "400": "请求读不懂",
    "422": "有地方要改，`problems` 逐项写明",
    "503": "暂时用不了，过一会儿再试",
}


def description() -> dict[str, Any]:
    """The whole description as JSON values."""
    spec = json.loads(json.dumps(api.get_openapi_schema(path_prefix="/api/v1/")))
    spec["openapi"] = "3.1.0"
    spec["servers"] = [{"url": "/"}]
    shapes = spec["components"]["schemas"]
    for shape in (FieldProblem, InTheWay, TrailStep, Problem):
        described = shape.model_json_schema(ref_template="#/components/schemas/{model}")
        described.pop("$defs", None)
        shapes[shape.__name__] = described
    spec["components"]["responses"] = {"Problem": _problem_response("没有办成")}
    for operation in _operations(spec):
        _add_problems(operation)
    for where, name, field in fields(spec):
        element = _element(where, name)
        if element and "$ref" not in field:
            field["title"] = element["label"]
    return spec


def fields(spec: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """(where, name, schema) of every field of every shape and every parameter."""
    for shape, schema in spec["components"]["schemas"].items():
        properties = schema.get("properties", {})
        for name, field in properties.items():
            yield shape, name, field
    for operation in _operations(spec):
        for parameter in operation.get("parameters", ()):
            yield (
                operation["operationId"],
                parameter["name"].lower().replace("-", "_"),
                parameter["schema"],
            )
        sent = operation.get("requestBody", {})
        contents = sent.get("content", {})
        for content in contents.values():
            for name, field in content["schema"].get("properties", {}).items():
                yield operation["operationId"], name, field


def faults(spec: dict[str, Any]) -> list[str]:
    """What is wrong with the description: its form, and fields that the dictionary does not name."""
    from openapi_spec_validator import OpenAPIV31SpecValidator

    messages = [
        f"openapi.json：{fault.message}" for fault in OpenAPIV31SpecValidator(spec).iter_errors()
    ]
    messages += [
        f"packs/elements 里没有数据元 {name}（{where}）"
        for where, name, _ in fields(spec)
        if not _element(where, name)
    ]
    messages += [
        f"{operation['operationId']} 没有摘要"
        for operation in _operations(spec)
        if not operation.get("summary")
    ]
    return list(dict.fromkeys(messages))


def as_text(spec: dict[str, Any]) -> str:
    """As the file holds it."""
    return json.dumps(spec, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _operations(spec: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for methods in spec["paths"].values():
        yield from methods.values()


def _add_problems(operation: dict[str, Any]) -> None:
    for status, words in _problems_of(operation).items():
        operation["responses"][status] = _problem_response(words)
    for response in operation["responses"].values():
        if response.get("description") in ("OK", "Created"):
            response["description"] = "办成了"


def _problems_of(operation: dict[str, Any]) -> dict[str, str]:
    problems = {**_ALWAYS, **(_FAULTS if operation.get("security") else {})}
    sends = "requestBody" in operation
    if sends:
        problems["413"] = "内容太大"
    parameters = operation.get("parameters", ())
    if sends or parameters:
        problems["404"] = "没有找到"
    if sends:
        problems["409"] = _CLASHES.get(operation["operationId"], "和已有的冲突")
    return problems


def _problem_response(words: str) -> dict[str, Any]:
    shape = {"$ref": "#/components/schemas/Problem"}
    return {"description": words, "content": {"application/problem+json": {"schema": shape}}}


def _element(where: str, name: str) -> dict[str, Any] | None:
    named = tables.elements()
    return named.get(f"{where}.{name}") or named.get(name)
