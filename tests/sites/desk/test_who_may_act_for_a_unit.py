"""Every door at which somebody acts for a unit refuses the man whom the unit has ended, the man whose mandate ended
yesterday, and the man of the visit before."""

from datetime import timedelta

import pytest

from tests.sites.desk import lives
from tests.sites.desk.test_mandates import ASKED, OF_UNITS, STRANGER, is_turned_away, paper
from tests.sites.desk.test_unit_accounts import PHONE, confirm
from yichuang.cases.models import Case, Mandate, Party
from yichuang.cases.queries import concerned, mandates, taken_back
from yichuang.cases.services import messages
from yichuang.core import clock
from yichuang.identity import queries as identity
from yichuang.identity.models import RealName
from yichuang.notify.models import Message
from yichuang.registry.models import Employer

UNITS_PHONE = "13900000101"  # as packs/demo has it
NOTICE = {"ask": "field:add_reason", "why-field:add_reason": "原因不对"}
THE_UNIT = "shilijia"


@pytest.fixture
def agent(clerk):
    """赵六 filed two cases by a mandate until tomorrow: one waits for a correction, of one the result waits."""
    unit = lives.employer()
    query = lives.come_for(clerk, unit, *STRANGER)
    tomorrow = clock.today() + timedelta(days=1)
    typed = paper(unit, until=tomorrow.isoformat(), as_handler="1")
    assert clerk.post("/desk/mandate/", typed).status_code == 302
    filed = lives.taken(clerk, OF_UNITS, query)
    assert clerk.post(f"/desk/cases/{filed.uuid}/correct/", NOTICE).status_code == 302
    done = lives.finished(OF_UNITS, subject=unit)
    done.delivery.way = "counter"
    done.delivery.save()
    of_him = filed.parties.get(role="agent")
    Party.objects.create(
        case=done, role="agent", person=of_him.person, mandate=of_him.mandate, until=of_him.until
    )
    return Agent(unit, filed, done)


class Agent:
    """The unit, the case that he filed, and the one whose result waits."""

    def __init__(self, unit: Employer, filed: Case, done: Case):
        self.unit = unit
        self.filed = filed
        self.done = done


def intake(client, agent: Agent, number: str) -> bool:
    return is_turned_away(client, agent.unit)


def supply(client, agent: Agent, number: str) -> bool:
    typed = {"add_reason": "other", "number": number, "_comer": ""}
    return client.post(f"/desk/cases/{agent.filed.uuid}/supply/", typed).status_code == 422


def slip(client, agent: Agent, number: str) -> bool:
    return client.post(f"/desk/cases/{agent.filed.uuid}/slip/").status_code == 403


def issue(client, agent: Agent, number: str) -> bool:
    issuer = lives.signed_in("gy_issuer")
    typed = {"signer": STRANGER[1], "document": number, "relation": "单位经办人"}
    return issuer.post(f"/desk/issue/{agent.done.uuid}/deliver/", typed).status_code == 422


def account(client, agent: Agent, number: str) -> bool:
    return confirm(client, agent.unit, handler_number=number).status_code == 422


DOORS = [intake, supply, slip, issue, account]


def names(doors) -> list[str]:
    return [door.__name__ for door in doors]


def refusing(client, agent: Agent, number: str) -> list[str]:
    refused = [door for door in DOORS if door(client, agent, number)]
    return names(refused)


def letting_in(client, agent: Agent) -> list[str]:
    """Doors that are open to him while his mandate stands, but those that would change what others look at."""
    still = [door for door in (intake, slip) if not door(client, agent, STRANGER[0])]
    return names(still)


def test_the_man_whom_the_unit_has_ended(clerk, agent):
    assert letting_in(clerk, agent) == ["intake", "slip"]
    unit = lives.signed_in(THE_UNIT)
    page = lives.words(unit.get("/account/mandates/"))
    assert (
        "赵六" in page and "510812********9948" in page and "单位全部的人社业务，当经办人" in page
    )
    mandate = Mandate.objects.get()
    assert unit.post(f"/account/mandates/{mandate.uuid}/end/").status_code == 302
    assert refusing(clerk, agent, STRANGER[0]) == names(DOORS)
    another = lives.signed_in("gy_clerk")
    lives.come_for(another, agent.unit, *STRANGER)
    assert refusing(another, agent, STRANGER[0]) == names(DOORS)
    later = another.post("/desk/mandate/", paper(agent.unit, how="later"))
    assert later.status_code == 422 and "单位说过不再让他代办" in lives.words(later)
    again = another.post("/desk/mandate/", paper(agent.unit))
    assert again.status_code == 422 and "请带单位在那天以后签的委托书" in lives.words(again)
    assert not concerned.agents_of(agent.filed, clock.today())


