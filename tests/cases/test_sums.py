"""How much one person grants alone: each bound rests on something, or says that it does not."""

from tests.sites.desk import lives
from yichuang.cases import services
from yichuang.cases.services.review import Decision
from yichuang.core import clock, packs

SANE = 2_000_000  # yuan: no benefit of these items comes to more


def test_every_sum_is_sane_and_says_what_it_rests_on():
    pack = packs.read("numbers/sums.yaml")
    rows = [pack["otherwise"], *pack["sums"].values()]
    assert len(rows) > 40
    for row in rows:
        assert 0 < row["most"] <= SANE
        assert bool(row.get("basis")) != bool(row.get("suggestion"))


def test_the_second_person_is_told_that_the_sum_is_above_what_one_may_grant(world):
    case = lives.reviewing()
    lives.judged(case)
    decision = Decision("approve", "符合条件", ("R1",), lives.first_row(case), amount="99999999")
    reviewer = lives.signed_in("gy_reviewer")
    asked = reviewer.post(
        f"/desk/cases/{case.uuid}/decide/", lives.deciding(case, amount="99999999")
    )
    assert asked.status_code == 422
    assert "要提请第二人复核" in lives.words(asked)
    services.propose(
        case_id=case.uuid, officer=lives.officer("gy_reviewer"), decision=decision, now=clock.now()
    )
    page = lives.words(lives.signed_in("gy_approver").get(f"/desk/cases/{case.uuid}/"))
    assert "金额超过一个人能定的数" in page
