"""What a form says beside what else it says, and beside the law: told where it is typed, in every form that asks it."""

import pytest

from tests.catalog.forms.test_form_engine import DAY, PACKS
from yichuang.catalog.rules.forms.examples import check_answers

ENDED, LEAVING, CUT = "992014501002", "992014201004", "991014501010"
JOBS, STABLE, AGENT = "992014104002", "990514206009", "992014201009"
BY_A_PERSON = ["990514202011", "990514202012", "990514204002", "990514205002", "990514206003"]
YOUNG, OLD = "510812198805129916", "510812195801109973"


def judged(item: str, **answers) -> tuple[set[str], set[str]]:
    """(rules that stop it, rules of which something is told) of the sample with these changes."""
    sample = PACKS.forms[item]["sample"]
    cleaned = check_answers(PACKS.compiled(item), sample | answers, DAY)
    stopped = {problem.violates for problem in cleaned.problems}
    return stopped, {notice.key for notice in cleaned.notices}


def ended(**cells) -> dict[str, list]:
    """The one row of the sample of who was let go, with these cells changed."""
    (row,) = PACKS.forms[ENDED]["sample"]["employees"]
    return {"employees": [row | cells]}


@pytest.mark.parametrize("item", BY_A_PERSON)
def test_kin_of_the_dead_are_what_their_numbers_allow(item):
    heir = {"name": "钱一", "id_number": "510812196610159980", "relation": "10"}
    stopped, _ = judged(item, other_heirs=[heir | {"agreed": False}], heirs_agreed=True)
    assert "an_heir_disagrees" in stopped
    stopped, _ = judged(item, claimant_relation="30")
    assert "sex_of_child" in stopped
    _, told = judged(item, claimant_relation="50")
    assert "parent_is_younger" in told


@pytest.mark.parametrize("item", ["990514202011", "990514204002", "990514205002", "990514601007"])
def test_nobody_draws_a_pension_before_the_age_of_it(item):
    _, told = judged(item, deceased_id_number=YOUNG)
    assert "pensioner_is_young" in told


@pytest.mark.parametrize(
    ("initiator", "reason", "is_stopped"),
    [
        ("law", "36", True),
        ("both", "36", False),
        ("worker", "444", True),
        ("law", "444", False),
        ("worker", "39", True),
        ("employer", "37", True),
    ],
)
def test_a_contract_is_ended_by_whom_its_article_names(initiator, reason, is_stopped):
    stopped, _ = judged(ENDED, initiator=initiator, union_notified=None, **ended(end_reason=reason))
    assert ("ended_by_the_other" in stopped) is is_stopped


def test_no_severance_at_the_end_of_a_term_is_told_and_a_sum_beside_none_is_stopped():
    stopped, told = judged(ENDED, severance_paid="none", **ended(severance=0))
    assert (stopped, told) == (set(), {"severance_at_the_end_of_a_term"})
    stopped, _ = judged(ENDED, severance_paid="none")
    assert stopped == {"severance_beside_none"}


def test_whoever_leaves_into_retirement_is_old_enough():
    (row,) = PACKS.forms[LEAVING]["sample"]["employees"]
    retired = row | {"stop_reason": "2", "end_reason": None}
    assert judged(LEAVING, employees=[retired]) == (set(), {"retired_while_young"})
    older = retired | {"id_number": OLD}
    assert judged(LEAVING, employees=[older]) == (set(), set())


@pytest.mark.parametrize(("staff", "is_told"), [(10, False), (11, True), (100, True)])
def test_one_of_a_hundred_is_no_mass_dismissal(staff, is_told):
    _, told = judged(CUT, staff_total=staff)
    assert ("too_few_to_report" in told) is is_told


def test_the_severance_of_all_is_the_sum_of_each():
    stopped, _ = judged(CUT, severance_total=5)
    assert stopped == {"cut_list.sum_equals"}


@pytest.mark.parametrize("words", ["限男性", "已婚已育优先", "限本地户口"])
def test_a_job_that_shuts_people_out_is_told_so(words):
    text = f"负责成品称重和码放，{words}，能倒班。"
    assert judged(JOBS, job_text=text) == (set(), {"words_that_shut_out"})


@pytest.mark.parametrize("words", ["35 周岁以下", "45岁以内", "18至35周岁之间"])
def test_an_age_in_a_job_is_asked_about_by_no_article_that_names_none(words):
    text = f"负责成品称重和码放，{words}，能倒班。"
    assert judged(JOBS, job_text=text) == (set(), {"age_in_a_vacancy"})
    rules = {rule["key"]: rule for rule in PACKS.forms[JOBS]["rules"]}
    age = rules["age_in_a_vacancy"]
    assert "请核对是不是工作本身需要" in age["message"]
    assert "就业促进法" not in age["basis"]
    assert "年龄" not in rules["words_that_shut_out"]["message"]


@pytest.mark.parametrize("words", ["18周岁以下勿扰", "十八岁以下勿扰", "不收16岁以下的"])
def test_a_job_that_keeps_children_out_is_told_nothing(words):
    """禁止使用童工规定 2, 劳动法 64: it has to."""
    text = f"负责成品称重和码放，{words}，能倒班。"
    assert judged(JOBS, job_text=text) == (set(), set())


def test_a_full_time_job_has_the_insurances_of_staff():
    assert judged(JOBS, insurances=["3"]) == (set(), {"insurances_of_staff"})
    assert judged(JOBS, insurances=["3"], work_form="2") == (set(), set())


def test_a_refund_is_of_a_year_that_is_over():
    assert judged(STABLE, refund_year=2026)[0] == {"max_years_ahead"}
    assert judged(STABLE, refund_year=2025) == (set(), set())


def test_an_agent_for_forty_years_is_asked_about():
    agent = {
        "by_agent": "yes",
        "agent_name": "李四",
        "agent_id_number": "510812196607089934",
        "agent_phone": "13900000002",
        "agent_relation": "99",
        "agent_scope": ["submit"],
    }
    assert judged(AGENT, **agent, agent_until="2066-11-20") == (set(), {"agent_for_long"})
    assert judged(AGENT, **agent, agent_until="2026-12-20") == (set(), set())
