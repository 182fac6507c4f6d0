"""The form engine on small forms made for one question each, and on the answers that people and attackers send."""

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yichuang.catalog.form_packs import load_forms
from yichuang.catalog.rules.forms import clean, compile_form, visible
from yichuang.catalog.rules.forms.conditions import asked_about
from yichuang.catalog.rules.forms.examples import check_answers

DAY = date(2026, 11, 20)
PACKS = load_forms()
SQL_AND_SCRIPT = "'; DROP TABLE cases; --<script>alert(1)</script>"
ROWS = {"type": "table", "columns": [{"key": "n", "label": "名", "type": "text", "required": True}]}
AB = {"a": "甲", "b": "乙"}


def form_of(*fields, groups=(), shared=None):
    whole = [{"label": field["key"], "required": False, **field} for field in fields]
    return compile_form(
        {"code": "x", "name": "样", "groups": list(groups), "fields": whole}, shared or {}, {}
    )


def cleaned(form, answers, **around):
    return clean(form, answers, **{"as_of": DAY, "region_exists": lambda code: True, **around})


def violations(form, answers, **around):
    return [
        (problem.field, problem.violates) for problem in cleaned(form, answers, **around).problems
    ]


def value(answer, **field):
    result = cleaned(form_of({"key": "f", **field}), {"f": answer})
    return result.values["f"] if not result.problems else result.problems[0].violates


@pytest.mark.parametrize(
    ("field", "answer", "expected"),
    [
        ({"type": "text"}, "  张三 ", "张三"),
        ({"type": "text"}, SQL_AND_SCRIPT, SQL_AND_SCRIPT),
        ({"type": "text"}, "㛃𬭎👩‍👧", "㛃𬭎👩‍👧"),
        ({"type": "text"}, "一\n二", "type"),
        ({"type": "text"}, "坏\x00字\u202e", "坏字"),
        ({"type": "phone"}, "+86（0839）326-1234转8", "0839-3261234-8"),
        ({"type": "text"}, "半个\ud83d", "type"),
        ({"type": "text"}, "字" * 201, "type"),
        ({"type": "text"}, 12, "type"),
        ({"type": "text"}, ["张三"], "type"),
        ({"type": "long_text"}, "一\r\n二", "一\n二"),
        ({"type": "text"}, "王\ue863", "type"),
        ({"type": "long_text"}, "王\U000f0000", "type"),
        ({"type": "integer"}, "１２", 12),
        ({"type": "integer"}, 3.0, 3),
        ({"type": "integer"}, True, "type"),
        ({"type": "integer"}, 2.5, "type"),
        ({"type": "integer"}, "1e9", "type"),
        ({"type": "integer"}, "9" * 400, "type"),
        ({"type": "decimal"}, "12.50", "12.5"),
        ({"type": "decimal"}, 100, "100"),
        ({"type": "decimal"}, float("nan"), "type"),
        ({"type": "decimal"}, float("inf"), "type"),
        ({"type": "money_yuan"}, "¥1,234.5", "1234.50"),
        ({"type": "money_yuan"}, 4800.0, "4800.00"),
        ({"type": "money_yuan"}, 0, "0.00"),
        ({"type": "money_yuan"}, "0.001", "type"),
        ({"type": "money_yuan"}, -1, "type"),
        ({"type": "date"}, "2026-02-29", "type"),
        ({"type": "date"}, "2026-2-9", "type"),
        ({"type": "datetime"}, "2026-11-05T14:20", "2026-11-05 14:20"),
        ({"type": "datetime"}, "2026-11-05 25:00", "type"),
        ({"type": "month"}, "2026-00", "type"),
        ({"type": "boolean"}, "false", False),
        ({"type": "boolean"}, "on", "type"),
        ({"type": "boolean"}, 1, "type"),
        ({"type": "choice", "options": {"a": "甲"}}, {"a": 1}, "list"),
        ({"type": "multi_choice", "options": AB}, ["b", "b"], "type"),
        ({"type": "multi_choice", "options": {"a": "甲"}}, "a", "type"),
        ({"type": "region", "level": 2}, "510800", "510800"),
        ({"type": "region", "level": 3}, "440300", "440300"),
        ({"type": "region", "level": 3}, "510000", "type"),
        ({"type": "region", "level": 2}, "510812", "type"),
        ({"type": "region", "level": 5}, "510812100000", "type"),
        ({"type": "id_number"}, "11010519491231002x", "11010519491231002X"),
        ({"type": "bank_account", "account_kind": "unit"}, "2200 0000 0000", "220000000000"),
        ({"type": "occupation"}, "6-31-01-03", "6-31-01-03"),
        ({"type": "occupation"}, "9-01", "type"),
        (
            {"type": "signature"},
            {"signer": "张三", "method": "wink", "signed_on": "2026-11-20"},
            "type",
        ),
        (
            {"type": "signature"},
            {"signer": "张三", "method": "face", "signed_on": "2026-11-20"},
            "type",
        ),
        (
            {"type": "signature"},
            {"signer": "张三", "method": "certificate", "signed_on": "2026-11-20"},
            "type",
        ),
        (
            {"type": "signature"},
            {"signer": "张三", "method": "seal", "signed_on": "2026-11-20"},
            "type",
        ),
        (
            {"type": "signature"},
            {"signer": "张三", "method": "handwriting", "signed_on": "2026-11-21"},
            "type",
        ),
        ({"type": "signature"}, "张三", "type"),
        ({"type": "file"}, {"id": "7", "name": "照片.EXE", "size": 1}, "accept"),
        (
            {"type": "file", "validate": {"max_mb": 20}},
            {"id": "7", "name": "a.pdf", "size": 21 << 20},
            "max_mb",
        ),
        (
            {"type": "file", "validate": {"accept": ["jpg"]}},
            {"id": "7", "name": "a.pdf", "size": 9},
            "accept",
        ),
        ({"type": "file"}, {"id": "7", "name": "a.pdf"}, "type"),
        ({"type": "table", "columns": []}, [[1]], "type"),
        ({"type": "integer", "validate": {"multiple_of": 5}}, 12, "multiple_of"),
        (
            {"type": "multi_choice", "options": AB, "validate": {"max_items": 1}},
            ["a", "b"],
            "max_items",
        ),
        ({"type": "text", "validate": {"max_length": 2}}, "三个字", "max_length"),
        ({**ROWS, "validate": {"min_rows": 2}}, [{"n": "甲"}, {"n": " "}], "min_rows"),
        ({**ROWS, "validate": {"max_rows": 1}}, [{"n": "甲"}, {"n": "乙"}], "max_rows"),
        (ROWS, [{"n": "甲"}, {"n": None}], [{"n": "甲"}]),
        ({"type": "text", "validate": {"pattern": r"\d{3}"}}, "١٢٣", "pattern"),
    ],
)
def test_an_answer_is_normalised_or_refused_for_the_right_reason(field, answer, expected):
    assert value(answer, **field) == expected


