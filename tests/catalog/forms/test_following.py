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
# years and months after birth, by the law, for the people of the samples: 决定附表一, 国发〔2014〕8号第七条
BY_LAW = {EARLY: (60, 7), LATE: (60, 5), OLD_AGE: (60, 0), LINKED: (60, 0)}
WOMAN = "510812197502219960"


def day_of(code):
    return date.fromisoformat(PACKS.forms[code]["as_of"])


def by_law(code):
    """The answer that the law gives for the person of the sample, as the form keeps it."""
    born = date.fromisoformat(PACKS.forms[code]["sample"]["person_birth_date"])
    years, months = BY_LAW[code]
    more, index = divmod(born.month - 1 + months, 12)
    month = f"{born.year + years + more}-{index + 1:02}"
    field = PACKS.compiled(code).fields[FOLLOWING[code]]
    return month if field.type == "month" else f"{month}-{born.day:02}"


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
    assert filled.values[key] == by_law(code)
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
    assert settled(form, known, day_of(EARLY)) == {key: by_law(EARLY)}
    assert settled(form, known | {"deemed_years": "yes"}, day_of(EARLY)) == {}
    assert settled(form, known | {key: "2055-01"}, day_of(EARLY)) == {}
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


def raised():
    """Year → years of contributions, from the first year on that asks for more than fifteen."""
    rows = tables.numbers("years")[1:]
    return {int(row["from"][:4]): row["years"] for row in rows}


def test_years_of_contributions_rise_by_half_a_year_from_fifteen_to_twenty():
    first, last = min(raised()), max(raised())
    assert list(raised().values()) == [15.5, 16, 16.5, 17, 17.5, 18, 18.5, 19, 19.5, 20]
    for year in range(first, last + 1):
        assert least_months(year) == raised()[year] * 12
    assert least_months(first - 1) == 15 * 12
    assert least_months(last + 20) == 20 * 12


@pytest.mark.parametrize(
    ("later", "years", "too_short"),
    [(-1, 15, False), (0, 15, True), (0, 15.5, False), (10, 19.9, True), (10, 20, False)],
)
def test_retiring_early_needs_the_years_of_the_year_that_was_chosen(later, years, too_short):
    year = min(raised()) + later
    legal = f"{year + 1}-01"
    filled = checked(EARLY, legal_retire_month=legal, chosen_month=f"{year}-06", paid_years=years)
    assert ("paid_years" in {each.field for each in filled.notices}) is too_short


def test_retiring_at_the_statutory_age_needs_the_years_of_that_year():
    normal = "990714202001"
    born = {"person_id_number": "510812197802129916", "person_birth_date": "1978-02-12"}
    at_63 = born | {"retire_month": f"{1978 + 63}-02", "person_sex": "1"}
    for months, too_short in ((239, True), (240, False)):
        filled = checked(normal, **at_63, paid_months=months)
        assert ("paid_months" in {each.field for each in filled.notices}) is too_short
