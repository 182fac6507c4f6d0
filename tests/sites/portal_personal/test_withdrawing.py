"""What cannot be withdrawn says why: it was withdrawn already, it was decided, or it ended in another way."""

import pytest

from tests.sites.desk import lives
from yichuang.cases.models import Case
from yichuang.cases.rules import states
from yichuang.cases.rules.states import MOVES
from yichuang.core import clock

WORDS = {
    states.APPROVED: "已经有了决定，不能撤回",
    states.DENIED: "已经有了决定，不能撤回",
    states.CLOSED: "已经有了决定，不能撤回",
    states.REFUSED: "没有受理，不用撤回",
    states.RETURNED: "已经退回，不用撤回",
    states.VOIDED: "已经作废，不用撤回",
}


@pytest.fixture
def zhangsan(world):
    return lives.signed_in("zhangsan")


def _withdraw(case: Case) -> str:
    return f"/my/cases/{case.uuid}/withdraw/"


def test_withdrawn_twice_says_that_it_was_withdrawn(zhangsan):
    """Two tabs, or the way back of the browser."""
    case = lives.submitted(subject=lives.person())
    assert zhangsan.post(_withdraw(case)).status_code == 302
    for again in (zhangsan.get, zhangsan.post):
        page = again(_withdraw(case), follow=True)
        text = lives.words(page)
        assert page.status_code == 200
        assert "已经撤回了，不用再撤" in text
        assert "已经有了决定" not in text
    assert lives.again(case).events.filter(kind="withdraw").count() == 1


def test_every_state_that_has_no_withdrawal_says_its_own_reason(zhangsan):
    case = lives.submitted(subject=lives.person())
    ended = set(states.STATES) - set(MOVES["withdraw"].sources)
    assert ended == {*WORDS, states.WITHDRAWN}
    for state, words in WORDS.items():
        final = state not in states.OPEN
        closed = clock.now() if final else None
        Case.objects.filter(pk=case.pk).update(state=state, open=not final, closed_at=closed)
        for again in (zhangsan.get, zhangsan.post):
            page = again(_withdraw(case))
            assert page.status_code == 409
            assert words in lives.words(page), state