@pytest.mark.parametrize("key", ["person_name", "name", "account_holder", "employer_name"])
def test_a_name_is_kept_in_one_spelling(key):
    result = cleaned(form_of({"key": key, "type": "text"}), {key: "阿依\u200b古丽 • 买买提"})
    assert result.values == {key: "阿依古丽·买买提"}


def test_a_place_must_be_in_the_table_of_places_padded_to_twelve_digits():
    form = form_of({"key": "town", "type": "region", "level": 4})
    asked = []
    assert violations(
        form, {"town": "510812100"}, region_exists=lambda code: asked.append(code)
    ) == [("town", "type")]
    assert asked == ["510812100000"]


def test_an_upload_is_judged_by_what_the_store_knows_of_it_not_by_what_the_form_says():
    form = form_of({"key": "photo", "type": "file", "validate": {"max_mb": 1}})
    store = {"7": {"name": "a.exe", "size": 2 << 20}}
    said = {"photo": {"id": "7", "name": "a.jpg", "size": 1}}
    assert violations(form, said, file_lookup=store.get) == [
        ("photo", "accept"),
        ("photo", "max_mb"),
    ]
    assert violations(form, {"photo": {"id": "8"}}, file_lookup=store.get) == [("photo", "type")]


def test_an_employer_must_be_known_when_the_register_is_asked():
    form = form_of({"key": "unit", "type": "employer_ref"})
    answers = {"unit": "91350100M000100Y43"}
    assert violations(form, answers) == []
    assert violations(form, answers, employer_lookup=lambda code: None) == [("unit", "type")]


