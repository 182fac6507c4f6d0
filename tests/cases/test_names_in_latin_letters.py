"""A passport prints KIM MIN SU; who types Kim Min-su means the same person, wherever a typed name meets a known one.

What is stored stays as it was written first.
"""

from datetime import date, timedelta

import pytest

from yichuang.cases.queries.named import NamedPerson
from yichuang.cases.rules import collecting, mandates
from yichuang.catalog.rules.forms.judging import judge_of
from yichuang.catalog.rules.forms.scopes import Scope
from yichuang.core.errors import Invalid
from yichuang.identity import rules as identity
from yichuang.registry import queries as register
from yichuang.registry import services as registry

PRINTED = "KIM MIN SU"
WRITTEN = ["kim min su", "Kim Min-Su", "KIMMINSU", PRINTED]
OTHER = "KIM MIN HO"
NUMBER = "M12345678"
TODAY = date(2026, 11, 20)


@pytest.fixture
def kim(db):
    return registry.record_person(name=PRINTED, id_number=NUMBER, id_type="06", actor="test")


def recognised(name: str):
    return registry.recognise_person(named=registry.Named(name, NUMBER, "06"), actor="test")


@pytest.mark.parametrize("name", WRITTEN)
def test_the_register_finds_them_and_keeps_the_name(kim, name):
    assert recognised(name) == kim
    assert recognised(name).name == PRINTED
    assert register.meant([kim], "", name) == kim
    assert register.misnamed({(name, NUMBER)}) == set()
    named = NamedPerson("agent_name", name, NUMBER, kind="06")
    assert named.known == kim
    assert not named.is_misnamed


def test_another_name_stays_another(kim):
    wrong = (OTHER, NUMBER)
    assert register.misnamed({wrong, (WRITTEN[0], NUMBER)}) == {wrong}
    in_small_letters = (WRITTEN[1], NUMBER.lower())
    assert register.misnamed({(WRITTEN[0], NUMBER), in_small_letters}) == set()
    assert NamedPerson("agent_name", OTHER, NUMBER, kind="06").is_misnamed
    with pytest.raises(Invalid):
        recognised(OTHER)


def unlike_all(signer: str) -> bool:
    """Whether the form language takes the name under a signature for somebody else's."""
    judge = judge_of({"none_of": [{"fact": "registry.person.name"}], "signer": "signature"})
    scope = Scope({"signature": {"signer": signer}}, {"registry.person.name": PRINTED}, TODAY)
    return judge(scope)


def unlike_holder(holder: str) -> bool:
    judge = judge_of({"differs": "person_name", "field": "account_holder"})
    return judge(Scope({"account_holder": holder, "person_name": PRINTED}, {}, TODAY))


@pytest.mark.parametrize(
    "condition",
    [
        {"differs": "registered", "field": "house_number"},
        {"none_of": ["registered"], "field": "house_number"},
    ],
)
def test_a_mark_in_what_is_no_name_tells_apart(condition):
    judge = judge_of(condition)
    assert judge(Scope({"house_number": "A-1", "registered": "A1"}, {}, TODAY))
    assert not judge(Scope({"house_number": "A1", "registered": "A1"}, {}, TODAY))


@pytest.mark.parametrize("name", WRITTEN)
def test_signatures_licences_agents_and_holders_of_accounts_are_known_by_it(name):
    agent = collecting.NamedAgent(PRINTED, NUMBER, receives=True, until=TODAY + timedelta(30))
    assert identity.is_among(name, [PRINTED])
    assert identity.licence_problem(name, PRINTED, [PRINTED]) == ""
    assert collecting.agent_problems(agent, name, NUMBER, TODAY) == []
    paper = mandates.OnPaper("seen", name, TODAY)
    assert mandates._name_fault(paper, "李外来", [PRINTED]) == ""
    assert not unlike_all(name)
    assert not unlike_holder(name)
    assert unlike_all(OTHER)
    assert unlike_holder(OTHER)
