"""Anybody may open an account for a unit: until it is let in, who decides its cases is told, and no money goes out."""

import pytest

from tests.sites.desk import lives
from yichuang.cases.queries import senders
from yichuang.core import clock
from yichuang.core.errors import Invalid
from yichuang.identity import queries as identity
from yichuang.identity.models import RealName

REFUND = "990514206009"
TOLD = "这个单位的账号还没有人核对过"


@pytest.fixture
def unit(world):
    """A unit whose account somebody has just opened."""
    unit = lives.employer()
    RealName.objects.filter(employer=unit).update(proved_at=None, proved_by="")
    return unit


def sent_by_it(unit, code: str = REFUND) -> dict:
    return {"code": code, "subject": unit, "actor": identity.subject_key(unit)}


def let_in(unit) -> None:
    RealName.objects.filter(employer=unit).update(proved_at=clock.now(), proved_by="window:test")


def page_of(case) -> str:
    clerk = lives.signed_in("gy_clerk")
    return lives.words(clerk.get(f"/desk/cases/{case.uuid}/"))


def test_the_page_of_the_case_says_so_until_it_is_let_in(unit):
    case = lives.submitted(**sent_by_it(unit))
    assert TOLD in page_of(case)
    let_in(unit)
    assert TOLD not in page_of(case)


def test_what_a_window_or_a_partner_took_in_is_not_the_accounts(unit):
    case = lives.submitted(REFUND, subject=unit)
    assert not senders.is_not_let_in(case)
    assert TOLD not in page_of(case)


def test_money_waits_for_it(unit):
    with pytest.raises(Invalid) as refused:
        lives.decided(**sent_by_it(unit))
    assert [problem.violates for problem in refused.value.problems] == ["sender"]
    let_in(unit)
    assert lives.decided(**sent_by_it(unit)).outcome
