"""延长 and 重新起算: the same count from the same start, once, before the last day, granted by another person."""

from datetime import date

import pytest

from tests.cases.branching import branch
from tests.cases.clock_rules import (
    BY_BOTH,
    JOINED,
    MONDAY,
    TEN_MORE,
    TEST,
    days_of,
    on,
    sent_to_be_tested,
)
from tests.cases.conftest import PROMISED
from tests.cases.frozen_terms import frozen
from tests.cases.printed import worded
from tests.paper_files import PDF
from yichuang.accounts.models import Assignment, Todo
from yichuang.cases import services
from yichuang.cases.models import TermChange
from yichuang.cases.queries import cases
from yichuang.cases.services.tasks_of_clock import EXTENSION_TODO, REFUSED_TODO
from yichuang.core.errors import Conflict, Forbidden, Invalid

TEN = [10, "工作日", "受理"]
LONGER = date(2026, 12, 14)


@pytest.fixture
def world_of(monkeypatch, reviewing):
    """world_of(**rule) → a case in review, due on 30 November, by law on 7 December."""

    def make(promise=(5, "工作日"), **rule):
        frozen(monkeypatch, branch(statute=TEN, **rule), promise=promise)
        return reviewing(PROMISED, now=MONDAY)

    return make


def asked_for(case, officer, now=None, until=LONGER, reason="场所有三处，要逐处核实"):
    return services.ask_extension(
        case_id=case.uuid,
        officer=officer("gy_reviewer"),
        reason=reason,
        until=until,
        now=now or on(11, 27),
    )


def granted(case, officer, who="gy_head", now=None):
    return services.grant_extension(case_id=case.uuid, officer=officer(who), now=now or on(11, 30))


def test_a_longer_term_is_the_same_count_from_the_same_start(world_of, officer):
    case = world_of(extension=TEN_MORE)
    assert days_of(case) == (date(2026, 11, 30), date(2026, 12, 7))
    asked_for(case, officer)
    assert days_of(case) == (date(2026, 11, 30), date(2026, 12, 7))
    assert Todo.objects.get(kind=EXTENSION_TODO, done_at=None).role == "head"
    granted(case, officer)
    assert days_of(case) == (LONGER, date(2026, 12, 21))
    assert (case.flags, case.clock_changed) == (["extended"], True)
    facts = cases.trail(case)[-1].told
    assert (facts["from"], facts["to"]) == ("2026-11-30", "2026-12-14")
    words = worded(case, on(11, 30), only="extension")["extension"]
    assert "10个工作日" in words and "行政机关负责人" in words and "2026年12月14日（周一）" in words
    assert not Todo.objects.filter(kind=EXTENSION_TODO, done_at=None).exists()
    assert list(cases.broken_chains()) == []


def test_a_stop_after_it_moves_both_days(world_of, officer):
    case = world_of(extension=TEN_MORE, stops=[TEST])
    asked_for(case, officer)
    granted(case, officer)
    reviewer = officer("gy_reviewer")
    sent_to_be_tested(case, reviewer, date(2026, 12, 9), on(12, 2))
    services.end_special(case_id=case.uuid, officer=reviewer, result="合格", now=on(12, 4))
    # 3 and 4 December were stopped
    assert days_of(case) == (date(2026, 12, 16), date(2026, 12, 23))
    assert list(cases.broken_chains()) == []


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"until": None}, "until"),
        ({"until": date(2026, 11, 30)}, "until"),  # the day that it is due already
        ({"until": date(2026, 12, 22)}, "until"),  # beyond the longer statute
        ({"reason": ""}, "reason"),
    ],
)
def test_an_extension_says_why_and_until_when(world_of, officer, more, field):
    case = world_of(extension=TEN_MORE)
    with pytest.raises(Invalid) as refused:
        asked_for(case, officer, **more)
    assert [problem.field for problem in refused.value.problems] == [field]


def test_it_is_made_longer_once_and_before_the_last_day(world_of, officer):
    case = world_of(extension=TEN_MORE)
    with pytest.raises(Conflict, match="到期"):
        asked_for(case, officer, now=on(12, 8), until=date(2026, 12, 18))
    asked_for(case, officer, now=on(12, 7), until=date(2026, 12, 18))
    with pytest.raises(Conflict, match="一次"):
        asked_for(case, officer)
    with pytest.raises(Conflict, match="到期"):
        granted(case, officer, now=on(12, 8))
    granted(case, officer, now=on(12, 7, 16))
    assert case.term_changes.count() == 1
    case.refresh_from_db()
    # the promise had passed: what is late stays late
    assert case.late and case.flags == ["extended", "late"]
    assert list(cases.broken_chains()) == []


def test_who_asked_does_not_grant_and_no_reviewer_does(world_of, officer):
    case = world_of(extension=TEN_MORE)
    with pytest.raises(Conflict, match="没有等着批准"):
        granted(case, officer)
    asked_for(case, officer)
    with pytest.raises(Forbidden):
        granted(case, officer, who="gy_approver")
    reviewer = officer("gy_reviewer")
    Assignment.objects.create(
        officer=reviewer, role="head", region_id="510812000000", valid_from=MONDAY.date()
    )
    with pytest.raises(Forbidden, match="您自己提的"):
        granted(case, officer, who="gy_reviewer")


