"""What the field template needs to know, from a form engine's field (or a dict of the same keys) and its answer."""

import json
from collections.abc import Mapping
from typing import Any

from django.conf import settings

from yichuang.catalog import tables as packed
from yichuang.catalog.rules.forms.labelling import answers_beside, labelled
from yichuang.core import clock

from . import conditions, tables
from .untyped import UNTYPED

RADIOS_UP_TO = 5
# type → (widget, inputmode, width class, autocomplete)
WIDGETS: dict[str, tuple[str, str, str, str]] = {
    "text": ("text", "", "", ""),
    "long_text": ("textarea", "", "", ""),
    "integer": ("text", "numeric", "w-s", ""),
    "decimal": ("text", "decimal", "w-s", ""),
    "money_yuan": ("text", "decimal", "w-s", ""),
    "date": ("date", "", "w-s", ""),
    "datetime": ("datetime-local", "", "w-m", ""),
    "month": ("month", "", "w-s", ""),
    "choice": ("choice", "", "", ""),
    "multi_choice": ("checks", "", "", ""),
    "boolean": ("boolean", "", "", ""),
    "region": ("region", "", "", ""),
    "id_number": ("text", "", "w-m", ""),
    "credit_code": ("text", "", "w-m", ""),
    "phone": ("tel", "tel", "w-m", "tel"),
    "bank_account": ("text", "numeric", "w-m", ""),
    "email": ("email", "email", "w-m", "email"),
    "file": ("file", "", "", ""),
    "signature": ("signature", "", "", ""),
    "witnessed": ("witnessed", "", "", ""),
    "table": ("table", "", "", ""),
    "person_ref": ("text", "", "w-m", ""),
    "employer_ref": ("text", "", "w-m", ""),
    "occupation": ("grouped", "", "", ""),
    "industry": ("choice", "", "", ""),
    "education": ("choice", "", "", ""),
    "nationality": ("choice", "", "", ""),
    "hukou_type": ("choice", "", "", ""),
    "password": ("password", "", "w-m", "current-password"),
    "new_password": ("password", "", "w-m", "new-password"),
    "search": ("search", "", "", ""),
}
EXAMPLES = {
    "month": "按年-月写，如2026-11",
    "region": "打几个字就能找到；也可以填区划代码",
    "new_password": "至少8位，字母、数字、符号里至少有两种",
}
SIGN_METHOD = "handwriting"  # the only way of signing that works here: the name, typed by who signs
BOOLEANS = (("true", "是"), ("false", "否"))
GROUPED = ("radios", "checks", "signature", "witnessed", "table")


def get(thing: Any, name: str, default: Any = None) -> Any:
    """A key of a mapping or an attribute of an object."""
    if isinstance(thing, Mapping):
        value = thing.get(name, default)
    else:
        value = getattr(thing, name, default)
    return default if value is None else value


def pairs(options: Any) -> list[tuple[str, str]]:
    """Options in any usual shape as (code, label) text pairs."""
    if isinstance(options, Mapping):
        return [(str(code), str(label)) for code, label in options.items()]
    return [
        (str(get(o, "code")), str(get(o, "label")))
        if not isinstance(o, (tuple, list))
        else (str(o[0]), str(o[1]))
        for o in options or ()
    ]


