"""Two forms of an item side by side: question by question, in words."""

from collections.abc import Iterable, Mapping
from types import SimpleNamespace
from typing import Any

from yichuang.catalog import tables
from yichuang.sites.console.admin.catalogue.revising import samples
from yichuang.sites.console.admin.catalogue.revising.asking import (
    by_key,
    compiled_fields,
    first_few,
    group_key,
    groups_of,
)
from yichuang.sites.console.admin.catalogue.revising.showing.differing import (
    BEFORE,
    GONE,
    NONE,
    UNREAD,
    Changes,
    changed_keys,
)
from yichuang.sites.console.admin.catalogue.revising.showing.marking import marked
from yichuang.sites.console.admin.catalogue.revising.showing.naming import UNNAMED, words_of
from yichuang.sites.ui.conditions import in_words

Shape = Mapping[str, Any]
Questions = Mapping[str, Any]  # the fields of both forms by their keys
QUESTION_LABELS = {
    "label": "问什么",
    "type": "怎么答",
    "required": "必填",
    "help": "提示",
    "options": "选项",
    "list": "现成的选项",
    "when": "什么时候问",
    "validate": "检查",
    "columns": "列",
    "level": "选到哪一级地方",
    "prefill_from": "自动填上登记过的",
    "mask": "办件外遮住一部分",
    "from_situation": "前面问过的",
    "follows": "按身份号码算出",
    "typed_when": "什么时候照样要填",
    "unoffered": "不列出的选项",
}
LEVELS = {1: "省", 2: "市", 3: "县", 4: "乡镇", 5: "村"}
PLACELESS = "（表格、签名、文件）"
CONDITIONS = ("when", "typed_when")
# filled in by themselves: of them is told only that it is so
AUTOMATIC = ("prefill_from", "follows")


def form_differences(old: Shape, new: Shape) -> Changes:
    """What differs between two forms of an item: question by question, then name, sample, checks, common parts."""
    before = old.get("definition") or {}
    after = new.get("definition") or {}
    questions = compiled_fields(old) | compiled_fields(new)
    changes = _questions(before, after, questions)
    changes += _name(before, after)
    changes += _sample(before, after, questions)
    changes += _rules(before, after)
    changes += _parts(old, new)
    if changes:
        return changes
    return [("申请表", BEFORE, UNREAD)]


def _name(before: Shape, after: Shape) -> Changes:
    """That the form is called otherwise."""
    if before.get("name") == after.get("name"):
        return []
    old = before.get("name", "")
    new = after.get("name", "")
    left, right = marked(old, new)
    return [("申请表叫什么", left, right)]


def _parts(old: Shape, new: Shape) -> Changes:
    """That the form uses other common parts."""
    old_parts = _part_names(old)
    new_parts = _part_names(new)
    if old_parts == new_parts:
        return []
    return [("共用的部分", old_parts, new_parts)]


def _questions(before: Shape, after: Shape, questions: Questions) -> Changes:
    """What differs in the questions, one by one; their order where each is as it was."""
    old = _shapes(before, "fields")
    new = _shapes(after, "fields")
    changes = []
    for key in changed_keys(old, new):
        old_shape = old.get(key)
        new_shape = new.get(key)
        shape = new_shape or old_shape
        name = f"问题“{shape['label']}”"
        left, right = _both_sides(old_shape, new_shape, questions)
        changes.append((name, left, right))
    if not changes and _reordered(old, new):
        order_before = _labels(old.values())
        order_after = _labels(new.values())
        changes.append(("问题的顺序", order_before, order_after))
    return changes


def _shapes(definition: Shape, part: str) -> dict[str, Shape]:
    """The questions or checks of a form by their keys, in their order."""
    shapes = definition.get(part) or ()
    return by_key(shapes)


def _reordered(old: Shape, new: Shape) -> bool:
    """Whether the same keys stand in another order."""
    return list(old) != list(new)


def _labels(shapes: Iterable[Shape]) -> str:
    """Questions, columns or choices by their labels."""
    labels = [shape["label"] for shape in shapes]
    return "、".join(labels)


def _both_sides(old: Shape | None, new: Shape | None, questions: Questions) -> tuple[str, str]:
    """Both sides of one question in words.

    Only what differs, where both are there; None stands for a side on
    which it is not asked.
    """
    every_setting = list(QUESTION_LABELS)
    if old is None:
        return NONE, _in_words(new, every_setting, questions)
    if new is None:
        return _in_words(old, every_setting, questions), GONE
    keys = changed_keys(old, new)
    before = _in_words(old, keys, questions)
    after = _in_words(new, keys, questions)
    return marked(before, after)


