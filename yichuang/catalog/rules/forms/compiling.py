"""From the YAML of a form, its groups and the code lists to a Form."""

from collections.abc import Iterator, Mapping
from typing import Any

from .comparing import NAME_KEYS
from .crossing import KINDS, CrossRule, compile_rule, fields_of
from .form import About, Field, Form, Section

OWN_SECTION = ("details", "办理内容")


class BrokenForm(ValueError):
    """The definition itself is wrong: a group or code list that does not exist, a key used twice."""


def compile_form(
    form: Mapping, groups: Mapping[str, Mapping], code_lists: Mapping[str, Mapping]
) -> Form:
    """Compile one form definition (plain JSON data); raises BrokenForm when it refers to what is not there."""
    sections = [_group_section(entry, groups, code_lists) for entry in form["groups"]]
    if form["fields"]:
        own = tuple(_field(each, code_lists) for each in form["fields"])
        sections.append(Section(*OWN_SECTION, own))
    sections.sort(key=_is_signed)
    used = [groups[section.key] for section in sections if section.key in groups]
    rules = tuple(_rules(form, used, _asked_in(sections)))
    about = tuple(_about(form, used))
    compiled = Form(form["code"], form["name"], tuple(sections), rules, about)
    if len(compiled.fields) != sum(len(section.fields) for section in sections):
        raise BrokenForm(f"form {form['code']} uses a field key twice")
    return compiled


def _is_signed(section: Section) -> bool:
    return any(field.type == "signature" for field in section.fields)


def _asked_in(sections: list[Section]) -> set[str]:
    keys = set()
    for section in sections:
        for field in section.fields:
            keys.add(field.key)
            keys.update(column.key for column in field.columns)
    return keys


def _rules(form: Mapping, used: list[Mapping], asked_keys: set[str]) -> Iterator[CrossRule]:
    """The form's own rules, then those of its groups: of a group only what all the fields are asked for here."""
    for rule in form.get("rules", ()):
        yield _rule(rule)
    for group in used:
        for rule in group.get("rules", ()):
            if fields_of(rule) <= asked_keys:
                yield _rule(rule)


def _rule(rule: Mapping) -> CrossRule:
    if rule.get("kind") not in KINDS:
        raise BrokenForm(f"rule {rule.get('key')} is neither {' nor '.join(KINDS)}")
    try:
        return compile_rule(rule)
    except (KeyError, ValueError, TypeError) as problem:
        raise BrokenForm(f"rule {rule.get('key')} cannot be read: {problem}") from problem


def _about(form: Mapping, used: list[Mapping]) -> Iterator[About]:
    for holder in (form, *used):
        if "about" in holder:
            yield About(**holder["about"])


def _group_section(entry: str | Mapping, groups: Mapping, code_lists: Mapping) -> Section:
    if isinstance(entry, str):
        key = entry
        when = None
    else:
        key = entry["group"]
        when = entry.get("when")
    if key not in groups:
        raise BrokenForm(f"there is no field group {key}")
    fields = tuple(_field(each, code_lists) for each in groups[key]["fields"])
    return Section(key, groups[key]["label"], fields, when)


def _field(data: Mapping, code_lists: Mapping) -> Field:
    return Field(
        key=data["key"],
        label=data["label"],
        type=data["type"],
        required=data["required"],
        help=data.get("help", ""),
        options=_options(data, code_lists),
        validate=data.get("validate", {}),
        when=data.get("when"),
        prefill_from=tuple(data.get("prefill_from", ())),
        mask=data.get("mask", False),
        from_situation=data.get("from_situation", False),
        columns=tuple(_field(column, code_lists) for column in data.get("columns", ())),
        level=data.get("level", 0),
        account_kind=data.get("account_kind", ""),
        of_a_life=data.get("whose") != "matter",
        follows=data.get("follows"),
        typed_when=data.get("typed_when"),
        unoffered=tuple(data.get("unoffered", ())),
        is_name=data["type"] == "text" and data["key"].endswith(NAME_KEYS),
        spelt=data.get("spelt", ""),
    )


def _entries(name: str, code_lists: Mapping) -> list[Mapping[str, Any]]:
    if name not in code_lists:
        raise BrokenForm(f"there is no code list {name}")
    return code_lists[name]["entries"]


def _options(data: Mapping, code_lists: Mapping) -> tuple[tuple[str, str], ...]:
    if "list" in data:
        return _pairs(_entries(data["list"], code_lists))
    options = data.get("options", {})
    if isinstance(options, Mapping):
        return tuple(options.items())
    return _pairs(options)


def _pairs(entries: list[Mapping[str, Any]]) -> tuple[tuple[str, str], ...]:
    return tuple((entry["code"], entry["label"]) for entry in entries)
