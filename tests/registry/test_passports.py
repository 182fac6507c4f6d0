"""Each country gives its passports numbers of its own: one number is one person together with who issued it."""

import pytest

from yichuang.core.errors import Invalid
from yichuang.registry import queries, services
from yichuang.registry.models import Person

pytestmark = pytest.mark.django_db
NUMBER = "C01234567"


def enter(name: str, country: str = "", kind: str = "06") -> Person:
    return services.record_person(
        name=name, id_number=NUMBER, id_type=kind, id_country=country, actor="test"
    )


def test_two_countries_are_two_people():
    kim = enter("金民秀", "KOR")
    tanaka = enter("田中一郎", "JPN")
    assert kim != tanaka
    assert enter("金民秀", "KOR") == kim
    assert queries.holders(NUMBER, "06", "JPN") == [tanaka]
    assert set(queries.persons_by_number(NUMBER)) == {kim, tanaka}


def test_one_of_whom_no_country_was_told_gets_it_and_stays_the_same():
    before = enter("金民秀")
    again = enter("金民秀", "KOR")
    assert again == before
    assert Person.objects.get(pk=before.pk).id_country == "KOR"
    named = services.Named("金民秀", NUMBER, "06", id_country="KOR")
    assert queries.person_by_identity(named.identity) == before


def test_whose_country_is_not_known_bars_nobody_of_another_name():
    before = enter("金民秀")
    assert enter("田中一郎", "JPN") != before
    assert Person.objects.get(pk=before.pk).id_country is None


def test_without_a_country_the_name_says_which_of_them_or_it_is_asked():
    kim = enter("金民秀", "KOR")
    enter("田中一郎", "JPN")
    assert enter("金民秀") == kim
    with pytest.raises(Invalid) as refused:
        enter("李外来")
    assert {problem.field for problem in refused.value.problems} == {"id_country"}


def test_a_travel_permit_is_of_no_country():
    person = services.record_person(
        name="李港", id_number="H12345678", id_type="02", id_country="CHN", actor="test"
    )
    assert person.id_country is None


def test_of_whom_no_country_was_told_is_not_taken_for_another_of_that_number():
    enter("金民秀")
    with pytest.raises(Invalid) as refused:
        enter("田中一郎")
    assert {problem.field for problem in refused.value.problems} == {"id_country"}
    assert Person.objects.filter(id_type="06").count() == 1


def test_two_of_one_number_and_one_name_are_told_apart_by_the_country_only():
    korean = enter("金民秀", "KOR")
    enter("金民秀", "JPN")
    with pytest.raises(Invalid):
        enter("金民秀")
    assert enter("金民秀", "KOR") == korean


def test_a_door_that_names_a_subject_hears_of_the_country_at_its_subject():
    enter("金民秀", "KOR")
    named = services.Named("田中一郎", NUMBER, "06")
    with pytest.raises(Invalid) as refused:
        services.recognise(named=named, actor="test")
    assert {problem.field for problem in refused.value.problems} == {"subject.id_country"}
