"""特别程序 and acceptance that waits: what the rule names, told with its end, from the day after (行政许可法 45)."""

from datetime import date

import pytest

from tests.cases.branching import branch
from tests.cases.clock_rules import HEARING, LICENCE, MEDIATION, MONDAY, TEST, days_of, on, pause_of
from tests.cases.conftest import PROMISED, judged, sound
from tests.cases.frozen_terms import frozen
from tests.cases.printed import worded
from yichuang.accounts.models import Todo
from yichuang.cases import services
from yichuang.cases.queries import cases, standing
from yichuang.cases.services import dates
from yichuang.cases.services.tasks_of_clock import SPECIAL_TODO
from yichuang.core import outbox
from yichuang.core.errors import Conflict, Invalid
from yichuang.documents.models import Paper
from yichuang.notify.models import Message

PROMISE = (10, "工作日")
HALL = "上午9点，局一楼会议室"


@pytest.fixture
def licence(monkeypatch, reviewing):
    """A case in review, due on 7 December, by law on 21 December."""
    frozen(monkeypatch, branch(**LICENCE, stops=[TEST, HEARING]), promise=PROMISE)
    return reviewing(PROMISED, now=MONDAY)


@pytest.fixture
def begun(licence, officer):
    """begun(now, kind, **more) → the case with its clock stopped."""

    def begin(now=None, kind="test", until=date(2026, 12, 2), **more):
        return services.begin_special(
            case_id=licence.uuid,
            officer=officer("gy_reviewer"),
            kind=kind,
            reason="要送检",
            planned_until=until,
            now=now or on(11, 25),
            **more,
        )

    return begin


def ended(case, officer, now, result="合格"):
    return services.end_special(
        case_id=case.uuid, officer=officer("gy_reviewer"), result=result, now=now
    )


def wrong_of(refused):
    return [problem.field for problem in refused.value.problems]


def test_a_stop_begins_the_day_after_and_its_last_day_is_stopped(licence, begun, officer):
    assert days_of(licence) == (date(2026, 12, 7), date(2026, 12, 21))
    begun()
    licence.refresh_from_db()
    assert (licence.state, licence.paused_since) == ("special", date(2026, 11, 26))
    assert type(licence).objects.filter(standing.clock_stands(), pk=licence.pk).exists()
    ended(licence, officer, on(11, 30))
    # 26, 27 and 30 November are three working days
    assert days_of(licence) == (date(2026, 12, 10), date(2026, 12, 24))
    assert pause_of(licence) == ("special", "test", date(2026, 11, 26), date(2026, 11, 30))
    assert (licence.state, licence.paused_since, licence.flags) == ("reviewing", None, [])
    step = cases.trail(licence)[-1]
    assert step.told == {"result": "合格", "from": "2026-12-07", "to": "2026-12-10"}
    assert list(cases.broken_chains()) == []


def test_what_ends_on_the_day_of_its_notice_moves_no_date(licence, begun, officer):
    begun()
    ended(licence, officer, on(11, 25, 15))
    assert days_of(licence) == (date(2026, 12, 7), date(2026, 12, 21))
    assert pause_of(licence)[2:] == (date(2026, 11, 26), date(2026, 11, 25))
    assert "to" not in cases.trail(licence)[-1].told
    assert list(cases.broken_chains()) == []


def test_what_outlasts_the_day_that_was_told_is_a_fault_of_ours(licence, begun, officer):
    begun(until=date(2026, 11, 27))
    ended(licence, officer, on(11, 30))
    licence.refresh_from_db()
    assert licence.flags == ["over_planned"]
    assert days_of(licence)[0] == date(2026, 12, 10)


def test_nothing_stops_on_the_last_day(licence, begun):
    with pytest.raises(Conflict, match="最后一天"):
        begun(now=on(12, 7), until=date(2026, 12, 9))
    with pytest.raises(Conflict, match="过了"):
        begun(now=on(12, 21), until=date(2026, 12, 23))


def test_a_promise_that_has_passed_stays_late_when_the_statute_is_stopped(licence, begun, officer):
    begun(now=on(12, 8), until=date(2026, 12, 11))
    licence.refresh_from_db()
    assert (licence.late, licence.flags) == (True, ["late"])
    ended(licence, officer, on(12, 10))
    # 9 and 10 December were stopped
    assert days_of(licence) == (date(2026, 12, 7), date(2026, 12, 23))
    assert licence.late
    assert list(cases.broken_chains()) == []


def test_a_stop_that_the_rule_does_not_name_is_none(licence, begun):
    with pytest.raises(Invalid) as refused:
        begun(kind="expert_review")
    assert wrong_of(refused) == ["kind"]


