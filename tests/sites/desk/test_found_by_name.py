"""A whole name finds everybody of that name whom the desk may see, however old the case and however many came since."""

import pytest
from django.db import connection

from bench.apparatus import rows
from tests.sites.desk import lives
from yichuang.accounts.models import Organisation
from yichuang.cases.models import Case
from yichuang.cases.queries import desk
from yichuang.core import crypto
from yichuang.registry import services
from yichuang.registry.models import Person
from yichuang.registry.rules import name_blind

MANY = 1500  # more than were once looked at
OLDEST, BESIDE = "测试0", "测试1"
ELSEWHERE = "370203000000"


def place(where: str, **people) -> None:
    """Put the cases of some people into one county."""
    unit = Organisation.objects.filter(region_id=where).order_by("id").first()
    Case.objects.filter(**people).update(region_id=where, organisation=unit)


@pytest.fixture
def many(world):
    """As many people as cases, all at one desk."""
    rows.cases(connection.connection, MANY, people=MANY)
    place(lives.CHAOTIAN, source="bench")


def found(name: str) -> str:
    clerk = lives.signed_in("gy_clerk")
    return lives.words(clerk.post("/desk/find/", {"q": name}))


def person_called(name: str) -> Person:
    (one,) = [person for person in Person.objects.order_by("id") if person.name == name]
    return one


def test_the_oldest_of_many_is_found_by_name(many):
    for person in (person_called(OLDEST), person_called(f"测试{MANY - 1}")):
        assert [one.pk for one in desk.named(person.name, lives.officer("gy_clerk"))] == [person.pk]
        assert f"{person.id_number[:6]}********{person.id_number[-4:]}" in found(person.name)


def test_a_namesake_at_another_desk_is_not_found(many):
    person = person_called(BESIDE)
    place(ELSEWHERE, person=person)
    assert desk.named(BESIDE, lives.officer("gy_clerk")) == []


def test_more_namesakes_than_are_listed_are_said(many):
    blind = name_blind(OLDEST)
    for person in Person.objects.filter(cases__source="bench").distinct():
        person.name, person.name_blind = OLDEST, blind
        person.save(update_fields=["name", "name_blind"])
    page = found(OLDEST)
    assert page.count("********") == desk.NAMESAKES
    assert f"只列前{desk.NAMESAKES}个" in page


def test_a_name_is_found_as_the_police_wrote_it_and_no_longer_as_it_was_typed(world):
    ((_, number),) = rows.citizens(1)
    person = services.record_person(name="王五", id_number=number, actor="test")
    assert bytes(person.name_blind) == name_blind(" 王 五")
    confirmed = services.record_person(name="王武", id_number=number, source="police", actor="test")
    assert bytes(confirmed.name_blind) == name_blind("王武") != name_blind("王五")


def test_whom_a_server_of_before_has_written_is_found_from_the_next_night_on(world):
    lives.submitted()
    Person.objects.update(name_blind=None)
    clerk = lives.officer("gy_clerk")
    name = lives.person().name
    assert desk.named(name, clerk) == []
    while services.index_names(batch=2):
        pass
    assert [one.id_blind for one in desk.named(name, clerk)] == [crypto.blind(lives.ZHANGSAN)]