def test_a_hidden_answer_is_dropped_and_hides_what_hangs_on_it():
    form = form_of(
        {"key": "a", "type": "boolean"},
        {"key": "b", "type": "integer", "when": {"field": "a", "equals": True}},
        {"key": "c", "type": "text", "required": True, "when": {"field": "b", "at_least": 1}},
    )
    assert cleaned(form, {"a": False, "b": 5, "c": "在"}).values == {"a": False}
    assert violations(form, {"a": True, "b": 5}) == [("c", "required")]
    assert visible(form, {"a": True, "b": "5"}).fields == {"a", "b", "c"}
    assert violations(form, {"a": False, "b": "不是数"}) == []


def test_a_section_may_share_its_key_with_a_field_and_still_be_hidden():
    form = PACKS.compiled("990514207013")
    shown = visible(form, {"dependants": "no"})
    assert "dependants" in shown.fields
    assert "dependants" not in shown.sections
    assert "dependants" in visible(form, {"dependants": "yes"}).sections


@pytest.mark.parametrize(
    ("condition", "yes", "no"),
    [
        ({"in": ["a"]}, "a", "b"),
        ({"not_in": ["a"]}, "b", "a"),
        ({"contains_any": ["a", "c"]}, ["b", "c"], ["b"]),
        ({"at_least": 3}, 3, 2),
        ({"at_most": 3}, 3, 4),
    ],
)
def test_each_condition_holds_fails_and_never_holds_for_an_empty_field(condition, yes, no):
    kind = {str: "choice", list: "multi_choice", int: "integer"}[type(yes)]
    form = form_of(
        {"key": "a", "type": kind, "options": {"a": "甲", "b": "乙", "c": "丙"}},
        {"key": "b", "type": "text", "when": {"field": "a", **condition}},
    )
    assert ["b" in visible(form, {"a": answer}).fields for answer in (yes, no, None)] == [
        True,
        False,
        False,
    ]


def test_a_year_is_bounded_by_the_year_of_filling_in():
    form = form_of({"key": "year", "type": "integer", "validate": {"max_years_ahead": 1}})
    for as_of, last in ((date(2025, 12, 31), 2026), (date(2064, 2, 29), 2065)):
        assert violations(form, {"year": last}, as_of=as_of) == []
        assert violations(form, {"year": last + 1}, as_of=as_of) == [("year", "max_years_ahead")]


def test_a_month_beside_a_date_is_compared_by_months_only():
    form = form_of(
        {"key": "m", "type": "month", "validate": {"not_before": "d"}}, {"key": "d", "type": "date"}
    )
    assert violations(form, {"m": "2026-09", "d": "2026-09-30"}) == []
    assert violations(form, {"m": "2026-08", "d": "2026-09-01"}) == [("m", "not_before")]
    assert violations(form, {"m": "2026-08"}) == []


@pytest.mark.parametrize(
    ("rule", "good", "bad"),
    [
        ({"max_days_after": {"field": "d", "days": 30}}, "2026-01-30", "2026-01-31"),
        ({"min_days_after": {"field": "d", "days": 5}}, "2026-01-05", "2026-01-04"),
        ({"max_months_after": {"field": "d", "months": 2}}, "2026-02-28", "2026-03-01"),
        ({"min_months_after": {"field": "d", "months": 12}}, "2026-12-30", "2026-12-29"),
        ({"max_days_ago": 10}, "2026-11-10", "2026-11-09"),
        ({"max_days_ahead": 10}, "2026-11-30", "2026-12-01"),
        ({"max_months_ago": 2}, "2026-09-20", "2026-09-19"),
        ({"not_after": "d"}, "2025-12-31", "2026-01-01"),
    ],
)
def test_distances_between_dates_are_right_to_the_day(rule, good, bad):
    form = form_of({"key": "e", "type": "date", "validate": rule}, {"key": "d", "type": "date"})
    start = "2025-12-31"
    assert violations(form, {"e": good, "d": start}) == []
    assert violations(form, {"e": bad, "d": start}) == [("e", next(iter(rule)))]


TABLE = {
    "key": "rows",
    "type": "table",
    "validate": {"unique_column": "n", "sum_at_most": {"column": "amount", "field": "limit"}},
    "columns": [
        {"key": "n", "label": "名", "type": "text", "required": True},
        {
            "key": "amount",
            "label": "钱",
            "type": "money_yuan",
            "required": False,
            "validate": {"max_field": "limit"},
        },
        {"key": "limit", "label": "行限", "type": "money_yuan", "required": False},
    ],
}