def view(
    f: Any,
    value: Any = None,
    *,
    error: str = "",
    source: str = "",
    prefix: str = "",
    readonly: bool = False,
    errors: Mapping[str, str] | None = None,
    form: Any = None,
    cell: bool = False,
    display: str = "",
    sheets: str | None = "",
) -> dict:
    """Everything `components/field.html` prints for one field.

    f: `catalog.rules.forms.Field` or a dict of the same keys. value: the stored answer. errors: input name → message.
    source: where a filled answer comes from (公安人口库). form: lets a condition be told in words.
    sheets: the address below which spreadsheets of row tables come in.
    """
    kind = get(f, "type", "text")
    name = prefix + get(f, "key")
    errors = errors or {}
    error = error or errors.get(name, "")
    widget, mode, width, complete = WIDGETS[kind]
    if kind == "boolean":
        options = list(BOOLEANS)
    else:
        options = pairs(get(f, "offered", get(f, "options", ())))
    widget = _sized(widget, options, cell)
    if not isinstance(value, (list, tuple, Mapping)):
        shown = as_text(value)
    else:
        shown = ""
    hint = "" if source in UNTYPED else _hint(f, kind)
    described = {"hint": hint, "error": error, "from": source}
    rules = get(f, "validate", {})
    when = get(f, "when", None)
    context = {
        "id": "f-" + name,
        "name": name,
        "type": kind,
        "widget": widget,
        "label": get(f, "label", ""),
        "required": bool(get(f, "required", False)),
        "hint": described["hint"],
        "error": error,
        "source": source,
        "described": " ".join(f"f-{name}-{part}" for part, text in described.items() if text),
        "value": shown,
        "options": _marked(options, value),
        "inputmode": get(f, "inputmode", mode),
        "autofocus": get(f, "autofocus", False),
        "width": width,
        "autocomplete": get(f, "autocomplete", complete),
        "most": get(f, "most", _most_characters(kind, rules)),
        "readonly": readonly,
        "cell": cell,
        "grouped": widget in GROUPED,
        "css": _css(widget, error, when),
        "level": get(f, "level", 0),
        "display": display or shown,
        "rows": get(f, "rows", 4),
        "when": json.dumps(conditions.in_row(when, prefix), ensure_ascii=False) if when else "",
        "when_words": conditions.in_words(when, form) if when else "",
    }
    if widget == "table":
        special = _table(f, name, value, errors, rules, sheets)
    elif widget == "witnessed":
        special = _witnessed(options, value, rules["signs"])
    else:
        special = _special(widget, name, value, rules)
    return context | special


def of_page(context: Any, name: str) -> tuple[str, str]:
    """What the page's `typed` and `errors` hold under this name; empty where the page has no such mappings."""
    groups = (context.get("typed"), context.get("errors"))
    typed, error = (group.get(name, "") if isinstance(group, Mapping) else "" for group in groups)
    return typed, error


def section(
    part: Any,
    form: Any,
    values: Mapping,
    problems: Any,
    sources: Mapping,
    region_name: Any = str,
    sheets: str | None = "",
) -> dict:
    """Everything `components/form_section.html` prints for one section of a form. sheets: as `view`."""
    errors = by_field(problems)
    when = get(part, "when", None)
    beside = answers_beside(part.fields, values)
    shown = []
    for f in part.fields:
        key = get(f, "key")
        value = values.get(key)
        named = region_name(value) if get(f, "type") == "region" and value else ""
        source = sources.get(key, "")
        told_before = bool(get(f, "from_situation", False)) and value is not None
        fixed = told_before or source in UNTYPED
        shown.append(
            view(
                labelled(f, beside.get),
                value,
                errors=errors,
                source=source,
                form=form,
                display=named,
                readonly=fixed,
                sheets=sheets,
            )
        )
    return {
        "key": get(part, "key"),
        "label": get(part, "label"),
        "fields": shown,
        "when": json.dumps(when, ensure_ascii=False) if when else "",
        "when_words": conditions.in_words(when, form) if when else "",
    }


def _css(widget: str, error: str, when: Any) -> str:
    names = ["group" if widget in GROUPED else "field"]
    if widget == "table":
        names.append("rows")
    if error:
        names.append("field-bad")
    if when:
        names.append("when")
    return " ".join(names)


def _sized(widget: str, options: list, cell: bool) -> str:
    if widget not in ("choice", "boolean"):
        return widget
    return "select" if cell or len(options) > RADIOS_UP_TO else "radios"


