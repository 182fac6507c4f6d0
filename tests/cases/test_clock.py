"""The clock of a case: due dates, colours, half hours (SYS-020, SYS-021)."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.cases.conftest import judged, sound
from tests.looking import complete_instantly
from yichuang.accounts.models import Officer
from yichuang.cases import services
from yichuang.cases.models import Case
from yichuang.cases.queries.desk import instant_report
from yichuang.cases.rules import timing
from yichuang.cases.rules.branches import terms_of
from yichuang.cases.services.alarms import raise_alarms
from yichuang.core import clock
from yichuang.core.clock import SHANGHAI
from yichuang.core.errors import Forbidden, Invalid
from yichuang.core.models import OutboxEvent
from yichuang.reference.tables import calendar, thresholds

CALENDAR = calendar()
INSTANT = "992014101002"


def _slow_due(moment, days):
    """Walk the calendar day by day, as a clerk with a wall calendar would."""
    day = moment.date()
    if not CALENDAR.is_working(day) or moment.time() > CALENDAR.closing:
        day += timedelta(1)
        while not CALENDAR.is_working(day):
            day += timedelta(1)
    while days:
        day += timedelta(1)
        days -= CALENDAR.is_working(day)
    return day


def _dates(moment, definition):
    """The dates of a case of a version that froze no rules, nothing having happened to it."""
    facts = timing.Facts(received_at=moment, complete_at=moment)
    return timing.dates(facts, terms_of(definition, {}), CALENDAR, thresholds())


MOMENTS = st.builds(
    lambda day, minute: datetime.combine(day, time(minute // 60, minute % 60), SHANGHAI),
    st.dates(date(min(CALENDAR.packed), 1, 1), date(max(CALENDAR.packed), 12, 31)),
    st.integers(0, 1439),
)


@settings(max_examples=300)
@given(moment=MOMENTS, promised=st.integers(0, 40), more=st.integers(0, 40))
@example(
    moment=datetime(2026, 2, 13, 16, tzinfo=SHANGHAI), promised=5, more=0
)  # the last day before 春节
@example(moment=datetime(2026, 2, 14, 10, tzinfo=SHANGHAI), promised=1, more=1)  # a 调休 Saturday
@example(
    moment=datetime(2025, 9, 28, 9, tzinfo=SHANGHAI), promised=3, more=9
)  # a 调休 Sunday before 国庆
@example(
    moment=datetime(2025, 1, 26, 20, tzinfo=SHANGHAI), promised=2, more=2
)  # a 调休 Sunday, after closing
def test_a_case_is_due_on_the_day_that_one_finds_by_counting(moment, promised, more):
    definition = {
        "promised_days": promised, "promised_unit": "工作日", "statutory_days": promised + more,
        "statutory_unit": "工作日",
    }  # fmt: skip
    answer = _dates(moment, definition)
    assert answer.promise.due == _slow_due(moment, promised)
    assert answer.statute.due == _slow_due(moment, promised + more)
    assert (
        clock.local(answer.at).date() == answer.promise.due
        and clock.local(answer.at).time() == CALENDAR.closing
    )
    assert answer.yellow_on <= answer.red_on <= answer.promise.due


def test_a_promise_never_outlasts_the_statute():
    definition = {
        "promised_days": 30,
        "promised_unit": "工作日",
        "statutory_days": 10,
        "statutory_unit": "工作日",
    }
    moment = datetime(2026, 11, 20, 10, tzinfo=SHANGHAI)
    answer = _dates(moment, definition)
    assert clock.local(answer.at).date() == answer.statute.due == date(2026, 12, 4)


def _told(case):
    rows = OutboxEvent.objects.filter(
        topic="cases.CaseAlarmed", payload__case=str(case.uuid)
    ).order_by("id")
    return [row.payload["colour"] for row in rows]


def test_each_alarm_goes_off_once_at_its_threshold(submitted):
    case = submitted()
    steps = [
        (datetime.combine(case.yellow_on - timedelta(1), time(23, 59), SHANGHAI), []),
        (datetime.combine(case.yellow_on, time(0, 1), SHANGHAI), ["yellow"]),
        (datetime.combine(case.red_on, time(0, 1), SHANGHAI), ["yellow", "red"]),
        (case.due_at, ["yellow", "red"]),
        (case.due_at + timedelta(seconds=1), ["yellow", "red", "overdue"]),
    ]
    for now, told in steps:
        for _ in range(2):
            raise_alarms(now=now)
        assert _told(case) == told
    case.refresh_from_db()
    assert (case.alarm, case.late) == ("overdue", True)


def test_a_case_that_ended_raises_no_alarm(decided):
    case = decided()
    raise_alarms(now=case.due_at + timedelta(days=90))
    assert _told(case) == []


def test_an_overdue_case_stays_overdue_in_its_record(reviewing, officer, morning):
    case = reviewing()
    late = case.due_at + timedelta(minutes=1)
    judged(case, officer("gy_reviewer"))
    done = services.decide(
        case_id=case.uuid, officer=officer("gy_reviewer"), now=late, decision=sound(case)
    )
    assert done.late and "late" in done.flags
    in_time = reviewing()
    judged(in_time, officer("gy_reviewer"))
    done = services.decide(
        case_id=in_time.uuid, officer=officer("gy_reviewer"), now=in_time.due_at,
        decision=sound(in_time),
    )  # fmt: skip
    assert not done.late and "late" not in done.flags


def test_an_instant_item_has_half_an_hour_and_then_needs_a_reason(submitted, officer, morning):
    clerk, result = officer("gy_clerk"), "已登记"
    quick, slow = submitted(INSTANT), submitted(INSTANT)
    at_once = {"case_id": quick.uuid, "officer": clerk, "now": morning + timedelta(minutes=30)}
    with pytest.raises(Invalid, match="办理结果"):
        complete_instantly(**at_once, result=" ")
    done = complete_instantly(**at_once, result=result)
    assert (done.state, done.slow_reason, done.flags) == ("closed", "", [])
    assert done.decided_by == done.accepted_by == clerk
    codes = [e.code for e in done.events.order_by("seq") if e.code]
    assert codes == ["01", "02", "08", "09", "11"]
    later = {
        "case_id": slow.uuid,
        "officer": clerk,
        "now": morning + timedelta(minutes=30, seconds=1),
    }
    with pytest.raises(Invalid) as refused:
        complete_instantly(**later, result=result)
    assert [p.field for p in refused.value.problems] == ["slow_reason"]
    done = complete_instantly(**later, result=result, slow_reason="读卡器坏了")
    assert (done.slow_reason, done.flags) == ("读卡器坏了", ["over_30_minutes"])


def test_the_report_of_instant_items_lists_the_share_and_the_slow_ones(submitted, officer, morning):
    supervisor = officer("gy_supervisor")
    span = (morning, morning + timedelta(days=1))
    assert instant_report(supervisor, *span).percent is None
    for minutes in (5, 29, 45):
        complete_instantly(
            case_id=submitted(INSTANT).uuid, officer=officer("gy_clerk"), now=morning + timedelta(minutes=minutes),
            result="已登记", slow_reason="" if minutes < 30 else "系统慢",
        )  # fmt: skip
    report = instant_report(supervisor, *span)
    assert (report.total, report.within, report.percent) == (3, 2, 66.7)
    assert [case.slow_reason for case in report.slow] == ["系统慢"]
    elsewhere = Officer.objects.get(user__username="yy_supervisor")
    assert instant_report(elsewhere, *span).total == 0


def test_an_item_with_a_promise_is_not_done_on_the_spot(submitted, officer, morning):
    with pytest.raises(Forbidden, match="承诺件"):
        complete_instantly(
            case_id=submitted().uuid, officer=officer("gy_clerk"), now=morning, result="已办"
        )


def test_why_it_was_slow_is_written_down(decided, officer, morning):
    case = decided()
    with pytest.raises(Invalid):
        services.explain_slow(
            case_id=case.uuid, officer=officer("gy_clerk"), reason=" ", now=morning
        )
    services.explain_slow(
        case_id=case.uuid, officer=officer("gy_clerk"), reason="系统停机", now=morning
    )
    assert Case.objects.get(pk=case.pk).slow_reason == "系统停机"