def test_a_cell_looks_at_its_own_row_first_and_problems_name_row_and_column():
    form = form_of(TABLE, {"key": "limit", "type": "money_yuan"})
    rows = [
        {"n": "甲", "amount": 50, "limit": 40},
        {"n": "甲", "amount": 60},
        {},
        {"amount": "x", "zz": 1},
    ]
    assert set(violations(form, {"rows": rows, "limit": 100})) == {
        ("rows.0.amount", "max_field"),
        ("rows.0.n", "unique_column"),
        ("rows.1.n", "unique_column"),
        ("rows.2.amount", "type"),
        ("rows.2.zz", "unknown"),
        ("rows.2.n", "required"),
        ("rows", "sum_at_most"),
    }


def test_an_answer_that_the_form_does_not_ask_is_refused():
    assert violations(form_of({"key": "a", "type": "text"}), {"b": "1"}) == [("b", "unknown")]


NASTY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(st.data())
def test_no_answer_of_any_shape_breaks_the_engine(data):
    form = PACKS.compiled(data.draw(st.sampled_from(sorted(PACKS.forms))))
    answers = dict(PACKS.forms[form.code]["sample"])
    for key in data.draw(st.lists(st.sampled_from(sorted(form.fields)), max_size=4)):
        answers[key] = data.draw(NASTY)
    result = check_answers(form, answers, DAY)
    json.dumps(result.values, allow_nan=False)
    assert all(problem.message and problem.field for problem in result.problems)
    assert visible(form, answers).fields >= set(result.values)


def satisfying(form, key, answers):
    """Add answers that make the conditions of a field hold, following them to what they hang on."""
    section = next(section for section, field in form.pairs() if field.key == key)
    for condition in (section.when, form.fields[key].when):
        for each in condition.get("all", [condition]) if condition else ():
            name = each["field"]
            wanted = next(
                each[kind]
                for kind in ("equals", "in", "contains_any", "at_least", "at_most", "not_in")
                if kind in each
            )
            if "not_in" in each:
                wanted = next(code for code, _ in form.fields[name].options if code not in wanted)
            answers[name] = wanted[0] if "in" in each else wanted
            satisfying(form, name, answers)


@pytest.mark.parametrize("code", sorted(PACKS.forms))
def test_every_conditional_question_is_asked_when_its_condition_is_answered(code):
    form, sample = PACKS.compiled(code), PACKS.forms[code]["sample"]
    for section, field in form.pairs():
        if asked_about(section.when) | asked_about(field.when):
            answers = {key: answer for key, answer in sample.items() if key != field.key}
            satisfying(form, field.key, answers)
            assert field.key in visible(form, answers).fields, field.key
            typed = field.required and not field.follows
            expected = [(field.key, "required")] if typed else []
            assert [each for each in violations(form, answers) if each[0] == field.key] == expected


@pytest.mark.parametrize(
    ("kind", "typed", "told"),
    [
        ("integer", 10**30, "数字太大，最多15位"),
        ("money_yuan", "9" * 31, "数字太大，最多15位"),
        ("decimal", 0.30000000000000004, "最多写6位小数"),
        ("integer", "三", "要填数字"),
        ("text", "王\ue863", "U+E863"),
    ],
)
def test_what_is_wrong_is_what_is_told(kind, typed, told):
    problems = cleaned(form_of({"key": "f", "type": kind}), {"f": typed}).problems
    assert [told in problem.message for problem in problems] == [True]


@pytest.mark.parametrize("code", PACKS.forms)
def test_a_name_of_one_letter_is_a_name(code):
    form = PACKS.compiled(code)
    definition = PACKS.forms[code]
    day = date.fromisoformat(definition["as_of"])
    for key in form.fields:
        if key.endswith(("person_name", "about_name", "new_name")):
            problems = check_answers(form, definition["sample"] | {key: "U"}, day).problems
            assert [each for each in problems if each.field == key] == []


def promises(form) -> list:
    """Every box that has to be ticked, whatever was answered before."""
    fields = form.fields.values()
    return [field for field in fields if field.validate.get("must_be") is True and not field.when]


@pytest.mark.parametrize("code", sorted(PACKS.forms))
def test_a_promise_that_was_not_ticked_is_asked_to_be_read_and_confirmed(code):
    """It is no question of yes or no: it says what has to be confirmed."""
    form = PACKS.compiled(code)
    problems = cleaned(form, {}).problems
    said = {problem.field: problem.message for problem in problems}
    for field in promises(form):
        assert said[field.key] == f"请看过再确认“{field.label}”"
