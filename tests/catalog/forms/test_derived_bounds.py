"""A derived answer beyond a bound: who cannot type it is told what it follows from, for every field of every form."""

from datetime import date

import pytest

from yichuang.catalog.form_packs import load_forms
from yichuang.catalog.rules.forms.examples import check_answers

PACKS = load_forms()
CHILD = "510812201003159923"  # born on 2010-03-15
OLD = "510812190102039918"  # born on 1901-02-03
GROWN = "510812198805129916"  # a man, born on 1988-05-12: of age at 63 (决定附表一)
GROWN_UP = {"person_id_number": GROWN, "person_sex": "1", "person_birth_date": "1988-05-12"}
OLD_MAN = {"person_id_number": OLD, "person_sex": "1", "person_birth_date": "1901-02-03"}
A_GIRL = {"person_id_number": CHILD, "person_sex": "2", "person_birth_date": "2010-03-15"}
ENDED = {"injury_date": "2025-11-01", "decision_date": "2025-12-01", "ended_on": "2026-01-05"}
TOO_FEW_YEARS = {"reason": "short_years", "informed_options": True, "insured_id": GROWN}
# (item, field, bound) → answers beyond it, what the value is called, and the labels of the answers it follows from
BEYOND = {
    ("992014203004", "reached_age_on", "not_future"): (
        GROWN_UP,
        "2051年5月12日，还没有到",
        ["公民身份号码"],
    ),
    ("990514202012", "reached_age_on", "not_future"): (
        GROWN_UP | TOO_FEW_YEARS,
        "2051年5月12日，还没有到",
        ["参保人身份号码"],
    ),
    ("990514207012", "age_at_end", "min"): (
        ENDED | {"injured_id_number": CHILD},
        "15，不能小于16",
        ["身份号码", "解除或终止日期"],
    ),
    ("990514207012", "age_at_end", "max"): (
        ENDED | {"injured_id_number": OLD},
        "124，不能大于120",
        ["身份号码", "解除或终止日期"],
    ),
    ("990514205007", "age_at_approval", "min"): (
        A_GIRL,
        "15，不能小于16",
        ["公民身份号码", "批准日期"],
    ),
    ("990514205007", "age_at_approval", "max"): (
        OLD_MAN,
        "124，不能大于120",
        ["公民身份号码", "批准日期"],
    ),
}


def bounds():
    """(item, field, bound) of every derived field that has one."""
    for code in PACKS.forms:
        for key, field in PACKS.compiled(code).fields.items():
            if field.follows:
                for bound in field.validate:
                    yield code, key, bound


def told(code, key, answers):
    """The sentences at this field."""
    definition = PACKS.forms[code]
    day = date.fromisoformat(definition["as_of"])
    problems = check_answers(PACKS.compiled(code), answers, day).problems
    return [each.message for each in problems if each.field == key]


def test_every_bound_of_a_derived_field_is_tried_here():
    assert set(bounds()) == set(BEYOND)


@pytest.mark.parametrize("place", BEYOND)
@pytest.mark.parametrize("typed_by_nobody", [True, False])
def test_who_cannot_type_it_is_told_what_it_follows_from(place, typed_by_nobody):
    code, key, _ = place
    changes, value, labels = BEYOND[place]
    answers = PACKS.forms[code]["sample"] | changes
    answers.pop(key, None)
    if not typed_by_nobody:
        answers[key] = derived_at(code, key, answers)
    [sentence] = told(code, key, answers)
    assert f"算出是{value}" in sentence
    assert "不用填，也改不了" in sentence
    assert "请填" not in sentence
    for label in labels:
        assert sentence.count(f"{label}”") == 2


def derived_at(code, key, answers):
    """What the page shows there, as an older draft may hold it."""
    day = date.fromisoformat(PACKS.forms[code]["as_of"])
    return check_answers(PACKS.compiled(code), answers, day).values[key]


def test_years_and_months_of_contributions_are_compared_wherever_both_are_asked():
    compared = set()
    for code, definition in PACKS.forms.items():
        fields = PACKS.compiled(code).fields
        years = {"paid_years", "employee_years"} & fields.keys()
        if years and "paid_months" in fields:
            keys = {rule["key"] for rule in definition["rules"]}
            assert {"fewer_years_than_months", "more_years_than_months"} <= keys
            compared.add(code)
    assert compared == {"990714202002", "990514202005", "992014203004"}
