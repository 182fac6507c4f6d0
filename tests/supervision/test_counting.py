"""Counts of cases against a loop over the rows; the sentence; the breach reports."""

from datetime import timedelta

import pytest

from tests.reference.test_office_minutes import slowly as minutes
from yichuang.cases import services as cases
from yichuang.cases.models import Case
from yichuang.cases.queries.standing import overdue
from yichuang.cases.services.corrections import Asked
from yichuang.core.clock import local
from yichuang.reference.queries import region
from yichuang.supervision import rules
from yichuang.supervision.queries import figures, headline, sight
from yichuang.supervision.queries.figures import Span
from yichuang.supervision.queries.reports import report
from yichuang.supervision.queries.weeks import late_by_week

LIVES = [
    ("张三", "失业登记", 3, 3, "09:12", "instant@0.0921"),
    ("周八", "失业登记", 1, 9, "09:40", "slow@0.1035"),
    ("王五", "转移接续", 2, 40, "15:20", "accept@1.0930"),
    ("孙七", "困难认定", 2, 29, "14:25", "accept@1.0910 begin@2.0930 approve@16.1500"),
    ("李四", "创业补贴", 2, 20, "22:05", "ask@1.0930"),
    ("李四", "困难认定", 2, 1, "10:00", ""),
]


@pytest.fixture
def some(lived):
    for row in LIVES:
        lived(*row)
    lived("赵六", "权益单", 3, 13, "18:20", "instant@1.0850", place="利州")
    lived("于海涛", "失业登记", 3, 5, "08:40", "", city="qd", place="黄岛")


def slowly(rows, span):
    """The same counts, one case at a time."""
    within = [
        c
        for c in rows
        if c.state == "closed" and c.closed_at and span.since <= c.closed_at < span.until
    ]
    came = [c for c in rows if span.since <= c.received_at < span.until]
    running = [c for c in rows if c.open]
    return {
        "received": len(came),
        "closed": len(within),
        "late": sum(c.late for c in within),
        "open": len(running),
        "overdue": sum(c.due_at < span.now and c.state != "correcting" for c in running),
        "instant": sum(c.instant for c in within),
        "within": sum(
            c.instant and minutes(local(c.clock_from), local(c.closed_at)) <= 30 for c in within
        ),
        "online": sum(c.channel in (2, 3) for c in came),
    }


def test_counts_are_those_of_a_loop_for_every_place_and_line(some, officer, now):
    span, mine = Span.days(30, now), officer("gy_supervisor")
    visible = [c for c in Case.objects.all() if c.region_id.startswith("5108")]
    assert len(visible) == 7 and Case.objects.filter(region__code__startswith="3702").exists()
    total = figures.total(sight.reach_of(mine), span)
    assert {key: getattr(total, key) for key in slowly(visible, span)} == slowly(visible, span)
    for row in figures.by_place(sight.reach_of(mine), span, region("510800000000")):
        there = slowly([c for c in visible if c.region_id.startswith(row.key[:6])], span)
        assert {key: getattr(row, key) for key in there} == there, row.label
    for row in figures.by_line(sight.reach_of(mine), span):
        there = slowly([c for c in visible if c.line == row.key], span)
        assert {key: getattr(row, key) for key in there} == there, row.label
    days = figures.by_day(sight.reach_of(mine), span)
    assert len(days) == 30 and sum(day.received for day in days) == total.received
    assert sum(n for _, n in figures.by_channel(sight.reach_of(mine), span)) == total.received


def test_waiting_for_the_applicant_is_not_late(lived, officer, now):
    case = lived("李四", "创业补贴", 2, 45, "22:05", "ask@1.0930")
    assert case.state == "correcting" and case.due_at < now
    assert figures.total(sight.reach_of(officer("gy_supervisor")), Span.days(30, now)).overdue == 0


def test_the_week_of_the_due_day_counts_late_and_all(some, officer, now):
    weeks = rules.week_starts(now.date(), 12)
    found = late_by_week(sight.reach_of(officer("gy_supervisor")), weeks, now)["510812"]
    due = [
        c
        for c in Case.objects.filter(county="510812")
        if c.due_at < now and c.state != "correcting"
    ]
    assert sum(whole for _, whole in found) == len(due)
    assert sum(late for late, _ in found) == sum(c.late or c.open for c in due) == 2


def test_the_sentence_names_number_place_matter_cause_and_who_answers(some, officer, now):
    mine, span = officer("gy_supervisor"), Span.days(30, now)
    rows = sight.reach_of(mine)
    counted, groups = figures.total(rows, span), headline.overdue_groups(rows.cases(), now)
    known = headline.values(rows, span, "510800000000", counted)
    told = headline.sentence(known, counted, groups, region("510800000000"))
    assert told.title.startswith(
        f"按期办结率{rules.spoken(known['on_time'])}%，差在朝天区的企业职工基本养老保险关系转移接续"
    )
    assert (
        "等审核1件" in told.body
        and "1件没人领" in told.body
        and "朝天区人力资源和社会保障局答复" in told.body
    )
    assert told.href == "/console/cases/list/?place=510812000000&what=overdue"


