"""Only the unit itself ends a mandate; whoever is ended, its phone and its representative hear of it, and what was not
accepted by then waits again."""

from datetime import timedelta

import pytest

from tests.sites.desk import lives
from tests.sites.desk.test_mandates import OF_UNITS, REPRESENTATIVE, STRANGER, paper
from tests.sites.desk.test_units_in_doubt import accepting, is_refused, page, sent
from yichuang.cases.models import Case, Mandate
from yichuang.cases.queries import mandates
from yichuang.core import clock
from yichuang.identity import queries as identity
from yichuang.identity.models import LegalRepresentative, RealName
from yichuang.notify.models import Message

END = "不再让他代办"
QUESTION = "这一件是单位交的吗"


@pytest.fixture
def filed(world) -> Case:
    """赵六 has brought a mandate for everything, and a case by it."""
    clerk = lives.signed_in("gy_clerk")
    unit = lives.employer()
    query = lives.come_for(clerk, unit, *STRANGER)
    assert clerk.post("/desk/mandate/", paper(unit)).status_code == 302
    return lives.taken(clerk, OF_UNITS, query)


def end_by_the_unit(case: Case) -> None:
    unit = lives.signed_in("shilijia")
    party = case.parties.get(role="agent")
    ended = unit.post(f"/my/cases/{case.uuid}/agents/{party.id}/end/")
    assert ended.status_code == 302


def test_an_account_that_nobody_has_proved_ends_nothing_and_is_not_offered_it(filed):
    account = RealName.objects.get(user__username="shilijia")
    RealName.objects.filter(pk=account.pk).update(
        proved_at=None, proved_by="", handler=lives.person(STRANGER[0])
    )
    case = sent()
    party = case.parties.get(role="agent")
    unit = lives.signed_in("shilijia")
    assert END not in lives.words(unit.get(f"/my/cases/{case.uuid}/"))
    assert unit.post(f"/my/cases/{case.uuid}/agents/{party.id}/end/").status_code == 403
    mandate = Mandate.objects.get()
    assert unit.post(f"/account/mandates/{mandate.uuid}/end/").status_code == 403
    assert mandates.may_act(case.employer, party.person, clock.today())
    assert not Message.objects.filter(kind="mandate_ended").exists()


def test_who_is_ended_the_phone_of_the_register_and_the_representative_hear_of_it(filed):
    unit = filed.employer
    stands = lives.person(REPRESENTATIVE)
    LegalRepresentative.objects.update_or_create(
        employer=unit, defaults={"person": stands, "came_from": "window:1", "at": clock.now()}
    )
    end_by_the_unit(filed)
    heard = Message.objects.filter(kind="mandate_ended")
    of_whom = [filed.parties.get(role="agent").person, unit, stands]
    assert {row.recipient for row in heard} == {identity.subject_key(each) for each in of_whom}
    to_the_unit = heard.get(recipient=identity.subject_key(unit))
    assert to_the_unit.phone == unit.handler_phone


def test_what_is_not_accepted_when_the_mandate_is_ended_owes_one_again(filed):
    end_by_the_unit(filed)
    assert mandates.owing_among([filed]) == {filed.id}
    text = page(lives.signed_in("gy_clerk"), filed)
    assert "原来的委托书停了" in text and "还差授权委托书" in text
    assert is_refused(filed)


def test_what_is_accepted_by_then_goes_on(filed):
    done = accepting(filed)
    end_by_the_unit(lives.again(filed))
    assert not mandates.owing_among([done])


def test_the_unit_may_own_it_all_the_same(filed):
    end_by_the_unit(filed)
    unit = lives.signed_in("shilijia")
    shown = lives.words(unit.get(f"/my/cases/{filed.uuid}/"))
    assert QUESTION in shown and "受理以前单位停了他的委托" in shown
    assert unit.post(f"/my/cases/{filed.uuid}/ratify/").status_code == 302
    accepting(lives.again(filed))
    assert not mandates.may_act(filed.employer, lives.person(STRANGER[0]), clock.today())


def test_a_mandate_that_was_signed_later_lets_it_go_on(filed):
    end_by_the_unit(filed)
    with clock.frozen(clock.now() + timedelta(days=1)):
        clerk = lives.signed_in("gy_clerk")
        lives.come_for(clerk, filed.employer, *STRANGER)
        newer = paper(filed.employer, signed_on=clock.today().isoformat())
        assert clerk.post("/desk/mandate/", newer).status_code == 302
        assert not mandates.owing_among([filed])
        assert "还差授权委托书" not in page(clerk, filed)
