"""A form as it is kept in a version: with the groups and lists it uses, so that it never changes again. Pure."""

from collections.abc import Iterator, Mapping
from typing import Any

from yichuang.catalog.rules.forms import Form, compile_form

NOT_KEPT = ("wrong",)
EXAMPLES = ("breaks", "keeps")


def freeze(
    form: Mapping[str, Any], groups: Mapping[str, Any], code_lists: Mapping[str, Any]
) -> dict[str, Any]:
    """{"definition": the form without its refused samples, "groups": …, "code_lists": …}, only what it uses.

    KeyError when it names a group or list that does not exist.
    """
    used = {(g if isinstance(g, str) else g["group"]) for g in form["groups"]}
    used_groups = {key: _without_examples(groups[key]) for key in sorted(used)}
    lists = set(_lists(form)) | set(_lists(used_groups))
    return {
        "definition": _without_examples(
            {key: value for key, value in form.items() if key not in NOT_KEPT}
        ),
        "groups": used_groups,
        "code_lists": {key: code_lists[key] for key in sorted(lists)},
    }


def _without_examples(holder: Mapping[str, Any]) -> dict[str, Any]:
    """A form or group whose rules are kept without the examples that prove them."""
    if "rules" not in holder:
        return dict(holder)
    rules = [
        {key: value for key, value in rule.items() if key not in EXAMPLES}
        for rule in holder["rules"]
    ]
    return {**holder, "rules": rules}


def _lists(data: Any) -> Iterator[str]:
    if isinstance(data, Mapping):
        if isinstance(data.get("list"), str) and "type" in data:
            yield data["list"]
        for value in data.values():
            yield from _lists(value)
    elif isinstance(data, list):
        for value in data:
            yield from _lists(value)


def in_order(frozen: Any) -> Any:
    """The same form with each mapping of choices as a list of {"code", "label"}: the database sorts the keys of a
    mapping, a list stays in the order of its pack."""
    if isinstance(frozen, list):
        return [in_order(each) for each in frozen]
    if not isinstance(frozen, Mapping):
        return frozen
    ordered = {}
    for key, value in frozen.items():
        is_choices = key == "options" and isinstance(value, Mapping)
        ordered[key] = _listed(value) if is_choices else in_order(value)
    return ordered


def _listed(options: Mapping[str, str]) -> list[dict[str, str]]:
    rows = []
    for code, label in options.items():
        rows.append({"code": code, "label": label})
    return rows


def thaw(frozen: Mapping[str, Any]) -> Form:
    """The compiled form of a version."""
    return compile_form(frozen["definition"], frozen["groups"], frozen["code_lists"])


def sample_of(frozen: Mapping[str, Any]) -> dict[str, Any]:
    """The filled sample of a version: field key → answer."""
    return dict(frozen["definition"].get("sample") or {})
