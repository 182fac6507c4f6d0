"""What the description page shows, made once from the description."""

import json
from functools import cache
from typing import Any

from yichuang.api.description import description


@cache
def spec() -> dict[str, Any]:
    """The description, made once per process."""
    return description()


@cache
def groups() -> list[dict[str, Any]]:
    """Operations by tag, in the order of their files: {"name", "operations": [...]}."""
    by_tag: dict[str, list] = {}
    for path, methods in spec()["paths"].items():
        for method, operation in methods.items():
            by_tag.setdefault(operation["tags"][0], []).append(_shown(path, method, operation))
    return [{"name": name, "operations": rows} for name, rows in by_tag.items()]


def groups_with(**examples: str) -> list[dict[str, Any]]:
    """The groups, with these bodies as the examples of the operations of these names."""
    return [
        {
            "name": group["name"],
            "operations": [
                row | {"example": examples.get(row["id"], row["example"])}
                for row in group["operations"]
            ],
        }
        for group in groups()
    ]


def _shown(path: str, method: str, operation: dict[str, Any]) -> dict[str, Any]:
    content = operation.get("requestBody", {}).get("content", {})
    return {
        "id": operation["operationId"],
        "method": method.upper(),
        "path": path,
        "summary": operation["summary"],
        "text": operation.get("description", "").replace("`", ""),
        "key": bool(operation.get("security")),
        "parameters": [_parameter(row) for row in operation.get("parameters", ())],
        "sends_file": "multipart/form-data" in content,
        "example": _example(content.get("application/json", {}).get("schema")),
        "answers": [
            {"status": status, "text": answer["description"]}
            for status, answer in sorted(operation["responses"].items())
        ],
    }


def _parameter(row: dict[str, Any]) -> dict[str, Any]:
    schema = row["schema"]
    return {
        "name": row["name"],
        "where": row["in"],
        "label": schema.get("title", row["name"]),
        "required": row.get("required", False),
        "default": schema.get("default", "") or "",
        "choices": schema.get("enum", ()),
    }


def _example(schema: dict[str, Any] | None) -> str:
    return json.dumps(_sample(schema), ensure_ascii=False, indent=2) if schema else ""


def _sample(schema: dict[str, Any]) -> Any:
    if "$ref" in schema:
        schema = spec()["components"]["schemas"][schema["$ref"].rsplit("/", 1)[-1]]
    if "default" in schema and schema.get("type") != "object":
        return schema["default"]
    if "enum" in schema:
        return schema["enum"][0]
    kind = schema.get("type")
    if kind == "object":
        return {name: _sample(field) for name, field in schema.get("properties", {}).items()}
    if kind == "array":
        return [_sample(schema["items"])]
    return {"string": "", "integer": 0, "boolean": False}.get(kind)
