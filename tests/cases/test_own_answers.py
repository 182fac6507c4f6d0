"""What the platform answers itself: a checked name, and a result that was granted here and still stands; about whom the
register means, and nobody else."""

import pytest

from tests.sites.desk import lives
from yichuang.cases.models import Case
from yichuang.cases.own_answers import granted_here
from yichuang.exchange.questions import Asked, Whom
from yichuang.identity.models import RealName
from yichuang.identity.own_answers import checked_name
from yichuang.registry.models import Person

pytestmark = pytest.mark.django_db


def question(source: str, whom: Whom) -> Asked:
    return Asked(uuid="q1", source=source, elements=(), whom=whom, claims={}, purpose="", basis=())


def of_person(person: Person, name: str = "") -> Whom:
    return Whom("person", name or person.name, person.id_number, person.id_type)


def test_a_checked_name_is_found_under_this_name_and_no_other(world):
    person = RealName.objects.filter(person__isnull=False).first().person
    whom = of_person(person)
    answer = checked_name(question("own.identity", whom))
    assert (answer.outcome, answer.whom, answer.question) == ("found", whom, "q1")
    other = checked_name(question("own.identity", of_person(person, "何首田")))
    assert other.outcome == "not_found"


def test_a_check_that_is_too_old_is_none(world, settings):
    row = RealName.objects.filter(person__isnull=False).first()
    RealName.objects.filter(pk=row.pk).update(checked_at="2020-01-01T00:00+08:00")
    answer = checked_name(question("own.identity", of_person(row.person)))
    assert answer.outcome == "not_found"


def test_nobody_whom_the_register_does_not_know_is_found(world):
    stranger = Whom("person", "何守田", "510812194003079998")
    unit = Whom("employer", "示例丙", "91510812MA99999XXX")
    for whom in (stranger, unit):
        assert checked_name(question("own.identity", whom)).outcome == "not_found"
        assert granted_here(question("own.results:992014101002", whom)).outcome == "not_found"


def test_a_result_is_found_while_it_stands_and_for_its_item_alone(world):
    case = lives.finished()
    whom = of_person(case.person)
    source = f"own.results:{case.item_code}"
    answer = granted_here(question(source, whom))
    assert (answer.outcome, answer.receipt) == ("found", case.number)
    assert granted_here(question("own.results:990714207001", whom)).outcome == "not_found"
    Case.objects.filter(pk=case.pk).update(outcome="revoked")
    assert granted_here(question(source, whom)).outcome == "not_found"
