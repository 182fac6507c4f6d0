"""A system that sends somebody with a passport says who issued it: two countries' one number is two people."""

from tests.api.conftest import SEVERAL
from yichuang.cases.queries import cases as reads

KIM = {
    "kind": "person",
    "name": "金民秀",
    "id_type": "06",
    "id_number": "C01234567",
    "id_country": "KOR",
}
TANAKA = KIM | {"name": "田中一郎", "id_country": "JPN"}


def sent(caller, subject):
    body = caller.application(SEVERAL, subject=subject)
    body["answers"] = body["answers"] | {"person_other_id": subject["id_number"]}
    return caller.apply(body)


def person_of(response):
    told = response.json()
    assert response.status_code == 201, told
    return reads.by_number(told["number"]).person


def fields_refused(response):
    told = response.json()
    assert response.status_code == 422, told
    return {problem["field"] for problem in told["problems"]}


def test_two_countries_are_two_people_and_each_is_found_again(caller):
    kim = person_of(sent(caller, KIM))
    tanaka = person_of(sent(caller, TANAKA))
    assert (kim.id_country, tanaka.id_country) == ("KOR", "JPN")
    assert kim != tanaka
    assert person_of(sent(caller, KIM)) == kim
    assert person_of(sent(caller, TANAKA)) == tanaka


def test_without_a_country_the_name_tells_whom_it_means_or_the_country_is_asked(caller):
    kim = person_of(sent(caller, KIM))
    assert person_of(sent(caller, KIM | {"id_country": ""})) == kim
    stranger = KIM | {"name": "李外来", "id_country": ""}
    assert fields_refused(sent(caller, stranger)) == {"subject.id_country"}


def test_a_country_is_one_that_issues_passports(caller):
    for country in ("HKG", "TWN", "XYZ"):
        assert fields_refused(sent(caller, KIM | {"id_country": country})) == {"subject.id_country"}
