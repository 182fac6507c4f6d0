"""What follows from somebody's number is derived and shown: nobody types it, in any form."""

from datetime import date

import pytest

from yichuang.catalog import tables
from yichuang.catalog.form_packs import load_forms
from yichuang.catalog.rules.forms import settled
from yichuang.catalog.rules.forms.examples import check_answers
from yichuang.reference.rules.retirement import least_months

PACKS = load_forms()
EARLY, LATE, OLD_AGE, LINKED = "990714202002", "992014202003", "990514205001", "992014203004"
ONCE, GRANT, LAND = "990514202012", "990514207012", "990514205007"
FOLLOWING = {
    EARLY: "legal_retire_month",
    LATE: "legal_retire_month",
    OLD_AGE: "reached_60_on",
    LINKED: "reached_age_on",
    ONCE: "reached_age_on",
    GRANT: "age_at_end",
    LAND: "age_at_approval",
}
# answers of the law for the people of the samples: 决定附表一, 国发〔2014〕8号第七条
BY_LAW = {EARLY: "2027-10", LATE: "2026-12", OLD_AGE: "2026-10-15", LINKED: "2018-01-10"}
WOMAN = "510812197502219960"


def day_of(code):
    return date.fromisoformat(PACKS.forms[code]["as_of"])


def checked(code, **changes):
    """The form as filled by its sample with these changes; None takes an answer away."""
    answers = PACKS.forms[code]["sample"] | changes
    answered = {key: value for key, value in answers.items() if value is not None}
    return check_answers(PACKS.compiled(code), answered, day_of(code))


def test_these_are_the_forms_that_ask_for_what_a_number_tells():
    following = {}
    for code in PACKS.forms:
        for key, field in PACKS.compiled(code).fields.items():
            if field.follows:
                following[code] = key
    assert following == FOLLOWING


@pytest.mark.parametrize("code", BY_LAW)
def test_what_nobody_typed_is_filled_in_by_the_law(code):
    key = FOLLOWING[code]
    filled = checked(code, **{key: None})
    assert filled.problems == ()
    assert filled.values[key] == BY_LAW[code]
    assert filled.followed == {key}


@pytest.mark.parametrize("code", BY_LAW)
def test_what_was_typed_stands_and_is_no_derived_answer(code):
    key = FOLLOWING[code]
    sample = PACKS.forms[code]["sample"]
    filled = checked(code)
    assert (filled.values[key], filled.followed) == (sample[key], frozenset())


def test_a_field_waits_for_the_answer_that_it_lacks_and_is_asked_where_nothing_follows():
    form = PACKS.compiled(EARLY)
    sample = PACKS.forms[EARLY]["sample"]
    number = {"person_id_number": sample["person_id_number"]}
    key = FOLLOWING[EARLY]
    known = number | {"retire_category": "male"}
    assert settled(form, number, day_of(EARLY)) == {key: ""}
    assert settled(form, known, day_of(EARLY)) == {key: BY_LAW[EARLY]}
    assert settled(form, known | {"deemed_years": "yes"}, day_of(EARLY)) == {}
    assert settled(form, known | {key: "2027-01"}, day_of(EARLY)) == {}
    assert settled(form, {"person_other_id": "E12345678"}, day_of(EARLY)) == {}


def test_who_lacks_the_answer_is_told_of_that_alone():
    key = FOLLOWING[EARLY]
    problems = checked(EARLY, retire_category=None, **{key: None}).problems
    assert {each.field for each in problems} == {"retire_category"}


def test_the_age_of_a_woman_depends_on_her_post():
    form = PACKS.compiled(LINKED)
    woman = {"person_id_number": WOMAN}
    assert settled(form, woman, day_of(LINKED)) == {}
    problems = checked(
        LINKED, **woman, person_sex="2", person_birth_date="1975-02-21", reached_age_on=None
    ).problems
    assert "reached_age_on" in {each.field for each in problems}


@pytest.mark.parametrize(
    ("year", "years"), [(2026, 15), (2029, 15), (2030, 15.5), (2034, 17.5), (2039, 20), (2060, 20)]
)
def test_years_of_contributions_rise_from_2030_on(year, years):
    assert least_months(year) == years * 12
    begun = [row for row in tables.numbers("years") if row["from"] <= f"{year}-06-30"]
    assert begun[-1]["years"] == years


@pytest.mark.parametrize(
    ("chosen", "years", "too_short"),
    [
        ("2029-12", 15, False),
        ("2030-01", 15, True),
        ("2030-01", 15.5, False),
        ("2040-01", 19.9, True),
    ],
)
def test_retiring_early_needs_the_years_of_the_year_that_was_chosen(chosen, years, too_short):
    filled = checked(EARLY, legal_retire_month="2042-01", chosen_month=chosen, paid_years=years)
    assert ("paid_years" in {each.field for each in filled.notices}) is too_short


def test_retiring_at_the_statutory_age_needs_the_years_of_that_year():
    normal = "990714202001"
    born = {"person_id_number": "510812197802129916", "person_birth_date": "1978-02-12"}
    of_2041 = born | {"retire_month": "2041-02", "person_sex": "1"}
    for months, too_short in ((239, True), (240, False)):
        filled = checked(normal, **of_2041, paid_months=months)
        assert ("paid_months" in {each.field for each in filled.notices}) is too_short
