"""中止: only for a cause that the rule lists, never for what was to be seen before, granted where the law says so."""

from datetime import date

import pytest

from tests.cases.branching import branch
from tests.cases.clock_rules import (
    CONCLUSION,
    LICENCE,
    MONDAY,
    TEST,
    days_of,
    on,
    pause_of,
    sent_to_be_tested,
)
from tests.cases.conftest import PROMISED
from tests.cases.frozen_terms import frozen
from tests.cases.printed import worded
from yichuang.accounts.models import Assignment, Todo
from yichuang.cases import services
from yichuang.cases.queries import cases
from yichuang.cases.services.tasks_of_clock import DENIED_TODO, SUSPENDED_TODO, SUSPENSION_TODO
from yichuang.core.errors import Conflict, Forbidden, Invalid

OF_HEAD = {"by": "head", "whose": "仲裁委员会主任"}
WAIT = {
    "cause": "conclusion",
    "reason": "责任认定书还没有出",
    "expected_until": date(2026, 12, 25),
    "not_visible": True,
}


@pytest.fixture
def world_of(monkeypatch, reviewing):
    """world_of(**rule) → a case in review, due on 7 December."""

    def make(**rule):
        row = branch(**LICENCE, suspends=[CONCLUSION], **rule)
        frozen(monkeypatch, row, promise=(10, "工作日"))
        return reviewing(PROMISED, now=MONDAY)

    return make


def suspended(case, officer, now=None, **more):
    return services.suspend(
        case_id=case.uuid, officer=officer("gy_reviewer"), now=now or on(11, 25), **WAIT | more
    )


def asked_for(case, officer, **more):
    return services.ask_suspension(
        case_id=case.uuid, officer=officer("gy_reviewer"), now=on(11, 25), **WAIT | more
    )


def granted(case, officer, who="gy_head", now=None):
    return services.grant_suspension(case_id=case.uuid, officer=officer(who), now=now or on(11, 26))


def test_the_clock_stands_until_what_was_waited_for_has_come(world_of, officer):
    case = world_of()
    suspended(case, officer)
    case.refresh_from_db()
    assert (case.state, case.paused_since) == ("suspended", date(2026, 11, 26))
    assert cases.trail(case)[-1].told["not_visible"] is True
    words = worded(case, on(11, 25), only="suspension")["suspension"]
    assert "等有关行政主管部门的结论" in words and "工伤保险条例第20条" in words
    todo = Todo.objects.get(kind=SUSPENDED_TODO, done_at=None)
    assert todo.due_on == date(2026, 12, 25)
    services.resume(
        case_id=case.uuid, officer=officer("gy_reviewer"), why="认定书到了", now=on(12, 2)
    )
    # 26, 27 and 30 November, 1 and 2 December are five working days
    assert days_of(case) == (date(2026, 12, 14), date(2026, 12, 28))
    assert pause_of(case) == ("suspended", "conclusion", date(2026, 11, 26), date(2026, 12, 2))
    assert cases.trail(case)[-1].told["to"] == "2026-12-14"
    assert not Todo.objects.filter(kind=SUSPENDED_TODO, done_at=None).exists()
    assert list(cases.broken_chains()) == []


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"cause": "holidays"}, "cause"),
        ({"reason": " "}, "reason"),
        ({"expected_until": None}, "expected_until"),
        ({"expected_until": date(2026, 11, 25)}, "expected_until"),
        ({"not_visible": False}, "not_visible"),
    ],
)
def test_what_the_law_does_not_list_or_was_to_be_seen_suspends_nothing(
    world_of, officer, more, field
):
    case = world_of()
    with pytest.raises(Invalid) as refused:
        suspended(case, officer, **more)
    assert [problem.field for problem in refused.value.problems] == [field]
    assert case.events.filter(kind="suspend").count() == 0


def test_nothing_is_suspended_on_the_last_day(world_of, officer):
    case = world_of()
    with pytest.raises(Conflict, match="最后一天"):
        suspended(case, officer, now=on(12, 7))


