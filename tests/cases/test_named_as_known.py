"""Whoever is named beside the applicant has the name that the register has for the number, in every form that names
somebody; what the register does not know is taken as it is said."""

from dataclasses import replace

import pytest

from tests.lives import FRIDAY
from yichuang.accounts.models import Officer
from yichuang.cases import services
from yichuang.cases.models import Case
from yichuang.cases.queries import named, versions
from yichuang.cases.services import concerning
from yichuang.cases.services.guessing import Asker, Misnamed
from yichuang.catalog import queries as catalog
from yichuang.core import clock
from yichuang.core.errors import Invalid
from yichuang.registry import services as registry

pytestmark = pytest.mark.django_db
CERTIFY = "992014202008"
PLACE = "510812000000"
NAME, NUMBER = "周八", "510812195801109973"
UNKNOWN = "510812194003079998"
STRANGER = Asker("person:stranger", officer=False)


def _naming_somebody():
    for row in catalog.items(region=PLACE):
        guide = catalog.guide(row.code, region=PLACE)
        channel = 2 if catalog.done_on(guide, "portal") else 1
        version = versions.for_application(row.code, PLACE, channel, clock.today())
        if version.form.about:
            yield row.code, version


def _certified(application, name, number, relation="50", now=FRIDAY):
    made = application(CERTIFY, now=now)
    made.situation["for_whom"] = "family"
    made.answers.update(
        for_whom="family",
        about_name=name,
        about_id_type="01",
        about_id_number=number,
        about_relation=relation,
    )
    return made


def _refused(version, answers, asker=STRANGER) -> list[str]:
    """The fields at which a wrong name is told."""
    try:
        concerning.refuse_wrong_names(version, answers, asker, FRIDAY)
    except Misnamed as refused:
        return [problem.field for problem in refused.problems]
    return []


def test_every_form_that_names_somebody_knows_a_wrong_name(world):
    registry.record_person(name=NAME, id_number=NUMBER, actor="test")
    asked = 0
    for code, version in _naming_somebody():
        for name, number in [(each.name, each.number) for each in version.form.about]:
            assert _refused(version, {name: "周九", number: NUMBER}) == [name], code
            assert _refused(version, {name: NAME, number: NUMBER}) == [], code
            assert _refused(version, {name: "周九", number: UNKNOWN}) == [], code
            asked += 1
    assert asked > 15


def test_an_agent_has_the_name_of_the_number(world):
    registry.record_person(name=NAME, id_number=NUMBER, actor="test")
    version = next(_naming_somebody())[1]
    agent = {"by_agent": "yes", "agent_name": "周九", "agent_id_number": NUMBER}
    assert _refused(version, agent) == ["agent_name"]
    assert _refused(version, agent | {"by_agent": "no"}) == []


def _tried(application, name: str, actor: str, **changes) -> str:
    """What the sender of this name reads at its field; "" when it is taken."""
    now = clock.now()
    certified = _certified(application, name, NUMBER, now=now)
    made = replace(certified, actor=actor, file_owner=actor, **changes)
    try:
        services.submit(application=made, now=now)
    except Invalid as refused:
        return refused.problems[0].message
    return ""


def test_whoever_guesses_names_is_told_nothing_after_a_few_and_the_officer_sees_it(application):
    registry.record_person(name=NAME, id_number=NUMBER, actor="test")
    guesses = [f"周{n}" for n in "一二三四五"]
    assert all("对不上" in _tried(application, guess, "person:guesser") for guess in guesses)
    # from now on right and wrong look alike: taken, and nobody is joined to either
    for name in ("周六", NAME):
        assert _tried(application, name, "person:guesser") == ""
        case = Case.objects.filter(item_code=CERTIFY).latest("id")
        assert not case.parties.exists()
        services.withdraw(case_id=case.uuid, actor="test", reason="不办了", now=clock.now())
    wrong = Case.objects.filter(item_code=CERTIFY).order_by("-id")[1]
    (verdict,) = named.verdicts(versions.of_case(wrong), wrong)
    assert verdict.person.is_misnamed
    # another account is told as before
    assert "对不上" in _tried(application, "周七", "person:another")


def test_many_accounts_guess_at_one_number_no_longer_than_one(application):
    registry.record_person(name=NAME, id_number=NUMBER, actor="test")
    told = [_tried(application, f"周{n}", f"person:{n}") for n in range(20, 35)]
    assert [bool(words) for words in told] == [True] * 10 + [False] * 5


def test_a_window_is_told_once_and_takes_what_the_document_says(application, world):
    registry.record_person(name=NAME, id_number=NUMBER, actor="test")
    clerk = Officer.objects.get(user__username="gy_clerk")
    at_window = {"officer": clerk, "channel": 1, "received_at_org": clerk.organisation}
    assert "再交一次就收下" in _tried(application, "周九", clerk.actor, **at_window)
    assert _tried(application, "周九", clerk.actor, **at_window) == ""


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
