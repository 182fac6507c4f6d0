"""Whoever is named beside the applicant has the name that the register has for the number, in every form that names
somebody; what the register does not know is taken as it is said."""

import pytest

from tests.lives import FRIDAY
from yichuang.cases import services
from yichuang.cases.models import Case
from yichuang.cases.queries import versions
from yichuang.cases.services import concerning
from yichuang.catalog import queries as catalog
from yichuang.core import clock
from yichuang.core.errors import Invalid
from yichuang.registry import services as registry

pytestmark = pytest.mark.django_db
CERTIFY = "992014202008"
PLACE = "510812000000"
NAME, NUMBER = "周八", "510812195801109973"
UNKNOWN = "510812194003079998"


def _naming_somebody():
    for row in catalog.items(region=PLACE):
        guide = catalog.guide(row.code, region=PLACE)
        channel = 2 if catalog.done_on(guide, "portal") else 1
        version = versions.for_application(row.code, PLACE, channel, clock.today())
        if version.form.about:
            yield row.code, version


def _certified(application, name, number, relation="50"):
    made = application(CERTIFY, now=FRIDAY)
    made.answers.update(
        for_whom="family",
        about_name=name,
        about_id_type="01",
        about_id_number=number,
        about_relation=relation,
    )
    return made


def test_every_form_that_names_somebody_knows_a_wrong_name(world):
    registry.record_person(name=NAME, id_number=NUMBER, actor="test")
    asked = 0
    for code, version in _naming_somebody():
        for name, number in [(each.name, each.number) for each in version.form.about]:
            told = concerning.misnamed(version, {name: "周九", number: NUMBER})
            assert [problem.field for problem in told] == [name], code
            assert concerning.misnamed(version, {name: NAME, number: NUMBER}) == [], code
            assert concerning.misnamed(version, {name: "周九", number: UNKNOWN}) == [], code
            asked += 1
    assert asked > 15


def test_an_agent_has_the_name_of_the_number(world):
    registry.record_person(name=NAME, id_number=NUMBER, actor="test")
    version = next(_naming_somebody())[1]
    agent = {"by_agent": "yes", "agent_name": "周九", "agent_id_number": NUMBER}
    assert [told.field for told in concerning.misnamed(version, agent)] == ["agent_name"]
    assert concerning.misnamed(version, agent | {"by_agent": "no"}) == []


def test_a_wrong_pair_is_told_at_the_name_and_nothing_is_kept(application):
    registry.record_person(name=NAME, id_number=NUMBER, actor="test")
    with pytest.raises(Invalid) as refused:
        services.submit(application=_certified(application, "周九", NUMBER), now=FRIDAY)
    assert [problem.field for problem in refused.value.problems] == ["about_name"]
    assert "对不上" in refused.value.problems[0].message
    assert not Case.objects.filter(item_code=CERTIFY).exists()
    sent = services.submit(application=_certified(application, NAME, NUMBER), now=FRIDAY)
    assert sent.number


def test_a_parent_younger_than_the_child_is_told_and_may_be_sent(application):
    made = _certified(application, "张小一", "510812201003159923")
    sent = services.submit(application=made, now=FRIDAY)
    assert "about_parent_too_young" in [told.key for told in sent.notices]
