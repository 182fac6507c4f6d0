"""The JSON Schema of a form's answers, for the API's description. The engine, not the schema, has the last word."""

from typing import Any

from .form import Field, Form
from .reading import MAX_LONG_TEXT, MAX_TEXT, SIGN_METHODS

_TEXT = {"type": "string"}
_SHAPES: dict[str, dict[str, Any]] = {
    "text": {"type": "string", "maxLength": MAX_TEXT},
    "long_text": {"type": "string", "maxLength": MAX_LONG_TEXT},
    "integer": {"type": "integer"},
    "decimal": {"type": ["string", "number"], "pattern": r"^-?[0-9]{1,15}(\.[0-9]{1,6})?$"},
    "money_yuan": {"type": ["string", "number"], "pattern": r"^[0-9]{1,15}(\.[0-9]{1,2})?$", "minimum": 0},
    "date": {"type": "string", "format": "date"},
    "datetime": {"type": "string", "pattern": r"^[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}$"},
    "month": {"type": "string", "pattern": r"^[0-9]{4}-[0-9]{2}$"},
    "boolean": {"type": "boolean"},
    "region": {"type": "string", "pattern": r"^[0-9]{6}([0-9]{3}){0,2}$"},
    "id_number": {"type": "string", "pattern": r"^[0-9]{17}[0-9X]$"},
    "credit_code": {"type": "string", "minLength": 18, "maxLength": 18},
    "email": {"type": "string", "format": "email"},
    "signature": {
        "type": "object",
        "required": ["signer", "method", "signed_on"],
        "properties": {
            "signer": {"type": "string", "title": "签名人"},
            "method": {"type": "string", "title": "签名方式", "enum": list(SIGN_METHODS)},
            "signed_on": {"type": "string", "title": "签名日期", "format": "date"},
            "digest": {"type": "string", "title": "签名原文摘要"},
        },
    },
    "file": {
        "type": "object",
        "required": ["id"],
        "properties": {
            "id": {"type": "string", "title": "上传编号"},
            "name": {"type": "string", "title": "文件名"},
            "size": {"type": "integer", "title": "字节数"},
        },
    },
}


def json_schema(form: Form) -> dict[str, Any]:
    """An object schema with one titled property per field; `required` lists what is asked of everyone."""
    always = [field.key for section, field in form.pairs() if field.required and not section.when and not field.when]
    return {
        "title": form.name,
        "type": "object",
        "properties": {field.key: _property(field) for field in form.fields.values()},
        "required": always,
        "additionalProperties": False,
    }


def _property(field: Field) -> dict[str, Any]:
    shape = {"title": field.label, **_shape(field)}
    return {**shape, "description": field.help} if field.help else shape


def _shape(field: Field) -> dict[str, Any]:
    if field.type == "table":
        return {"type": "array", "items": _row(field)}
    if field.type == "multi_choice":
        return {"type": "array", "uniqueItems": True, "items": _one_of(field)}
    return _one_of(field) if field.options else dict(_SHAPES.get(field.type, _TEXT))


def _one_of(field: Field) -> dict[str, Any]:
    return {"type": "string", "oneOf": [{"const": code, "title": label} for code, label in field.options]}


def _row(table: Field) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {column.key: _property(column) for column in table.columns},
        "required": [column.key for column in table.columns if column.required and not column.when],
        "additionalProperties": False,
    }
