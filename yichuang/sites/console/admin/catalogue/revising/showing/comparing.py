"""Two forms of an item side by side: question by question, in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from yichuang.sites.console.admin.catalogue.revising import samples
from yichuang.sites.console.admin.catalogue.revising.asking import (
    by_key,
    compiled_fields,
    group_key,
    groups_of,
)
from yichuang.sites.console.admin.catalogue.revising.showing import settings
from yichuang.sites.console.admin.catalogue.revising.showing.differing import (
    BEFORE,
    GONE,
    NONE,
    UNREAD,
    Change,
    Changes,
    Sides,
    changed_values,
)
from yichuang.sites.console.admin.catalogue.revising.showing.marking import marked
from yichuang.sites.console.admin.catalogue.revising.showing.naming import UNNAMED
from yichuang.sites.console.admin.catalogue.revising.showing.settings import Questions, Shape

PLACELESS = "（表格、签名、文件）"
RULES = "跨问题的检查"


@dataclass(frozen=True)
class Definitions:
    """What two forms of an item ask.

    before: the definition of the old form; empty where there was none.
    after: that of the new one, likewise.
    questions: the fields of both by their keys, to tell answers and
    conditions by.
    """

    before: Shape
    after: Shape
    questions: Questions


def form_differences(old: Shape, new: Shape) -> Changes:
    """What differs between two forms of an item.

    Question by question, then name, sample, checks and common parts.
    """
    before = old.get("definition") or {}
    after = new.get("definition") or {}
    questions = compiled_fields(old) | compiled_fields(new)
    both = Definitions(before, after, questions)
    changes = _questions(both)
    changes += _name(both)
    changes += _sample(both)
    changes += _rules(both)
    changes += _parts(old, new)
    if changes:
        return changes
    return [Change("申请表", BEFORE, UNREAD)]


def _name(both: Definitions) -> Changes:
    """That the form is called otherwise."""
    if both.before.get("name") == both.after.get("name"):
        return []
    old = both.before.get("name", "")
    new = both.after.get("name", "")
    change = _marked("申请表叫什么", old, new)
    return [change]


def _marked(label: str, old: str, new: str) -> Change:
    """A change of one text.

    The words that went are marked in the old one, those that came in
    the new one.
    """
    before, after = marked(old, new)
    return Change(label, before, after)


def _parts(old: Shape, new: Shape) -> Changes:
    """That the form uses other common parts."""
    old_parts = _part_names(old)
    new_parts = _part_names(new)
    if old_parts == new_parts:
        return []
    return [Change("共用的部分", old_parts, new_parts)]


def _questions(both: Definitions) -> Changes:
    """What differs in the questions, one by one.

    Their order, where each of them is as it was.
    """
    old = _shapes(both.before, "fields")
    new = _shapes(both.after, "fields")
    changed = changed_values(old, new)
    changes = []
    for shapes in changed.values():
        change = _of_question(shapes, both.questions)
        changes.append(change)
    if not changes and _reordered(old, new):
        order_before = settings.labels_of(old.values())
        order_after = settings.labels_of(new.values())
        change = Change("问题的顺序", order_before, order_after)
        changes.append(change)
    return changes


def _shapes(definition: Shape, part: str) -> dict[str, Shape]:
    """The questions or checks of a form by their keys, in their order.

    part: `fields` for the questions, `rules` for the checks.
    """
    shapes = definition.get(part) or ()
    return by_key(shapes)


def _reordered(old: Shape, new: Shape) -> bool:
    """Whether the same keys stand in another order."""
    return list(old) != list(new)


def _of_question(shapes: Sides, questions: Questions) -> Change:
    """What differs in one question.

    Only that, where it is asked on both sides; where it is asked on one
    alone, all that it says there.
    shapes: the question as each definition writes it.
    """
    old = shapes.before
    new = shapes.after
    shape = new or old
    label = f"问题“{shape['label']}”"
    if old is None:
        words = _every_setting(new, questions)
        return Change(label, NONE, words)
    if new is None:
        words = _every_setting(old, questions)
        return Change(label, words, GONE)
    keys = changed_values(old, new)
    before = settings.spoken(old, keys, questions)
    after = settings.spoken(new, keys, questions)
    return _marked(label, before, after)


def _every_setting(shape: Shape, questions: Questions) -> str:
    """A question with every setting that has a label."""
    keys = settings.QUESTION_LABELS
    return settings.spoken(shape, keys, questions)


def _sample(both: Definitions) -> Changes:
    """What differs in the filled sample, answer by answer."""
    old = both.before.get("sample") or {}
    new = both.after.get("sample") or {}
    changed = changed_values(old, new)
    changes = []
    for key, answers in changed.items():
        field = both.questions.get(key)
        change = _of_answer(field, answers)
        changes.append(change)
    return changes


def _of_answer(field: Any, answers: Sides) -> Change:
    """What differs in one answer of the sample.

    field: None where the answer is to no question of either form.
    """
    name = UNNAMED
    if field:
        name = field.label
    label = f"示例样表“{name}”"
    before = _answer(field, answers.before)
    after = _answer(field, answers.after)
    return _marked(label, before, after)


def _answer(field: Any, answer: Any) -> str:
    """An answer of the sample in words.

    As the page shows it; a table by the number of its rows.
    """
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


def _rules(both: Definitions) -> Changes:
    """What differs in the checks between questions.

    Their sentences, or that one of them works otherwise; their order,
    where each of them is as it was.
    """
    old = _shapes(both.before, "rules")
    new = _shapes(both.after, "rules")
    changed = changed_values(old, new)
    changes = []
    for rules in changed.values():
        change = _of_rule(rules)
        changes.append(change)
    if not changes and _reordered(old, new):
        change = Change(RULES, BEFORE, UNREAD)
        changes.append(change)
    return changes


def _of_rule(rules: Sides) -> Change:
    """What differs in one check between questions.

    Where it says the same and works otherwise, that is told behind its
    sentence.
    """
    before = _sentence(rules.before, NONE)
    after = _sentence(rules.after, GONE)
    if before == after:
        after = f"{after}{UNREAD}"
    return _marked(RULES, before, after)


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
        name = group["label"] if group else UNNAMED
        names.append(name)
    return "、".join(names)
