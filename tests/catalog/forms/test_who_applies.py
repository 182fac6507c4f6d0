"""Whoever a form says applies is who has come: a person for themselves, a unit for itself."""

import pytest

from tests.catalog.forms.test_form_engine import DAY, PACKS
from yichuang.catalog.rules.forms.examples import check_answers

SAID_BY = ("applicant", "applicant_kind", "applicant_side")
OF_A_PERSON = {"registry.person.id_number": "510812198805129916"}
OF_A_UNIT = {"registry.employer.credit_code": "91510812MA99999021"}
OF_PERSONS = {"person", "worker", "kin"}
OF_ANYBODY = {"village"}  # an official of the village hands in its list


def choices() -> list[tuple[str, str, str]]:
    """(item, field, code of a choice) wherever a form asks who applies."""
    every = []
    for code in PACKS.forms:
        form = PACKS.compiled(code)
        for key in SAID_BY:
            field = form.fields.get(key)
            if field:
                every.extend((code, key, choice) for choice in field.labels)
    return every


def stopped(item: str, answers: dict, facts: dict) -> set[str]:
    """Keys of the fields at which the answers contradict who has come."""
    cleaned = check_answers(PACKS.compiled(item), answers, DAY, facts)
    return {problem.field for problem in cleaned.problems if problem.violates == "side_of_subject"}


@pytest.mark.parametrize(("item", "key", "choice"), choices())
def test_who_applies_is_who_has_come(item, key, choice):
    answers = PACKS.forms[item]["sample"] | {key: choice}
    by_person = stopped(item, answers, OF_A_PERSON)
    by_unit = stopped(item, answers, OF_A_UNIT)
    if choice in OF_PERSONS:
        assert (by_person, by_unit) == (set(), {key})
    elif choice not in OF_ANYBODY:
        assert (by_person, by_unit) == ({key}, set())


def test_a_witness_may_bear_the_name_of_the_injured():
    form = PACKS.compiled("990714207001")
    answers = {**PACKS.forms["990714207001"]["sample"]}
    [witness] = answers["witnesses"]
    answers["witnesses"] = [{**witness, "name": answers["injured_name"]}]
    cleaned = check_answers(form, answers, DAY)
    assert not cleaned.problems
    assert [notice.key for notice in cleaned.notices] == ["witness_is_injured"]
