"""Hand-written examples of the packs, carried out: the sample with answers changed, and each rule across answers broken
and kept. Pure."""

import copy
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from .cleaning import Cleaned, clean
from .crossing import NOTICE, fields_of
from .form import Form

FACTS = "facts"
User = tuple[Mapping[str, Any], Form]  # a form that uses a group: its definition, and it compiled
_STEP = re.compile(r"\[(\d+)\]\.?|([^.\[\]]+)\.?")
_NOTHING: Mapping[str, Any] = MappingProxyType({})


def check_answers(
    form: Form, answers: Mapping[str, Any], day: date, facts: Mapping[str, Any] = _NOTHING
) -> Cleaned:
    """Clean made-up answers: any well-formed region code counts as a place."""
    return clean(form, answers, as_of=day, region_exists=lambda code: True, facts=facts)


def replaced(sample: Mapping[str, Any], path: str, value: Any) -> dict[str, Any]:
    """The sample with one answer replaced; `path` as in the packs, such as "roster[0].id_number"."""
    answers = copy.deepcopy(dict(sample))
    steps = _steps(path)
    place: Any = answers
    for step in steps[:-1]:
        place = place[step]
    place[steps[-1]] = value
    return answers


def problem_path(path: str) -> str:
    """How `clean` names that place: "roster.0.id_number"."""
    return ".".join(str(step) for step in _steps(path))


def _steps(path: str) -> list[str | int]:
    """The keys and row numbers that a path goes through, in its order."""
    steps: list[str | int] = []
    for row, key in _STEP.findall(path):
        if row:
            steps.append(int(row))
        else:
            steps.append(key)
    return steps


def rule_problems(
    groups: Mapping[str, Any], forms: Mapping[str, Any], compiled: Mapping[str, Form]
) -> list[str]:
    """What is wrong with the rules across answers: a name twice or without a field, no legal source, an example that
    does not break it or does not keep it. A rule of a group is tried in every form that asks for all its fields."""
    problems: list[str] = []
    for code, form in compiled.items():
        problems += _twice_named(form)
        problems += _problems_of_form(form, forms[code])
    for name, group in groups.items():
        users = _users_of(name, forms, compiled)
        problems += _problems_of_group(name, group, users)
    return problems


def _problems_of_form(form: Form, definition: Mapping[str, Any]) -> list[str]:
    """What is wrong with the rules that the form itself writes down."""
    problems = []
    for rule in definition.get("rules", ()):
        for fault in _own_problems(rule, form, definition):
            problems.append(f"forms/{form.code}: rule {rule['key']} {fault}")
    return problems


def _problems_of_group(name: str, group: Mapping[str, Any], users: list[User]) -> list[str]:
    """What is wrong with the rules of a group, in itself and in the forms that use it."""
    problems = []
    for rule in group.get("rules", ()):
        for fault in _said(rule):
            problems.append(f"forms/groups/{name}: rule {rule['key']} {fault}")
        problems += _group_problems(name, rule, users)
    return problems


def _users_of(group: str, forms: Mapping[str, Any], compiled: Mapping[str, Form]) -> list[User]:
    """The forms that have a section of this group, each with its definition."""
    users = []
    for code, form in compiled.items():
        sections = {section.key for section in form.sections}
        if group in sections:
            users.append((forms[code], form))
    return users


def _twice_named(form: Form) -> list[str]:
    times = Counter(rule.key for rule in form.rules)
    twice = {key for key, count in times.items() if count > 1}
    return [f"forms/{form.code}: two rules are called {key}" for key in sorted(twice)]


def _said(rule: Mapping[str, Any]) -> Iterator[str]:
    """What a rule leaves unsaid: its sentence, its article, an example that breaks it."""
    if not rule["message"].strip():
        yield "says nothing"
    if rule["kind"] == NOTICE and not rule["basis"].strip():
        yield "tells a condition without its article"
    if not rule.get("breaks"):
        yield "has no example that breaks it"


def _own_problems(
    rule: Mapping[str, Any], form: Form, definition: Mapping[str, Any]
) -> Iterator[str]:
    """What is wrong with a rule that a form itself writes down, tried on the form's own sample."""
    yield from _said(rule)
    known = set(form.fields)
    table = form.fields.get(rule.get("each", ""))
    if table:
        known |= table.column.keys()
    missing = fields_of(rule) - known
    for key in sorted(missing):
        yield f"names {key}, which is not asked"
    if not missing and rule.get("breaks"):
        yield from _example_problems(rule, form, definition)


def _group_problems(name: str, rule: Mapping[str, Any], users: list[User]) -> Iterator[str]:
    """Where the example of a group's rule fails among the forms that use the group, or stands in none of them."""
    tried = 0
    for definition, form in users:
        keys = {each.key for each in form.rules}
        if rule["key"] not in keys:
            continue
        if not _stands(rule, form, definition):
            continue
        tried += 1
        for problem in _example_problems(rule, form, definition):
            yield f"forms/{form.code}: rule {rule['key']} of {name} {problem}"
    if not tried:
        yield f"forms/groups/{name}: rule {rule['key']} stands in no form"


def _stands(rule: Mapping[str, Any], form: Form, definition: Mapping[str, Any]) -> bool:
    """Whether the example's own answers are asked for here, given the rest of this form's sample."""
    answers = _changed(definition["sample"], rule["breaks"])
    day = date.fromisoformat(definition["as_of"])
    values = check_answers(form, answers, day).values
    if rule["field"] not in values and "each" not in rule:
        return False
    for path, value in rule["breaks"].items():
        if path == FACTS or value is None:
            continue
        field = _steps(path)[0]
        if field not in values:
            return False
    return True


def _example_problems(
    rule: Mapping[str, Any], form: Form, definition: Mapping[str, Any]
) -> Iterator[str]:
    """Where the rule's examples do not do what they are written for."""
    if not _breaks(rule, rule["breaks"], form, definition):
        yield f"is not broken by {rule['breaks']}"
    if _breaks(rule, rule.get("keeps", _NOTHING), form, definition):
        yield f"is broken by {rule.get('keeps', 'the sample')}"


def _breaks(
    rule: Mapping[str, Any], changes: Mapping[str, Any], form: Form, definition: Mapping[str, Any]
) -> bool:
    """Whether the form's sample, with these changes, breaks the rule."""
    answers = _changed(definition["sample"], changes)
    day = date.fromisoformat(definition["as_of"])
    facts = changes.get(FACTS, _NOTHING)
    cleaned = check_answers(form, answers, day, facts)
    if rule["kind"] == NOTICE:
        broken = {notice.key for notice in cleaned.notices}
    else:
        broken = {problem.violates for problem in cleaned.problems}
    return rule["key"] in broken


def _changed(sample: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """The sample with every change of an example carried out; facts are no answers."""
    answers = dict(sample)
    for path, value in changes.items():
        if path != FACTS:
            answers = replaced(answers, path, value)
    return answers
