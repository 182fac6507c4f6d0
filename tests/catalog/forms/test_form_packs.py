"""The form packs as they ship: every sample passes, every listed wrong answer and every missing answer is refused."""

from datetime import date

import pytest

from yichuang.catalog.form_packs import load_forms
from yichuang.catalog.rules.forms import visible
from yichuang.catalog.rules.forms.checks import check_answers, problem_path, replaced

PACKS = load_forms()
ALL = sorted(PACKS.forms)


def day_of(definition):
    return date.fromisoformat(definition["as_of"])


def refusals(form, answers, day):
    return {(problem.field, problem.violates) for problem in check_answers(form, answers, day).problems}


def test_the_packs_hold_what_they_promise():
    rich = [code for code in ALL if PACKS.forms[code]["rich"]]
    assert (len(ALL), len(rich)) == (197, 130)
    assert (len(PACKS.language["types"]), len(PACKS.code_lists), len(PACKS.groups)) == (27, 68, 43)
    assert sum(len(PACKS.forms[code]["wrong"]) for code in rich) == 324
    assert all(len(PACKS.forms[code]["wrong"]) >= 2 for code in ALL)


def test_the_packs_have_no_problem_that_a_check_can_find():
    assert PACKS.problems() == []


@pytest.mark.parametrize("code", ALL)
def test_the_sample_passes_and_keeps_every_answer(code):
    definition, form = PACKS.forms[code], PACKS.compiled(code)
    cleaned = check_answers(form, definition["sample"], day_of(definition))
    assert cleaned.problems == ()
    assert set(cleaned.values) == set(definition["sample"])
    assert check_answers(form, cleaned.values, day_of(definition)) == cleaned


@pytest.mark.parametrize("code", ALL)
def test_wrong_answers_are_refused_at_their_field_for_their_reason(code):
    definition, form = PACKS.forms[code], PACKS.compiled(code)
    for wrong in definition["wrong"]:
        answers = replaced(definition["sample"], wrong["field"], wrong["value"])
        found = refusals(form, answers, day_of(definition))
        assert (problem_path(wrong["field"]), wrong["violates"]) in found, wrong


@pytest.mark.parametrize("code", ALL)
def test_each_required_answer_is_missed_when_it_is_not_given(code):
    definition, form = PACKS.forms[code], PACKS.compiled(code)
    sample, day = definition["sample"], day_of(definition)
    required = [key for key in form.fields if form.fields[key].required and key in visible(form, sample)]
    assert required
    for key in required:
        without = {name: value for name, value in sample.items() if name != key}
        assert (key, "required") in refusals(form, without, day), key
        assert (key, "required") in refusals(form, {**sample, key: "  "}, day), key


@pytest.mark.parametrize("code", ALL)
def test_each_required_cell_is_missed_when_it_is_not_given(code):
    definition, form = PACKS.forms[code], PACKS.compiled(code)
    sample, day = definition["sample"], day_of(definition)
    for table in (field for field in form.fields.values() if field.type == "table" and field.key in sample):
        row = sample[table.key][0]
        for column in (column for column in table.columns if column.required and column.key in row):
            first = {key: value for key, value in row.items() if key != column.key}
            answers = {**sample, table.key: [first, *sample[table.key][1:]]}
            assert (f"{table.key}.0.{column.key}", "required") in refusals(form, answers, day), column.key