def test_where_the_law_leaves_it_to_the_head_nobody_else_suspends(world_of, officer):
    case = world_of(suspended_by=OF_HEAD)
    with pytest.raises(Forbidden, match="仲裁委员会主任"):
        suspended(case, officer)
    with pytest.raises(Conflict, match="没有等着批准"):
        granted(case, officer)
    asked_for(case, officer)
    with pytest.raises(Conflict, match="已经提请过"):
        asked_for(case, officer)
    case.refresh_from_db()
    assert (case.state, case.paused_since) == ("reviewing", None)
    assert Todo.objects.get(kind=SUSPENSION_TODO, done_at=None).role == "head"
    with pytest.raises(Forbidden):
        granted(case, officer, who="gy_approver")
    granted(case, officer)
    case.refresh_from_db()
    assert (case.state, case.paused_since) == ("suspended", date(2026, 11, 27))
    assert "仲裁委员会主任" in worded(case, on(11, 26), only="suspension")["suspension"]
    assert not Todo.objects.filter(kind=SUSPENSION_TODO, done_at=None).exists()
    assert list(cases.broken_chains()) == []


def refused(case, officer, who="gy_head", reason="认定书已经出了"):
    return services.refuse_suspension(
        case_id=case.uuid, officer=officer(who), reason=reason, now=on(11, 26)
    )


def test_who_was_refused_is_told_and_may_ask_again(world_of, officer):
    case = world_of(suspended_by=OF_HEAD)
    with pytest.raises(Conflict, match="没有等着批准"):
        refused(case, officer)
    asked_for(case, officer)
    with pytest.raises(Invalid):
        refused(case, officer, reason=" ")
    refused(case, officer)
    assert cases.trail(case)[-1].told["reason"] == "认定书已经出了"
    assert not Todo.objects.filter(kind=SUSPENSION_TODO, done_at=None).exists()
    assert Todo.objects.get(kind=DENIED_TODO, done_at=None).owner == officer("gy_reviewer")
    with pytest.raises(Conflict, match="没有等着批准"):
        granted(case, officer)
    asked_for(case, officer)
    assert not Todo.objects.filter(kind=DENIED_TODO, done_at=None).exists()
    assert Todo.objects.get(kind=SUSPENSION_TODO, done_at=None).role == "head"
    granted(case, officer)
    case.refresh_from_db()
    assert case.state == "suspended"
    assert list(cases.broken_chains()) == []


def test_what_should_have_come_by_now_is_granted_no_more(world_of, officer):
    case = world_of(suspended_by=OF_HEAD)
    asked_for(case, officer, expected_until=date(2026, 11, 27))
    with pytest.raises(Conflict, match="估计等到的日子已经过了"):
        granted(case, officer, now=on(11, 27))
    case.refresh_from_db()
    assert (case.state, case.paused_since) == ("reviewing", None)


def test_a_stop_may_begin_while_a_suspension_waits_and_the_head_answers_after_it(world_of, officer):
    """公告送达 of one party and 中止 for another are two things of the same law (办案规则 46, 47)."""
    case = world_of(suspended_by=OF_HEAD, stops=[TEST])
    asked_for(case, officer)
    reviewer = officer("gy_reviewer")
    sent_to_be_tested(case, reviewer, date(2026, 12, 2), on(11, 25, 11))
    with pytest.raises(Conflict, match="特别程序中"):
        granted(case, officer)
    services.end_special(case_id=case.uuid, officer=reviewer, result="合格", now=on(11, 27))
    granted(case, officer, now=on(11, 30))
    case.refresh_from_db()
    assert (case.state, case.paused_since) == ("suspended", date(2026, 12, 1))
    services.resume(case_id=case.uuid, officer=reviewer, why="到了", now=on(12, 2))
    # 26 and 27 November, 1 and 2 December stood: four working days
    assert days_of(case) == (date(2026, 12, 11), date(2026, 12, 25))
    assert list(cases.broken_chains()) == []


def test_who_asks_for_it_does_not_grant_it(world_of, officer):
    case = world_of(suspended_by=OF_HEAD)
    reviewer = officer("gy_reviewer")
    Assignment.objects.create(
        officer=reviewer, role="head", region_id="510812000000", valid_from=MONDAY.date()
    )
    asked_for(case, officer)
    with pytest.raises(Forbidden, match="您自己提的"):
        granted(case, officer, who="gy_reviewer")
    with pytest.raises(Forbidden, match="您自己提的"):
        refused(case, officer, who="gy_reviewer")


def test_where_nobody_has_to_grant_it_nobody_is_asked(world_of, officer):
    case = world_of()
    with pytest.raises(Conflict, match="不用另外批准"):
        asked_for(case, officer)