def is_out_of_the_pages(agent: Agent) -> bool:
    """Whether he sees neither the unit's account nor the cases any more."""
    row = RealName.objects.get(employer=agent.unit)
    acting = concerned.agents_of(agent.filed, clock.today())
    return not identity.may_see_all(row.user) and not acting


def test_the_man_of_yesterday(clerk, agent):
    confirm(clerk, agent.unit)
    with clock.frozen(clock.now() + timedelta(days=2)):
        later = lives.signed_in("gy_clerk")
        lives.come_for(later, agent.unit, *STRANGER)
        assert refusing(later, agent, STRANGER[0]) == names(DOORS)
        assert is_out_of_the_pages(agent)


def test_the_man_of_the_visit_before(clerk, agent):
    """His mandate stands, and he is not here: nobody acts under his name without his document."""
    assert letting_in(clerk, agent) == ["intake", "slip"]
    clerk.get("/desk/")
    clerk.post("/desk/who/", {"number": agent.unit.credit_code})
    assert refusing(clerk, agent, "") == names(DOORS)


def test_ended_on_a_case_he_is_ended_everywhere(clerk, agent):
    unit = lives.signed_in(THE_UNIT)
    party = agent.filed.parties.get(role="agent")
    ended = unit.post(f"/my/cases/{agent.filed.uuid}/agents/{party.id}/end/", follow=True)
    assert "这一件和别的都不行了" in lives.words(ended)
    assert refusing(clerk, agent, STRANGER[0]) == names(DOORS)


def test_the_units_own_people_end_one_at_the_counter_and_nobody_else(clerk, agent):
    confirm(clerk, agent.unit)
    mandate = Mandate.objects.get()
    address = f"/desk/mandates/{mandate.uuid}/end/"
    of_unit = {"employer": str(agent.unit.uuid)}
    assert "凭委托书替单位办事的人" not in lives.words(
        clerk.get(f"/desk/?employer={agent.unit.uuid}")
    )
    assert clerk.post(address, of_unit).status_code == 403
    lives.come_for(clerk, agent.unit, lives.LISI)
    assert "凭委托书替单位办事的人" in lives.words(clerk.get(f"/desk/?employer={agent.unit.uuid}"))
    assert clerk.post(address, of_unit).status_code == 302
    another = lives.signed_in("gy_clerk")
    lives.come_for(another, agent.unit, *STRANGER)
    assert refusing(another, agent, STRANGER[0]) == names(DOORS)


def test_messages_of_a_unit_go_to_its_own_phone_once_he_is_ended(clerk, agent):
    case = agent.filed
    case.form = case.form | {"handler_phone": PHONE}
    case.save(update_fields=["form"])
    assert taken_back.phone_of(case, clock.today()) == PHONE
    lives.signed_in(THE_UNIT).post(f"/account/mandates/{Mandate.objects.get().uuid}/end/")
    messages.tell(case_id=case.uuid, verb="ask_correction", seq=lives.again(case).seq)
    sent = Message.objects.filter(kind="case_correction", link=f"/my/cases/{case.uuid}/").last()
    assert sent.phone == UNITS_PHONE


def test_a_mandate_is_for_what_it_says(clerk):
    unit = lives.employer()
    lives.come_for(clerk, unit, *STRANGER)
    clerk.post("/desk/mandate/", paper(unit, scope="就业创业"))
    assert ASKED not in lives.words(clerk.get(f"/desk/?employer={unit.uuid}"))
    assert is_turned_away(clerk, unit)
    clerk.post("/desk/mandate/", paper(unit, scope="社会保险"))
    assert not is_turned_away(clerk, unit)


def test_one_for_one_matter_begins_no_second(clerk):
    unit = lives.employer()
    query = lives.come_for(clerk, unit, *STRANGER)
    clerk.post("/desk/mandate/", paper(unit, scope="one"))
    case = lives.taken(clerk, OF_UNITS, query)
    assert is_turned_away(clerk, unit, "992014201004")
    person = lives.person(STRANGER[0])
    assert mandates.may_act(unit, person, clock.today(), mandates.matter_of(case))
    assert ASKED in lives.words(clerk.get(f"/desk/?employer={unit.uuid}"))


def test_the_unit_and_who_signed_hear_of_it_at_once(clerk):
    unit = lives.employer()
    lives.come_for(clerk, unit, *STRANGER)
    clerk.post("/desk/mandate/", paper(unit, scope="社会保险"))
    rows = Message.objects.filter(kind="mandate_brought")
    representative = identity.known_phone(lives.person(lives.LISI))
    assert {row.phone for row in rows} == {UNITS_PHONE, representative}
    for row in rows:
        assert "社会保险的事" in row.body and "不再让他代办" in row.body
