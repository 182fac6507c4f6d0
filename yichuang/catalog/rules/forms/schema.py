"""The JSON Schema of a form's answers, for the API's description. The engine, not the schema, has the last word."""

from collections.abc import Callable
from typing import Any, NamedTuple

from .bounds import most_rows
from .form import Condition, Field, Form, Section
from .reading import MAX_LONG_TEXT, MAX_TEXT, SIGN_METHODS

_TEXT = {"type": "string"}
MAX_DOCUMENT = 30  # characters of the longest number of a document
_SHAPES: dict[str, dict[str, Any]] = {
    "text": {"type": "string", "maxLength": MAX_TEXT},
    "long_text": {"type": "string", "maxLength": MAX_LONG_TEXT},
    "integer": {"type": "integer"},
    "decimal": {"type": ["string", "number"], "pattern": r"^-?[0-9]{1,15}(\.[0-9]{1,6})?$"},
    "money_yuan": {
        "type": ["string", "number"],
        "pattern": r"^[0-9]{1,15}(\.[0-9]{1,2})?$",
        "minimum": 0,
    },
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
    always = [
        field.key
        for section, field in form.pairs()
        if field.required and not section.when and not field.when and not field.follows
    ]
    sometimes = [
        _asked_if(section, field) for section, field in form.pairs() if section.when or field.when
    ]
    conditional = {"allOf": sometimes} if sometimes else {}
    return {
        "title": form.name,
        "type": "object",
        "properties": {field.key: _property(field) for field in form.fields.values()},
        "required": always,
        "additionalProperties": False,
        **conditional,
    }


def _asked_if(section: Section, field: Field) -> dict[str, Any]:
    """Where its conditions hold a required field must be there; where they do not, any field is left out of account."""
    conditions = [_condition(each) for each in (section.when, field.when) if each]
    shape = {}
    if field.required and not field.follows:
        shape["required"] = [field.key]
    return {"if": {"allOf": conditions}, "then": shape}


def _condition(condition: Condition) -> dict[str, Any]:
    if "all" in condition:
        return {"allOf": [_condition(each) for each in condition["all"]]}
    key = condition["field"]
    tests = [_TESTS[name](argument) for name, argument in condition.items() if name != "field"]
    return {"properties": {key: {"allOf": tests}}, "required": [key]}


_TESTS: dict[str, Callable[[Any], dict[str, Any]]] = {
    "equals": lambda argument: {"const": argument},
    "in": lambda argument: {"enum": list(argument)},
    "not_in": lambda argument: {"not": {"enum": list(argument)}},
    "contains_any": lambda argument: {"contains": {"enum": list(argument)}},
    "at_least": lambda argument: {"minimum": argument},
    "at_most": lambda argument: {"maximum": argument},
}
# a check of the form language → the word of JSON Schema, by the kind of value it is of
_BOUNDS = {
    "string": {"min_length": "minLength", "max_length": "maxLength", "pattern": "pattern"},
    "integer": {"min": "minimum", "max": "maximum"},
    "array": {
        "min_rows": "minItems",
        "max_rows": "maxItems",
        "min_items": "minItems",
        "max_items": "maxItems",
    },
}


class _Bounds(NamedTuple):
    """words: checks that JSON Schema has a word for; others: those that it has none for, as the form names them."""

    words: dict[str, Any]
    others: dict[str, Any]


def _bounds(field: Field, shape: dict[str, Any]) -> _Bounds:
    if isinstance(shape.get("type"), str):
        known = _BOUNDS.get(shape["type"], {})
    else:
        known = {}
    words = {
        word: field.validate[check] for check, word in known.items() if check in field.validate
    }
    return _Bounds(
        words, {check: argument for check, argument in field.validate.items() if check not in known}
    )


def _property(field: Field) -> dict[str, Any]:
    shape = {"title": field.label, **_shape(field)}
    bounds = _bounds(field, shape)
    shape |= bounds.words
    if bounds.others:
        shape["x-checks"] = bounds.others
    return {**shape, "description": field.help} if field.help else shape


def _shape(field: Field) -> dict[str, Any]:
    if field.type == "table":
        return {"type": "array", "maxItems": most_rows(field.validate), "items": _row(field)}
    if field.type == "multi_choice":
        return {"type": "array", "uniqueItems": True, "items": _one_of(field)}
    if field.options:
        return _one_of(field)
    if "document" in field.validate:
        return {"type": "string", "maxLength": MAX_DOCUMENT}
    return dict(_SHAPES.get(field.type, _TEXT))


def _one_of(field: Field) -> dict[str, Any]:
    return {
        "type": "string",
        "oneOf": [{"const": code, "title": label} for code, label in field.offered],
    }


def _row(table: Field) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {column.key: _property(column) for column in table.columns},
        "required": [column.key for column in table.columns if column.required and not column.when],
        "additionalProperties": False,
    }
