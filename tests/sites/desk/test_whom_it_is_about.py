"""Who decides sees that the injured is not who applies, and the papers name him."""

import pytest

from tests.sites.desk import lives
from yichuang.cases.queries import versions
from yichuang.cases.services.contexts import wording
from yichuang.core.errors import Invalid

GRANT = "990514207012"
OF_ZHAOLIU = {"injured_name": "赵六", "injured_id_number": lives.ZHAOLIU, "account_holder": "赵六"}


def page_of(case) -> str:
    clerk = lives.signed_in("gy_clerk")
    return lives.words(clerk.get(f"/desk/cases/{case.uuid}/"))


def matter_of(case) -> str:
    return wording.matter(case, versions.of_case(case))


def test_the_injury_of_another_is_not_filed_as_ones_own(world):
    with pytest.raises(Invalid) as refused:
        lives.submitted(GRANT, other_answers=OF_ZHAOLIU)
    problems = {problem.violates for problem in refused.value.problems}
    assert problems == {"injured_is_another"}


def test_kin_are_told_to_the_clerk_and_the_papers_name_the_injured(world):
    case = lives.submitted(GRANT, other_answers={**OF_ZHAOLIU, "injured_relation": "70"})
    assert "申请人不是受伤职工本人" in page_of(case)
    assert matter_of(case) == "一次性工伤医疗补助金申领（关于赵六）"
    own = lives.submitted(GRANT, subject=lives.person(lives.LISI))
    assert "申请人不是受伤职工本人" not in page_of(own)
    assert matter_of(own) == "一次性工伤医疗补助金申领"


def test_a_unit_that_asks_for_the_worker_of_another_is_told_to_the_clerk(world):
    elsewhere = {
        "applicant_side": "unit",
        "injured_relation": None,
        "injured_employer_name": "示例乙建筑工程有限公司（虚构）",
        "injured_employer_code": "91510812MA9999910U",
    }
    case = lives.submitted(
        GRANT, subject=lives.employer(), other_answers=elsewhere, unanswered=("injured_relation",)
    )
    assert "职工的用人单位和申请的单位不一样" in page_of(case)
