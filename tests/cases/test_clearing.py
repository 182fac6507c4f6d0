"""事实清楚 taken back: the term of the law from the same acceptance, told by a paper (工伤保险条例 20)."""

from datetime import date

import pytest

from tests.cases.branching import branch
from tests.cases.clock_rules import LICENCE, MONDAY, days_of, on
from tests.cases.conftest import PROMISED
from tests.cases.frozen_terms import frozen
from tests.cases.printed import worded
from yichuang.cases import services
from yichuang.cases.queries import cases, past
from yichuang.cases.rules.papers import brought_by
from yichuang.core import outbox
from yichuang.core.errors import Conflict, Forbidden, Invalid
from yichuang.demo.looking import look_at
from yichuang.notify.models import Message

# 30 days and 15 from acceptance, the whole of which is promised
INJURY = {**LICENCE, "statute": [30, "自然日", "受理"]}
CLEAR = {"days": 15, "unit": "自然日", "why": "事实清楚", "basis": "工伤保险条例第20条"}
SHORT, LONG = date(2026, 12, 8), date(2026, 12, 23)


@pytest.fixture
def clear(monkeypatch, submitted, officer):
    """A case in review, accepted on Monday by the shorter term: until 8 December."""
    frozen(monkeypatch, branch(**INJURY, shorter=CLEAR), promise=(30, "自然日"))
    case = submitted(PROMISED, now=MONDAY)
    clerk = officer("gy_clerk")
    look_at(case, clerk, MONDAY)
    services.accept(case_id=case.uuid, officer=clerk, now=MONDAY, clear=True)
    services.begin_review(case_id=case.uuid, officer=officer("gy_reviewer"), now=MONDAY)
    return case


def taken_back(case, officer, now=None, reason="证人说法不一", who="gy_reviewer"):
    return services.take_back_clear(
        case_id=case.uuid, officer=officer(who), reason=reason, now=now or on(11, 25)
    )


def test_the_term_of_the_law_is_counted_whole_from_the_same_acceptance(clear, officer):
    assert days_of(clear) == (SHORT, SHORT)
    taken_back(clear, officer)
    assert days_of(clear) == (LONG, LONG)
    step, moving = cases.trail(clear)[-2:]
    assert (step.kind, moving.kind) == ("take_back_clear", "recount")
    assert (step.told["from"], step.told["to"]) == ("2026-12-08", "2026-12-23")
    assert clear.term_changes.get().refused_at == on(11, 25)
    assert past.overdue_at(type(clear).objects.filter(pk=clear.pk), on(11, 25, 9)) == {}
    assert list(cases.broken_chains()) == []


def test_it_is_told_by_a_paper_and_a_message(clear, officer):
    taken_back(clear, officer)
    while outbox.deliver():
        pass
    words = worded(clear, on(11, 25), only="restart")["restart"]
    assert "不再按“事实清楚”的期限办" in words and "2026年11月23日（周一）" in words
    assert "2026年12月8日（周二）" in words and "2026年12月23日（周三）" in words
    assert "证人说法不一" in words and "工伤保险条例第20条" in words
    message = Message.objects.get(kind="case_due_moved")
    assert "2026年12月23日" in message.body
    assert brought_by("take_back_clear") == ["restart"]


def test_it_is_taken_back_once_with_a_reason_and_in_time(clear, officer):
    with pytest.raises(Invalid):
        taken_back(clear, officer, reason=" ")
    with pytest.raises(Forbidden):
        taken_back(clear, officer, who="gy_clerk")
    with pytest.raises(Conflict, match="到期"):
        taken_back(clear, officer, now=on(12, 9))
    taken_back(clear, officer, now=on(12, 8))
    with pytest.raises(Conflict, match="已经收回"):
        taken_back(clear, officer, now=on(12, 8))


def test_where_nobody_found_it_there_is_nothing_to_take_back(monkeypatch, reviewing, officer):
    frozen(monkeypatch, branch(**INJURY, shorter=CLEAR), promise=(30, "自然日"))
    case = reviewing(PROMISED, now=MONDAY)
    with pytest.raises(Conflict, match="没有按"):
        taken_back(case, officer)
