"""The rules across answers, tried on the examples that the packs give for them. Pure.

A rule has an example that breaks it, and may have one that keeps it:
{path: answer} over the sample of the form, a null answer taken away.
What stands there under `facts` is no answer, but what the register
knows of the subject. Without an example that keeps it, the sample does.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from .cleaning import Cleaned
from .crossing import NOTICE, fields_of
from .examples import NOTHING, Answers, check_answers, replaced, steps_of
from .form import Form

FACTS = "facts"
Rule = Mapping[str, Any]
Definition = Mapping[str, Any]


@dataclass(frozen=True)
class Packed:
    """A compiled form beside the text of the pack that it comes from.

    The text has the sample, the day on which the sample was filled, and
    the rules that the form itself writes down.
    """

    form: Form
    definition: Definition
    _known: dict[str, Cleaned] = field(default_factory=dict, init=False, compare=False)

    def problem(self, words: str) -> str:
        """The sentence of a problem, led by where it is."""
        return f"forms/{self.form.code}: {words}"

    def with_changes(self, changes: Answers) -> dict[str, Any]:
        """The sample with every change of an example carried out."""
        answers = dict(self.definition["sample"])
        for path, value in changes.items():
            if path != FACTS:
                answers = replaced(answers, path, value)
        return answers

    def cleaned(self, changes: Answers, facts: Answers = NOTHING) -> Cleaned:
        """What the changed sample comes to on its day.

        The rules of a group try the same change often: it is looked at
        once.
        """
        example = repr((changes, facts))
        known = self._known
        if example in known:
            return known[example]
        answers = self.with_changes(changes)
        as_of = self.definition["as_of"]
        day = date.fromisoformat(as_of)
        cleaned = check_answers(self.form, answers, day, facts)
        known[example] = cleaned
        return cleaned


def rule_problems(
    groups: Mapping[str, Any], forms: Mapping[str, Any], compiled: Mapping[str, Form]
) -> list[str]:
    """What is wrong with the rules across answers, a sentence each.

    A name twice or without a field, no legal source, an example that does
    not break its rule or does not keep it. A rule of a group is tried in
    every form that asks for all its fields.

    groups: by key; forms: definitions by item code; compiled: by item code
    too, but for the forms that could not be compiled.
    """
    packed_forms = []
    for code, form in compiled.items():
        packed = Packed(form, forms[code])
        packed_forms.append(packed)
    problems: list[str] = []
    for packed in packed_forms:
        problems += _twice_named(packed)
        problems += _problems_of_form(packed)
    for name, group in groups.items():
        users = _users_of(name, packed_forms)
        problems += _problems_of_group(name, group, users)
    return problems


def _problems_of_form(packed: Packed) -> Iterator[str]:
    """What is wrong with the rules that the form itself writes down."""
    for rule in packed.definition.get("rules", ()):
        key = rule["key"]
        for fault in _own_faults(rule, packed):
            yield packed.problem(f"rule {key} {fault}")


def _problems_of_group(name: str, group: Mapping[str, Any], users: list[Packed]) -> Iterator[str]:
    """What is wrong with the rules of a group, in itself and among its users.

    users: the forms that have a section of the group.
    """
    for rule in group.get("rules", ()):
        key = rule["key"]
        for fault in _left_unsaid(rule):
            yield f"forms/groups/{name}: rule {key} {fault}"
        yield from _faults_among_users(name, rule, users)


def _users_of(group: str, packed_forms: list[Packed]) -> list[Packed]:
    """The forms that have a section of this group."""
    users = []
    for packed in packed_forms:
        sections = {section.key for section in packed.form.sections}
        if group in sections:
            users.append(packed)
    return users


def _twice_named(packed: Packed) -> Iterator[str]:
    """A sentence for each name that two rules of the form share."""
    times = Counter(rule.key for rule in packed.form.rules)
    for key in sorted(times):
        if times[key] > 1:
            yield packed.problem(f"two rules are called {key}")


def _left_unsaid(rule: Rule) -> Iterator[str]:
    """What a rule leaves out: its sentence, its article, an example that breaks it.

    Here as below, a fault is the end of a sentence that begins with the
    name of the rule.
    """
    message = rule["message"].strip()
    article = rule["basis"].strip()
    if not message:
        yield "says nothing"
    if rule["kind"] == NOTICE and not article:
        yield "tells a condition without its article"
    if not rule.get("breaks"):
        yield "has no example that breaks it"


def _own_faults(rule: Rule, packed: Packed) -> Iterator[str]:
    """The faults of a rule that a form itself writes down.

    It is tried only where all that it names is there to be answered.
    """
    yield from _left_unsaid(rule)
    missing = fields_of(rule) - _keys_in_reach(rule, packed.form)
    for key in sorted(missing):
        yield f"names {key}, which is not asked"
    if not missing and rule.get("breaks"):
        yield from _example_faults(rule, packed)


def _keys_in_reach(rule: Rule, form: Form) -> set[str]:
    """Keys that a rule may name.

    The fields of the form, and where the rule judges the rows of a table,
    the columns of that table.
    """
    keys = set(form.fields)
    table_key = rule.get("each", "")
    table = form.fields.get(table_key)
    if table:
        keys |= table.column.keys()
    return keys


def _faults_among_users(name: str, rule: Rule, users: list[Packed]) -> Iterator[str]:
    """Where the examples of a group's rule fail among the forms that use it.

    That it stands in none of them is a fault as well, for nothing tries it.
    name: of the group.
    """
    key = rule["key"]
    is_tried = False
    for packed in users:
        if not _stands(rule, packed):
            continue
        is_tried = True
        for fault in _example_faults(rule, packed):
            yield packed.problem(f"rule {key} of {name} {fault}")
    if not is_tried:
        yield f"forms/groups/{name}: rule {key} stands in no form"


def _stands(rule: Rule, packed: Packed) -> bool:
    """Whether the form has the rule, and asks for what its example answers.

    What a form asks for depends on the other answers of its sample.
    """
    keys = {form_rule.key for form_rule in packed.form.rules}
    if rule["key"] not in keys:
        return False
    example = rule["breaks"]
    values = packed.cleaned(example).values
    is_of_form = "each" not in rule
    if is_of_form and rule["field"] not in values:
        return False
    return _fields_changed_by(example) <= values.keys()


def _fields_changed_by(example: Answers) -> set[str | int]:
    """Keys of the fields that an example answers anew.

    Those whose answer it takes away are not among them.
    """
    keys = set()
    for path, value in example.items():
        if path == FACTS or value is None:
            continue
        field = steps_of(path)[0]
        keys.add(field)
    return keys


def _example_faults(rule: Rule, packed: Packed) -> Iterator[str]:
    """Where the rule's examples do not do what they are written for.

    The first must break the rule in this form, the second must keep it.
    """
    breaking = rule["breaks"]
    keeping = rule.get("keeps", NOTHING)
    if not _is_broken(rule, breaking, packed):
        yield f"is not broken by {breaking}"
    if _is_broken(rule, keeping, packed):
        yield f"is broken by {rule.get('keeps', 'the sample')}"


def _is_broken(rule: Rule, example: Answers, packed: Packed) -> bool:
    """Whether the form's sample, changed as the example says, breaks the rule.

    A rule that tells a condition is broken where the condition is told, one
    that stops an application where its problem is.
    """
    facts = example.get(FACTS, NOTHING)
    cleaned = packed.cleaned(example, facts)
    if rule["kind"] == NOTICE:
        broken = {notice.key for notice in cleaned.notices}
    else:
        broken = {problem.violates for problem in cleaned.problems}
    return rule["key"] in broken
