"""秒办: ten items with a decision pack each, of which only a yes decides (SYS-022; 个人信息保护法 24)."""

import pytest

from tests.eligibility.knowing import DAY, determined, found, known, nothing, pack_of
from yichuang.core import packs
from yichuang.eligibility import packs as decision_packs
from yichuang.eligibility import tables
from yichuang.eligibility.rules import examples
from yichuang.eligibility.rules.determining import Application, is_meant, names_of
from yichuang.eligibility.rules.facts import FOUND, OF_FORM, Fact

TEN = {
    "990514206001",
    "992014101001",
    "992014101003",
    "992014201001",
    "992014201005",
    "992014202008",
    "992014301002",
    "992014301006",
    "992014301009",
    "991014105003",
}
ALIVE, DEAD, BURIED = "police.identity.state", "health.death.on", "civil.burial.on"
CERTIFY = "992014202008"


def test_there_are_ten_and_their_packs_are_sound():
    assert set(tables.decisions()) == TEN
    assert decision_packs.check() == []


@pytest.mark.parametrize("code", sorted(TEN))
@pytest.mark.parametrize("name", ["yes", "no", "unknown", "contradicts"])
def test_each_example_comes_out_as_it_says(code, name):
    determination = examples.computed(pack_of(code), name, known(), tables.figures())
    assert determination.verdict == name
    assert (determination.reason != "") == (name == "yes")


@pytest.mark.parametrize("code", sorted(TEN))
def test_whatever_is_taken_away_decides_nothing(code):
    """Each fact of a yes is needed, but where another stands for it or it only has to agree."""
    pack = pack_of(code)
    facts = examples.facts_of(pack, "yes", known())
    for name in names_of(pack):
        if name in facts and not name.startswith(OF_FORM):
            determination = determined(code, without=[name])
            needed = name not in {"card.bank_account", "employment.last.end_date"}
            agrees_only = code in {"992014301009", "991014105003"} and name in {
                "card.no",
                "market.licence.legal_rep",
            }
            if needed and not agrees_only:
                assert determination.verdict == "unknown", name


@pytest.mark.parametrize("code", sorted(TEN))
def test_none_is_publicised_and_none_is_a_licence(code):
    item = packs.read(f"items/{code}.yaml")
    assert "公示" not in item["process"]
    assert item["type"] != "行政许可"


def application(**changed):
    values = {
        "channel": 2,
        "answers": {"for_whom": "self", "by_agent": "no", "other_state": ["none"]},
        "is_proved": True,
    }
    return Application(**(values | changed))


def test_example_44_only_who_is_proved_and_for_himself():
    pack = pack_of(CERTIFY)
    assert is_meant(pack, application())
    assert not is_meant(pack, application(is_proved=False))
    assert not is_meant(pack, application(channel=5))
    for key, value in (("for_whom", "family"), ("by_agent", "yes"), ("other_state", ["prison"])):
        answers = application().answers | {key: value}
        assert not is_meant(pack, application(answers=answers))
    assert not is_meant(pack, application(answers={}))


def test_example_44_one_that_does_not_answer_stops_no_benefit_and_grants_none():
    assert determined(CERTIFY).verdict == "yes"
    assert determined(CERTIFY, without=[DEAD]).verdict == "unknown"
    assert determined(CERTIFY, found(DEAD, "2026-11-21")).verdict == "no"
    assert determined(CERTIFY, without=[BURIED]).verdict == "unknown"


def test_an_answer_of_yesterday_certifies_nobody_today():
    yesterday = DAY.replace(day=29)
    assert determined(CERTIFY, found(ALIVE, "正常", as_of=yesterday)).verdict == "unknown"


def test_employment_rests_on_insurance_or_on_the_filing():
    code = "992014101001"
    other = found("insurance.current", "示例乙建筑工程有限公司（虚构）")
    filed = found("employment.current.employer_code", "91510812ma99999021")
    assert determined(code, other).verdict == "unknown"  # the filing is not known
    assert determined(code, other, filed).verdict == "yes"
    assert determined(code, other, nothing("employment.current.employer_code")).verdict == "no"


@pytest.mark.parametrize(
    ("action", "state", "verdict"),
    [
        ("temp", "正常", "yes"),
        ("formal", "正常", "yes"),
        ("unlock", "挂失", "yes"),
        ("unlock", "正常", "no"),
        ("formal", "挂失", "no"),
        ("formal", "注销", "no"),
    ],
)
def test_a_card_is_reported_lost_when_it_works_and_found_when_it_is_lost(action, state, verdict):
    assert determined("992014301006", found("card.state", state), action=action).verdict == verdict


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("insurance.current", "示例甲食品有限公司 (虚构)"),
        ("insurance.current", "示例甲食品有限公司（虚构）"),
    ],
)
def test_one_name_written_in_two_ways_is_one(name, written):
    assert determined("992014101003", found(name, written)).verdict == "yes"


def test_a_value_that_is_none_of_its_type_is_not_known():
    broken = {"insurance.unemployment.months": Fact(FOUND, "很多", "hrss.insurance", DAY, "x")}
    determination = determined("990514206001", broken, without=["form.contribution_months"])
    assert determination.verdict == "unknown"


def test_contributions_of_who_chooses_his_level():
    code = "992014201005"
    assert determined(code, base_ratio=300).verdict == "yes"
    assert determined(code, base_ratio=301).verdict == "no"
    assert determined(code, figures={"bases": []}).verdict == "unknown"
