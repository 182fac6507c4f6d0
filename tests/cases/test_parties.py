"""Whom a case concerns besides its applicant: what each of them sees, and for how long (个人信息保护法 44;
民法典 173)."""

from datetime import date, timedelta
from itertools import product

import pytest

from tests.sites.desk import lives
from yichuang.cases import services
from yichuang.cases.models import Case, Delivery, Party
from yichuang.cases.queries import concerned
from yichuang.cases.rules import parties
from yichuang.cases.rules.parties import Matter
from yichuang.cases.services import Concerned
from yichuang.core import clock
from yichuang.core.errors import Invalid, NotFound
from yichuang.identity.queries import Sight

TODAY = date(2026, 11, 24)
UNTIL = (None, TODAY - timedelta(days=1), TODAY, TODAY + timedelta(days=1))
LISI = lives.LISI


def sight(subject, everything=True) -> Sight:
    return Sight(subject, everything, "13900000002", clock.now() - timedelta(days=400))


def seen(subject, today=TODAY, **more) -> dict[Case, str]:
    return {row.case: row.sees for row in concerned.of_account(sight(subject, **more), today)}


def brought_to(case: Case, open_: bool, delivery: str) -> None:
    state = "received" if open_ else "closed"
    Case.objects.filter(pk=case.pk).update(state=state, open=open_)
    if delivery:
        Delivery.objects.create(
            case=case, way="counter", state=delivery, recipient="张三", created_at=clock.now()
        )


@pytest.mark.parametrize("open_", [True, False])
@pytest.mark.parametrize("delivery", ["", "waiting", "sent", "returned", "delivered"])
def test_the_rule_and_the_filter_say_the_same_of_every_role_day_and_state(world, open_, delivery):
    lisi, expected, got = lives.person(LISI), {}, {}
    case = lives.submitted(lives.UNEMPLOYED)
    brought_to(case, open_, delivery)
    matter = Matter(open_, delivery in ("waiting", "sent", "returned"))
    for role, until in product(parties.ROLES, UNTIL):
        Party.objects.filter(case=case).delete()
        Party.objects.create(case=case, role=role, person=lisi, until=until)
        expected[role, until] = parties.sees(role, until, matter, TODAY)
        got[role, until] = seen(lisi).get(case, "")
    assert got == expected
    assert concerned.matter_of(Case.objects.get(pk=case.pk)) == matter


def test_an_agent_sees_while_the_mandate_stands_and_whom_it_is_about_for_good():
    running, over = Matter(True, False), Matter(False, False)
    to_fetch = Matter(False, True)
    assert parties.sees("agent", None, running, TODAY) == "progress"
    assert parties.sees("agent", None, to_fetch, TODAY) == "progress"
    assert parties.sees("agent", None, over, TODAY) == "result"
    assert parties.sees("agent", TODAY - timedelta(days=1), over, TODAY) == ""
    assert parties.sees("agent", TODAY, running, TODAY) == "progress"
    assert parties.sees("agent", TODAY - timedelta(days=1), running, TODAY) == ""
    for matter in (running, to_fetch, over):
        assert parties.sees("about", None, matter, TODAY) == "result"
        for role in ("respondent", "heir", "employer"):
            assert parties.sees(role, None, matter, TODAY) == ""


def test_an_account_that_is_not_proved_is_told_of_nobody_elses_case(world):
    lisi = lives.person(LISI)
    lives.submitted(lives.UNEMPLOYED, parties=(Concerned("about", lisi),))
    assert seen(lisi, clock.today(), everything=False) == {}
    assert len(seen(lisi, clock.today())) == 1


def test_whom_the_form_names_as_agent_is_a_party_until_the_day_that_it_says(world, monkeypatch):
    code, lisi = "990914502002", lives.person(LISI)
    last_day = clock.today() + timedelta(days=30)
    agent = {
        "by_agent": "yes",
        "agent_name": "李四",
        "agent_id_number": LISI,
        "agent_phone": "13900000002",
        "agent_relation": "99",
        "agent_scope": ["submit"],
        "agent_until": last_day.isoformat(),
    }
    case = submitted_with(monkeypatch, code, agent)
    party = case.parties.get(role="agent")
    assert (party.person, party.until) == (lisi, last_day)
    assert seen(lisi, last_day) == {case: "progress"}
    assert seen(lisi, last_day + timedelta(days=1)) == {}
    with pytest.raises(Invalid):
        submitted_with(monkeypatch, code, agent | {"agent_name": "不是李四"})


def submitted_with(monkeypatch, code: str, agent: dict) -> Case:
    real = lives.sample_of
    with monkeypatch.context() as patched:
        patched.setattr(lives, "sample_of", lambda *args: real(*args) | agent)
        return lives.submitted(code)


def test_the_applicant_takes_a_mandate_back_and_it_is_recorded(world):
    lisi = lives.person(LISI)
    case = lives.submitted(lives.UNEMPLOYED, parties=(Concerned("agent", lisi),))
    party = case.parties.get()
    other = lives.submitted(lives.BENEFIT)
    with pytest.raises(NotFound):
        services.end_mandate(
            case_id=other.uuid, party_id=party.pk, actor="person:test", now=clock.now()
        )
    assert case in seen(lisi, clock.today())
    services.end_mandate(case_id=case.uuid, party_id=party.pk, actor="person:test", now=clock.now())
    assert seen(lisi, clock.today()) == {}
    with pytest.raises(NotFound):
        concerned.one(case.uuid, sight(lisi), clock.today())


def test_an_answer_without_a_mandate_names_nobody():
    assert parties.mandated({}) is None
    assert parties.mandated({"by_agent": "no", "agent_id_number": LISI}) is None
    named = parties.mandated({"by_agent": "yes", "agent_name": "李四", "agent_id_number": LISI})
    assert (named.name, named.number, named.until) == ("李四", LISI, None)