def _in_words(shape: Shape, keys: list[str], questions: Questions) -> str:
    """These settings of a question in words, as far as it has them."""
    parts = []
    for key in keys:
        if key not in shape:
            continue
        label = QUESTION_LABELS.get(key, UNNAMED)
        words = _value(key, shape[key], questions)
        parts.append(f"{label}：{words}")
    if not parts:
        return NONE
    return "；".join(parts)


def _value(key: str, value: Any, questions: Questions) -> str:
    """One setting of a question in words."""
    if key in CONDITIONS:
        form = SimpleNamespace(fields=questions)
        return in_words(value, form)
    if key in AUTOMATIC:
        return "是"
    tellers = {
        "type": _type,
        "options": _options,
        "list": _list,
        "validate": _checks,
        "columns": _labels,
        "level": _level,
        "unoffered": _count,
    }
    if key in tellers:
        return tellers[key](value)
    if key in QUESTION_LABELS:
        return words_of(key, value)
    return UNREAD


def _type(kind: str) -> str:
    """What a type of answer is called."""
    for row in tables.form_language()["types"]:
        if row["key"] == kind:
            return row["label"]
    return UNREAD


def _options(options: Any) -> str:
    """The choices of a question, as they are read."""
    if isinstance(options, Mapping):
        return "、".join(map(str, options.values()))
    return _labels(options)


def _list(name: str) -> str:
    """A ready list by its first choices, so that it is known by what it offers."""
    code_list = tables.code_lists().get(name, {})
    entries = code_list.get("entries", ())
    labels = [entry["label"] for entry in entries]
    return first_few(labels)


def _checks(checks: Shape) -> str:
    """What is checked of an answer, in the words of the form language."""
    validators = tables.form_language()["validators"]
    parts = []
    for name, bound in checks.items():
        words = validators.get(name, "另有检查")
        if _is_number(bound):
            words = f"{words}{bound}"
        parts.append(words)
    if not parts:
        return NONE
    return "、".join(parts)


def _is_number(bound: Any) -> bool:
    """Whether a check has a bound, and is not merely on or off."""
    if isinstance(bound, bool):
        return False
    return isinstance(bound, int | float)


def _level(level: int) -> str:
    """Down to which level of the country a place is chosen."""
    return LEVELS.get(level, UNREAD)


def _count(codes: list[str]) -> str:
    """How many options are left out."""
    return f"{len(codes)}项"


def _sample(before: Shape, after: Shape, questions: Questions) -> Changes:
    """What differs in the filled sample, answer by answer."""
    old = before.get("sample") or {}
    new = after.get("sample") or {}
    changes = []
    for key in changed_keys(old, new):
        field = questions.get(key)
        label = field.label if field else UNNAMED
        old_answer = _answer(field, old.get(key))
        new_answer = _answer(field, new.get(key))
        left, right = marked(old_answer, new_answer)
        changes.append((f"示例样表“{label}”", left, right))
    return changes


def _answer(field: Any, answer: Any) -> str:
    """An answer of the sample: as the page shows it, a table by its rows."""
    if answer is None or answer in ("", [], {}):
        return NONE
    if field is None:
        return UNREAD
    if _is_table(answer):
        return f"{len(answer)}行"
    return samples.written(field, answer) or PLACELESS


def _is_table(answer: Any) -> bool:
    """Whether an answer that is not empty consists of rows."""
    return isinstance(answer, list) and isinstance(answer[0], Mapping)


def _rules(before: Shape, after: Shape) -> Changes:
    """What differs in the checks between questions: their sentences, or that one of them works otherwise."""
    old = _shapes(before, "rules")
    new = _shapes(after, "rules")
    changes = []
    for key in changed_keys(old, new):
        sentence_before = _sentence(old.get(key), NONE)
        sentence_after = _sentence(new.get(key), GONE)
        if sentence_before == sentence_after:
            sentence_after = f"{sentence_after}{UNREAD}"
        left, right = marked(sentence_before, sentence_after)
        changes.append(("跨问题的检查", left, right))
    if not changes and _reordered(old, new):
        changes.append(("跨问题的检查", BEFORE, UNREAD))
    return changes


def _sentence(rule: Shape | None, without: str) -> str:
    """What a check between questions says when it fails.

    without: the words where there is no such check.
    """
    if rule is None:
        return without
    return rule["message"]


def _part_names(form: Shape) -> str:
    """The common parts of a form by their names."""
    definition = form.get("definition") or {}
    groups = groups_of(form)
    names = []
    for entry in definition.get("groups", ()):
        key = group_key(entry)
        group = groups.get(key)
        names.append(group["label"] if group else UNNAMED)
    return "、".join(names)