def test_who_was_refused_is_told_and_may_ask_again(world_of, officer):
    case = world_of(extension=TEN_MORE)
    asked_for(case, officer)
    head = officer("gy_head")
    services.refuse_extension(case_id=case.uuid, officer=head, reason="人手够", now=on(11, 27, 15))
    assert days_of(case) == (date(2026, 11, 30), date(2026, 12, 7))
    assert case.flags == []
    todo = Todo.objects.get(kind=REFUSED_TODO, done_at=None)
    assert todo.owner == officer("gy_reviewer")
    assert not Todo.objects.filter(kind=EXTENSION_TODO, done_at=None).exists()
    asked_for(case, officer, now=on(11, 30))
    assert not Todo.objects.filter(kind=REFUSED_TODO, done_at=None).exists()
    assert case.term_changes.filter(refused_at__isnull=True).count() == 1
    assert Todo.objects.get(kind=EXTENSION_TODO, done_at=None).role == "head"


def test_a_day_that_a_stop_has_overtaken_is_granted_no_more(world_of, officer):
    """30 November, 1 and 2 December were stopped: due on 3 December, a day after what was asked for."""
    case = world_of(extension=TEN_MORE, stops=[TEST])
    asked_for(case, officer, until=date(2026, 12, 2))
    reviewer = officer("gy_reviewer")
    sent_to_be_tested(case, reviewer, date(2026, 12, 4), on(11, 27, 11))
    services.end_special(case_id=case.uuid, officer=reviewer, result="合格", now=on(12, 2))
    assert days_of(case) == (date(2026, 12, 3), date(2026, 12, 10))
    with pytest.raises(Conflict, match="已经不晚于"):
        granted(case, officer, now=on(12, 3))
    assert days_of(case) == (date(2026, 12, 3), date(2026, 12, 10))


@pytest.mark.parametrize("rule", [{}, {"extension": BY_BOTH}])
def test_where_the_law_has_no_extension_by_a_head_none_is_asked_for(world_of, officer, rule):
    case = world_of(**rule)
    with pytest.raises(Conflict, match="不能延长"):
        asked_for(case, officer)


def agreed(case, officer, until=LONGER, file=True):
    clerk = officer("gy_clerk")
    consent = ""
    if file:
        stored = services.store_file(
            owner=clerk.actor, name="同意书.pdf", content=PDF, now=on(11, 27)
        )
        consent = str(stored.uuid)
    return services.agree_longer(
        case_id=case.uuid, officer=clerk, until=until, consent=consent, now=on(11, 27)
    )


def test_both_parties_make_it_longer_by_what_they_signed(world_of, officer):
    case = world_of(extension=BY_BOTH)
    agreed(case, officer)
    assert days_of(case) == (LONGER, LONGER)
    change = TermChange.objects.get(case=case)
    assert (change.days, change.granted_by) == (None, None)
    assert change.consent.unclaimed_until is None
    assert "双方当事人" in worded(case, on(11, 27), only="extension")["extension"]
    with pytest.raises(Conflict):
        agreed(case, officer, until=date(2026, 12, 18))
    assert list(cases.broken_chains()) == []


def test_without_what_both_signed_nothing_is_longer(world_of, officer):
    case = world_of(extension=BY_BOTH)
    with pytest.raises(Invalid) as refused:
        agreed(case, officer, file=False)
    assert [problem.field for problem in refused.value.problems] == ["consent"]
    headed = world_of(extension=TEN_MORE)
    with pytest.raises(Conflict):
        agreed(headed, officer)


# ── from a day on, anew ──────────────────────────────────────────────────────────────────────────────────────────────


def restarted(case, officer, on_day=date(2026, 11, 26), event="joined", now=None, reason="追加"):
    return services.restart_term(
        case_id=case.uuid,
        officer=officer("gy_reviewer"),
        event=event,
        on_day=on_day,
        reason=reason,
        now=now or on(11, 27),
    )


def test_the_count_begins_anew_from_the_day_of_the_event(world_of, officer):
    case = world_of(promise=(10, "工作日"), restarts=[JOINED], extension=TEN_MORE)
    assert days_of(case) == (date(2026, 12, 7), date(2026, 12, 7))
    restarted(case, officer)
    # 27 November is the first working day after 26 November, 10 December the tenth
    assert days_of(case) == (date(2026, 12, 10), date(2026, 12, 10))
    assert cases.trail(case)[-1].told["to"] == "2026-12-10"
    words = worded(case, on(11, 27), only="restart")["restart"]
    assert "追加当事人" in words and "第46条" in words
    assert "2026年11月26日（周四）" in words and "2026年12月10日（周四）" in words
    asked_for(case, officer, now=on(12, 1), until=date(2026, 12, 18))
    granted(case, officer, now=on(12, 2))
    assert days_of(case) == (date(2026, 12, 18), date(2026, 12, 24))
    assert list(cases.broken_chains()) == []


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"event": "counterclaim"}, "event"),
        ({"reason": ""}, "reason"),
        ({"on_day": None}, "on_day"),
        ({"on_day": date(2026, 11, 28)}, "on_day"),  # ahead
        ({"on_day": date(2026, 11, 20)}, "on_day"),  # before acceptance
        ({"on_day": date(2026, 12, 8), "now": on(12, 9)}, "on_day"),  # the statute was over
    ],
)
def test_nothing_else_begins_it_anew(world_of, officer, more, field):
    case = world_of(restarts=[JOINED])
    with pytest.raises(Invalid) as refused:
        restarted(case, officer, **more)
    assert [problem.field for problem in refused.value.problems] == [field]


def test_an_earlier_event_does_not_undo_a_later_one(world_of, officer):
    case = world_of(restarts=[JOINED])
    restarted(case, officer)
    with pytest.raises(Invalid):
        restarted(case, officer, on_day=date(2026, 11, 24))