def as_text(value: Any) -> str:
    """An answer as an input shows it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def _hint(f: Any, kind: str) -> str:
    return "；".join(filter(None, (str(get(f, "help", "")), EXAMPLES.get(kind, ""))))


def _marked(options: list[tuple[str, str]], value: Any) -> list[dict]:
    if isinstance(value, (list, tuple)):
        chosen = [as_text(v) for v in value]
    else:
        chosen = [as_text(value)]
    return [{"code": code, "label": label, "on": code in chosen} for code, label in options]


def _most_characters(kind: str, rules: Mapping) -> int | str:
    usual = {"text": 200, "long_text": 4000}.get(kind, "")
    return get(rules, "max_length", usual)


def _groups(value: Any) -> list[dict]:
    """Occupations by group; a finer code that came from elsewhere stands first, so that it is not lost."""
    chosen = as_text(value)
    groups = packed.occupations()
    if chosen and chosen not in {code for _, entries in groups for code, _ in entries}:
        groups = [("已经填的", [(chosen, chosen)]), *groups]
    return [{"label": label, "options": _marked(entries, chosen)} for label, entries in groups]


def _special(widget: str, name: str, value: Any, rules: Mapping) -> dict:
    if widget == "grouped":
        return {"groups": _groups(value)}
    if widget == "file":
        accept = get(rules, "accept", ("pdf", "ofd", "jpg", "jpeg", "png"))
        return {
            "accept": ",".join("." + ext for ext in accept),
            "kinds": "、".join(accept),
            "max_mb": get(rules, "max_mb", settings.UPLOAD_MAX_MB),
            "file": value if isinstance(value, Mapping) else None,
        }
    if widget == "signature":
        signed = value if isinstance(value, Mapping) else {}
        return {
            "signer": signed.get("signer", ""),
            "signed_on": signed.get("signed_on") or clock.today().isoformat(),
            "method": SIGN_METHOD,
        }
    return {}


def _witnessed(options: list[tuple[str, str]], value: Any, signs: str) -> dict:
    """How a clerk saw that the paper form was signed. signs: who does unless another is named, "" for nobody."""
    signature = value if isinstance(value, Mapping) else {}
    signer = signature.get("signer", "")
    return {
        "options": _marked(options, signature.get("method")),
        "signs": signs,
        "signer": "" if signer == signs else signer,
        "signed_on": signature.get("signed_on") or clock.today().isoformat(),
    }


def _table(
    f: Any, name: str, value: Any, errors: Mapping, rules: Mapping, sheets: str | None
) -> dict:
    columns = get(f, "columns", ())
    table = {
        "columns": [
            {"label": get(c, "label"), "required": get(c, "required", False)} for c in columns
        ],
        "checks": rules,
        "sheet": f"{sheets}{name}/" if sheets else "",
    }

    def cells(n: str, row: Any) -> list[dict]:
        return [
            view(c, get(row, get(c, "key")), prefix=f"{name}-{n}-", errors=errors, cell=True)
            for c in columns
        ]

    return tables.context(table, name, value, errors, cells)


def problem(shown: Any) -> dict:
    """A FieldProblem, a dict or a (field, message) pair as {field, message}; the field is an input's name."""
    if isinstance(shown, (tuple, list)):
        field = shown[0]
        message = shown[1]
    else:
        field = get(shown, "field", "")
        message = get(shown, "message", str(shown))
    return {"field": input_name(field), "message": message}


def by_field(problems: Any) -> dict[str, str]:
    """The first message of each field, by input name."""
    messages: dict[str, str] = {}
    for each in map(problem, problems or ()):
        messages.setdefault(each["field"], each["message"])
    return messages


def input_name(field: Any) -> str:
    """The path of an answer as the name of its input: history[0].school or history.0.school → history-0-school."""
    return str(field or "").replace("[", ".").replace("]", "").replace(".", "-")


def pair(row: Any) -> dict:
    """A row of a summary list: a mapping, or (label, value[, source[, href]])."""
    if isinstance(row, Mapping):
        return dict(row)
    return dict(zip(("label", "value", "source", "href"), row, strict=False))