@pytest.mark.parametrize("until", [None, date(2026, 11, 25)])
def test_a_stop_has_a_planned_end_ahead(begun, until):
    with pytest.raises(Invalid) as refused:
        begun(until=until)
    assert wrong_of(refused) == ["planned_until"]


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({}, "chair"),
        ({"chair": "gy_reviewer"}, "chair"),
        ({"held_on": None}, "held_on"),
        ({"held_on": date(2026, 12, 3)}, "held_on"),  # the sixth working day
        ({"held_on": date(2026, 12, 24)}, "held_on"),  # after the planned end
        ({"held_at": " "}, "held_at"),
        ({"until": date(2026, 12, 24)}, "planned_until"),  # the twenty-first working day
    ],
)
def test_a_hearing_is_told_seven_days_before_and_led_by_another(begun, officer, more, field):
    plan = {"until": date(2026, 12, 23), "held_on": date(2026, 12, 4), "held_at": HALL} | more
    if field != "chair":
        plan["chair"] = "gy_approver"
    if "chair" in plan:
        plan["chair"] = officer(plan["chair"])
    with pytest.raises(Invalid) as refused:
        begun(kind="hearing", **plan)
    assert wrong_of(refused) == [field]


def test_a_hearing_of_the_seventh_day_is_told_with_its_day_and_place(begun, officer):
    chair = officer("gy_approver")
    case = begun(
        kind="hearing",
        until=date(2026, 12, 23),
        held_on=date(2026, 12, 4),
        held_at=HALL,
        chair=chair,
    )
    words = worded(case, on(11, 25), only="special")["special"]
    assert "听证" in words and "2026年12月4日（周五），上午9点，局一楼会议室" in words
    assert "2026年11月26日（周四）" in words and "2026年12月23日（周三）" in words
    assert "第46条至第48条" in words


def test_the_paper_and_the_message_come_of_the_same_commit(licence, begun, officer):
    begun()
    while outbox.deliver():
        pass
    assert Paper.objects.filter(kind="special", subject=licence.ref).count() == 1
    assert Message.objects.filter(kind="case_stopped").count() == 1
    todo = Todo.objects.get(kind=SPECIAL_TODO, done_at=None)
    assert (todo.owner, todo.due_on) == (officer("gy_reviewer"), date(2026, 12, 2))
    ended(licence, officer, on(11, 30))
    assert not Todo.objects.filter(kind=SPECIAL_TODO, done_at=None).exists()


def test_nothing_is_decided_meanwhile(licence, begun, officer):
    judged(licence, officer("gy_reviewer"), on(11, 25))
    case = begun()
    with pytest.raises(Conflict):
        services.decide(
            case_id=case.uuid, officer=officer("gy_reviewer"), decision=sound(case), now=on(11, 26)
        )
    with pytest.raises(Invalid):
        ended(case, officer, on(11, 30), result=" ")


# ── acceptance that waits ────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def deferred(monkeypatch, submitted, officer):
    """deferred(now, **more) → a case whose acceptance waits; its last day for that was 30 November."""
    frozen(monkeypatch, branch(**LICENCE, stops=[MEDIATION, TEST]), promise=PROMISE)
    case = submitted(PROMISED, now=MONDAY)

    def defer(now=None, **more):
        plan = {"kind": "mediate_first", "is_agreed": True, "planned_until": date(2026, 12, 4)}
        return services.defer_acceptance(
            case_id=case.uuid,
            officer=officer("gy_clerk"),
            reason="双方愿意先调解",
            now=now or on(11, 25),
            **plan | more,
        )

    return defer


def test_the_clock_of_acceptance_alone_stands(deferred, officer):
    case = deferred()
    clerk = officer("gy_clerk")
    assert (case.state, case.paused_since) == ("received", date(2026, 11, 26))
    with pytest.raises(Conflict, match="暂缓受理"):
        services.accept(case_id=case.uuid, officer=clerk, now=on(11, 26))
    services.resume_acceptance(case_id=case.uuid, officer=clerk, why="没有调成", now=on(11, 27))
    case.refresh_from_db()
    # 26 and 27 November were stopped
    assert case.accept_by == date(2026, 12, 2)
    assert dates.counted(case)["due_at"] == case.due_at
    assert days_of(case)[0] == date(2026, 12, 7)
    services.accept(case_id=case.uuid, officer=clerk, now=on(11, 30))
    assert list(cases.broken_chains()) == []


@pytest.mark.parametrize(
    ("more", "field"), [({"is_agreed": False}, "is_agreed"), ({"kind": "test"}, "kind")]
)
def test_acceptance_waits_for_what_the_rule_names_and_the_applicant_agreed_to(
    deferred, more, field
):
    with pytest.raises(Invalid) as refused:
        deferred(**more)
    assert wrong_of(refused) == [field]


def test_acceptance_does_not_wait_from_its_last_day_on(deferred, officer):
    for now in (on(11, 30), on(12, 1)):
        with pytest.raises(Conflict):
            deferred(now=now, planned_until=date(2026, 12, 9))


def test_what_does_not_wait_is_not_resumed(monkeypatch, submitted, officer):
    frozen(monkeypatch, branch(**LICENCE, stops=[MEDIATION]), promise=PROMISE)
    case = submitted(PROMISED, now=MONDAY)
    with pytest.raises(Conflict):
        services.resume_acceptance(
            case_id=case.uuid, officer=officer("gy_clerk"), why="调好了", now=on(11, 24)
        )
