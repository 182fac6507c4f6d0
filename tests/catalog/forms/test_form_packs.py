"""The form packs as they ship: every sample passes, every listed wrong answer and every missing answer is refused."""

from datetime import date, timedelta

import pytest

from yichuang.catalog.form_packs import load_forms
from yichuang.catalog.rules.forms import BrokenForm, compile_form, visible
from yichuang.catalog.rules.forms.checks import check_forms
from yichuang.catalog.rules.forms.examples import check_answers, problem_path, replaced
from yichuang.catalog.rules.forms.samples import on_day

PACKS = load_forms()
ALL = sorted(PACKS.forms)


def day_of(definition):
    return date.fromisoformat(definition["as_of"])


def refusals(form, answers, day):
    return {
        (problem.field, problem.violates) for problem in check_answers(form, answers, day).problems
    }


def test_the_packs_hold_what_they_promise():
    rich = [code for code in ALL if PACKS.forms[code]["rich"]]
    assert (len(ALL), len(rich)) == (197, 130)
    assert (len(PACKS.language["types"]), len(PACKS.code_lists), len(PACKS.groups)) == (27, 68, 48)
    assert sum(len(PACKS.forms[code].get("rules", ())) for code in rich) >= 220
    assert all(
        len(PACKS.forms[code]["wrong"]) + len(PACKS.forms[code].get("rules", ())) >= 2
        for code in ALL
    )


def test_the_packs_have_no_problem_that_a_check_can_find():
    assert PACKS.problems() == []


def test_no_form_grows_old_by_a_year_that_it_names_as_its_last():
    """A number may be bounded by a year of the past; the last year is told from the day of filling in."""
    bounds = {
        (code, field.key): field.validate["max"]
        for code in ALL
        for field in PACKS.compiled(code).fields.values()
        if "max" in field.validate and field.type == "integer"
    }
    named = {place for place, bound in bounds.items() if "year" in place[1] and 1949 < bound < 2101}
    assert named == set()


@pytest.mark.parametrize("code", ALL)
def test_the_sample_passes_and_keeps_every_answer(code):
    definition, form = PACKS.forms[code], PACKS.compiled(code)
    cleaned = check_answers(form, definition["sample"], day_of(definition))
    assert cleaned.problems == ()
    assert set(cleaned.values) == set(definition["sample"])
    assert check_answers(form, cleaned.values, day_of(definition)) == cleaned


@pytest.mark.parametrize("code", ALL)
def test_the_sample_passes_on_other_days_with_its_dates_moved(code):
    definition, form = PACKS.forms[code], PACKS.compiled(code)
    for days in (-47, -20, -1, 9, 42, 101, 163, 229, 284, 365, 400, 466):
        day = day_of(definition) + timedelta(days=days)
        moved = on_day(form, definition["sample"], written_on=day_of(definition), day=day)
        assert check_answers(form, moved, day).problems == (), day
        assert on_day(form, moved, written_on=day, day=day_of(definition)) == definition["sample"]


@pytest.mark.parametrize("code", ALL)
def test_wrong_answers_are_refused_at_their_field_for_their_reason(code):
    definition, form = PACKS.forms[code], PACKS.compiled(code)
    for wrong in definition["wrong"]:
        answers = replaced(definition["sample"], wrong["field"], wrong["value"])
        found = refusals(form, answers, day_of(definition))
        assert (problem_path(wrong["field"]), wrong["violates"]) in found, wrong


def typed_by_all(field):
    """Whether nobody may leave it open, and nothing answers it for them."""
    return field.required and not field.follows


@pytest.mark.parametrize("code", ALL)
def test_each_required_answer_is_missed_when_it_is_not_given(code):
    definition, form = PACKS.forms[code], PACKS.compiled(code)
    sample, day = definition["sample"], day_of(definition)
    required = [
        key
        for key in form.fields
        if typed_by_all(form.fields[key]) and key in visible(form, sample).fields
    ]
    assert required
    for key in required:
        without = {name: value for name, value in sample.items() if name != key}
        assert (key, "required") in refusals(form, without, day), key
        assert (key, "required") in refusals(form, {**sample, key: "  "}, day), key


@pytest.mark.parametrize("code", ALL)
def test_each_required_cell_is_missed_when_it_is_not_given(code):
    definition, form = PACKS.forms[code], PACKS.compiled(code)
    sample, day = definition["sample"], day_of(definition)
    for table in (
        field for field in form.fields.values() if field.type == "table" and field.key in sample
    ):
        row = sample[table.key][0]
        for column in (column for column in table.columns if column.required and column.key in row):
            first = {key: value for key, value in row.items() if key != column.key}
            answers = {**sample, table.key: [first, *sample[table.key][1:]]}
            assert (f"{table.key}.0.{column.key}", "required") in refusals(form, answers, day), (
                column.key
            )


def test_a_definition_that_points_to_nothing_is_found_before_anybody_fills_it():
    field = {"key": "a", "label": "甲", "type": "text", "required": True}
    base = {"code": "1", "name": "样", "as_of": "2026-11-20", "groups": [], "sample": {"a": "有"}}

    def found(**changes):
        return check_forms(
            PACKS.language, {}, {}, {"1": {**base, "fields": [{**field, **changes}]}}
        )

    assert found() == []
    assert found(type="colour") == ["forms/1: a has unknown type colour"]
    left_out = {"type": "choice", "options": {"有": "邮寄"}, "unoffered": ["fax"]}
    assert found(**left_out) == ["forms/1: a leaves out fax, which is not among its options"]
    assert found(list="nowhere") == ["forms/1: there is no code list nowhere"]
    assert found(when={"field": "z", "equals": "1"}) == [
        "forms/1: a depends on z, which is not asked"
    ]
    assert found(validate={"shiny": True}) == ["forms/1: a names unknown validator shiny"]
    assert found(validate={"not_equal_field": "z"}) == [
        "forms/1: a: not_equal_field points to z, which is not asked"
    ]
    assert found(validate={"min_length": 5})[0].startswith("forms/1: the sample is refused at a: ")
    wrong = {
        **base,
        "fields": [field],
        "wrong": [{"field": "a", "value": "好", "violates": "pattern"}],
    }
    assert check_forms(PACKS.language, {}, {}, {"1": wrong}) == [
        "forms/1: a = '好' is not refused for pattern"
    ]
    with pytest.raises(BrokenForm):
        compile_form({**base, "fields": [field, field]}, {}, {})
