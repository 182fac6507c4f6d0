"""What can be wrong with the form packs, found before anybody fills a form. Pure: loaded data goes in."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from . import people
from .bounds import posted_names
from .comparing import RULE_TESTS, TESTS
from .compiling import BrokenForm, compile_form
from .examples import check_answers, problem_path, replaced
from .faults import definition_faults
from .form import Form
from .operands import OPERANDS
from .reading import READERS, blank
from .rule_examples import rule_problems
from .validators import FIELD_RULES, TABLE_RULES


def check_forms(
    language: Mapping[str, Any],
    code_lists: Mapping[str, Any],
    groups: Mapping[str, Any],
    forms: Mapping[str, Any],
    most_names: int = 0,
) -> list[str]:
    """Sentences about the packs; empty when all is well.

    `language` is the content of types.yaml; `code_lists` and `groups` are by key, `forms` by item code.
    most_names: how many names the server takes in one posted form; 0: not asked.
    """
    problems = [
        *_language_problems(language),
        *_list_problems(code_lists),
        *people.applicant_problems(groups, forms),
    ]
    compiled: dict[str, Form] = {}
    for code, definition in forms.items():
        faults, form = _form_problems(code, definition, groups, code_lists)
        problems.extend(f"forms/{code}: {each}" for each in faults)
        if form is not None:
            compiled[code] = form
            problems.extend(f"forms/{code}: {each}" for each in _too_long_to_post(form, most_names))
    return problems + rule_problems(groups, forms, compiled)


def _language_problems(language: Mapping[str, Any]) -> Iterator[str]:
    declared = {
        "type": ({each["key"] for each in language["types"]}, set(READERS)),
        "validator": (set(language["validators"]), FIELD_RULES.keys() | TABLE_RULES.keys()),
        "condition": (set(language["conditions"]) - {"all"}, set(TESTS)),
        "operand": (set(language["rule_operands"]), set(OPERANDS)),
        "rule test": (
            set(language["rule_tests"]) | set(language["conditions"]) - {"all"},
            RULE_TESTS,
        ),
    }
    for kind, (packed, built) in declared.items():
        yield from (
            f"forms/types: {kind} {name} has no code behind it" for name in sorted(packed - built)
        )
        yield from (
            f"forms/types: {kind} {name} is built but not declared"
            for name in sorted(built - packed)
        )


def _list_problems(code_lists: Mapping[str, Any]) -> Iterator[str]:
    for name, data in code_lists.items():
        codes = [entry["code"] for entry in data["entries"]]
        if not all(isinstance(code, str) for code in codes):
            yield f"forms/code_lists: {name} holds a code that is not text; put it in quotes"
        if len(set(codes)) != len(codes):
            yield f"forms/code_lists: {name} holds a code twice"


def _form_problems(
    code: str, definition: Mapping, groups: Mapping, code_lists: Mapping
) -> tuple[list[str], Form | None]:
    if definition["code"] != code:
        return [f"says code {definition['code']}"], None
    try:
        form = compile_form(definition, groups, code_lists)
    except BrokenForm as problem:
        return [str(problem)], None
    problems = [fault.sentence for fault in definition_faults(form)]
    problems = problems or list(_answer_problems(form, definition))
    return problems, None if problems else form


def _too_long_to_post(form: Form, most_names: int) -> Iterator[str]:
    names = posted_names(form)
    if most_names and names > most_names:
        yield f"may post {names} names, the server takes {most_names} (DATA_UPLOAD_MAX_NUMBER_FIELDS)"


def _answer_problems(form: Form, definition: Mapping) -> Iterator[str]:
    day = date.fromisoformat(definition["as_of"])
    if blank(definition.get("sample")):
        yield "has no sample"
        return
    cleaned = check_answers(form, definition["sample"], day)
    for problem in cleaned.problems:
        yield f"the sample is refused at {problem.field}: {problem.message}"
    for notice in cleaned.notices:
        yield f"the sample meets no condition at {notice.field}: {notice.message}"
    for wrong in definition.get("wrong", ()):
        refused = check_answers(
            form, replaced(definition["sample"], wrong["field"], wrong["value"]), day
        ).problems
        if (problem_path(wrong["field"]), wrong["violates"]) not in {
            (each.field, each.violates) for each in refused
        }:
            yield f"{wrong['field']} = {wrong['value']!r} is not refused for {wrong['violates']}"