def test_nothing_late_is_said_plainly(world, officer, now):
    mine, span = officer("gy_supervisor"), Span.days(30, now)
    rows = sight.reach_of(mine)
    counted = figures.total(rows, span)
    known = headline.values(rows, span, "510800000000", counted)
    assert known["on_time"] is None and known["good_ratings"] is None
    told = headline.sentence(known, counted, [], region("510800000000"))
    assert told.title == "还没有办件"


def listed(key, officer, now, place="510800000000"):
    return list(report(key).rows(officer("gy_supervisor"), region(place), now))


def test_two_on_site_events_on_an_at_most_once_item_are_in_the_breach_report(lived, officer, now):
    lived(  # two events of one sitting
        "赵六",
        "困难认定",
        1,
        20,
        "09:15",
        "accept@0.0930 begin@0.1000 approve@0.1100 deliver@0.1130",
    )
    once = lived("周八", "困难认定", 1, 20, "09:15", "accept@0.0930 begin@1.0900 approve@3.1000")
    assert listed("visits", officer, now) == []
    twice = lived(
        "孙七",
        "困难认定",
        1,
        20,
        "09:15",
        "accept@0.0930 begin@1.0900 approve@3.1000 deliver@4.0900",
    )
    assert [row[0] for row in listed("visits", officer, now)] == [twice.number] != [once.number]


def test_an_instant_case_over_half_an_hour_is_listed_with_its_reason(some, officer, now):
    slow = {row[0]: row[4:] for row in listed("instant", officer, now)}
    case = Case.objects.get(person__isnull=False, item_code="992014101002", channel=1)
    assert slow[case.number] == (55, "系统接口中断，改为人工核对")


def test_a_second_notice_for_what_was_visible_is_listed(lived, officer, now):
    case = lived("王五", "创业补贴", 2, 15, "11:45", "ask@1.1000 answer@2.1030")
    assert listed("corrections", officer, now) == []
    code = case.materials.exclude(code="M01").first().code
    asked = [Asked("material", code, "这张也要清楚的")]
    cases.ask_correction(case_id=case.uuid, officer=officer("gy_clerk"), items=asked, now=now)
    assert [(row[0], row[4]) for row in listed("corrections", officer, now)] == [(case.number, 2)]


@pytest.mark.parametrize("flag", ["deemed", "late_notice", "over_planned"])
def test_a_breach_of_the_clock_is_listed_in_its_own_report(some, officer, now, flag):
    reports = {"deemed": "deemed", "late_notice": "told_late", "over_planned": "over_planned"}
    case = Case.objects.get(person__isnull=False, item_code="992014101002", channel=1)
    Case.objects.filter(pk=case.pk).update(flags=["late", flag])
    found = {key: [row[0] for row in listed(key, officer, now)] for key in reports.values()}
    assert found.pop(reports[flag]) == [case.number]
    assert list(found.values()) == [[], []]


def test_the_overdue_list_says_who_holds_each(some, officer, now):
    rows = listed("overdue", officer, now)
    assert len(rows) == 1 and rows[0][5] == "没人领" and rows[0][7] >= 1


def test_the_list_of_cases_says_of_each_whether_its_term_is_kept_stands_or_is_over(
    some, lived, officer, now
):
    stands = lived("李四", "创业补贴", 2, 45, "22:05", "ask@1.0930")
    breach = lived("王五", "创业补贴", 2, 45, "11:45", "ask@1.1000 answer@2.1030")
    code = breach.materials.exclude(code="M01").first().code
    asked = [Asked("material", code, "这张也要清楚的")]
    cases.ask_correction(case_id=breach.uuid, officer=officer("gy_clerk"), items=asked, now=now)
    terms = {row[0]: row[-1] for row in listed("cases", officer, now)}
    breach.refresh_from_db()
    assert stands.due_at < now and breach.due_at < now and breach.state == stands.state
    assert (terms[stands.number], terms[breach.number]) == ("停着，等补", "逾期")
    over = {row[0] for row in listed("overdue", officer, now)}
    assert stands.number not in over and breach.number in over
    for case in Case.objects.filter(county="510812").exclude(pk=breach.pk):
        asked = case.state == "correcting"
        late = case.late or (case.open and case.due_at < now and not asked)
        assert terms[case.number] == ("逾期" if late else "停着，等补" if asked else "按期"), (
            case.number
        )


WAITS = {
    "received": "等受理",
    "correcting": "等申请人补正",
    "supplied": "补正后等受理",
    "accepted": "等审核",
    "reviewing": "审核中",
    "second": "等第二人复核",
    "approved": "等办结",
    "denied": "等办结",
}


@pytest.mark.parametrize("state", WAITS)
def test_the_first_page_says_where_a_late_case_is_stuck_in_every_open_state(
    some, officer, now, state
):
    """A notice that was a breach stops no clock, so a case may be late while its applicant is asked."""
    late = Case.objects.filter(overdue(now), county="510812").first()
    Case.objects.filter(pk=late.pk).update(state=state, due_at=now - timedelta(days=3))
    groups = headline.overdue_groups(Case.objects.filter(pk=late.pk), now)
    assert [(group.count, group.why.split("1件")[0]) for group in groups] == [(1, WAITS[state])]
