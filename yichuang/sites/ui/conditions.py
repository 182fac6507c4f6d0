"""A condition of the form engine told in words, for readers without scripts."""

from collections.abc import Mapping
from typing import Any

WORDS = {
    "equals": "是{}",
    "in": "是{}",
    "not_in": "不是{}",
    "contains_any": "选了{}",
    "at_least": "不少于{}",
    "at_most": "不多于{}",
}


def in_words(when: Mapping, form: Any = None) -> str:
    """{"field": "cause", "equals": "traffic"} → “受伤原因”是交通事故. `form` gives labels; without it codes stand."""
    if "all" in when:
        return "，而且".join(in_words(each, form) for each in when["all"])
    field = getattr(form, "fields", {}).get(when.get("field")) if form else None
    label = field.label if field else "前面那一问"
    tests = [WORDS[verb].format(_values(when[verb], field)) for verb in WORDS if verb in when]
    return f"“{label}”{'、'.join(tests)}"


def in_row(when: Mapping | None, prefix: str) -> Mapping | None:
    """The condition of a cell, told by the names of the inputs of its row.

    prefix: with which they begin, "" outside of tables.
    """
    if not when or not prefix:
        return when
    if "all" in when:
        every = []
        for each in when["all"]:
            every.append(in_row(each, prefix))
        return {"all": every}
    field = when["field"]
    return {**when, "field": f"{prefix}{field}"}


def _values(values: Any, field: Any) -> str:
    if isinstance(values, (list, tuple, set, frozenset)):
        listed = values
    else:
        listed = [values]
    labels = dict(getattr(field, "options", ()) or ()) | {"True": "“是”", "False": "“否”"}
    return "或".join(labels.get(str(each), str(each)) for each in listed)
