"""A bulletin of a past month: as of its end, the same whenever it is made; days late are one number everywhere."""

import html
import io
import re
from datetime import date, datetime, timedelta

import pytest
from django.test import Client
from openpyxl import load_workbook

from yichuang.accounts.models import User
from yichuang.cases.models import Case, DaySummed, LateThen, OpenThen
from yichuang.cases.queries import days as summed
from yichuang.cases.queries import past
from yichuang.cases.queries.standing import overdue
from yichuang.cases.queries.versions import Version
from yichuang.cases.rules.terms import Terms
from yichuang.cases.rules.terms_before import as_before
from yichuang.cases.services import days
from yichuang.cases.services.journal import lock, write
from yichuang.core import clock
from yichuang.core.clock import SHANGHAI
from yichuang.reference.queries import region
from yichuang.supervision import services
from yichuang.supervision.models import Actual, Target
from yichuang.supervision.queries import bulletins

CITY = "510800000000"
OCTOBER, NOVEMBER = date(2026, 10, 1), date(2026, 11, 1)
END_OF_OCTOBER = datetime(2026, 11, 1, tzinfo=SHANGHAI)
LIVES = [
    # received on 21 September, late at the end of October, decided in November
    ("孙七", "困难认定", 2, 60, "14:25", "accept@1.0910 begin@50.0930 approve@51.1500"),
    # late at the end of October; asked for papers in November, so that its term began anew: a case of before its
    # version froze terms, since whose last day for acceptance is over stops nothing by asking
    ("李四", "创业补贴", 2, 60, "10:05", "ask@46.0930 answer@47.2030"),
    # stands from October on, waiting for its applicant
    ("王五", "创业补贴", 2, 60, "11:45", "ask@2.0930"),
    # waited over the end of October and came back
    ("周八", "创业补贴", 2, 60, "11:45", "ask@2.0930 answer@50.1030"),
    # done in October, rated in November
    ("张三", "失业登记", 3, 30, "09:12", "instant@0.0921 rate@13.2010=1:E1"),
    ("王五", "转移接续", 2, 6, "15:20", ""),
]


ANEW = LIVES[1]


@pytest.fixture
def some(lived, monkeypatch):
    cases = []
    for row in LIVES:
        with monkeypatch.context() as patch:
            if row is ANEW:
                patch.setattr(Version, "terms_in", of_before)
            cases.append(lived(*row))
    return cases


def of_before(version: Version, situation: dict) -> Terms:
    """What holds for the cases of a version that froze no terms."""
    return as_before(version.definition)


def told(officer, month: date, now: datetime) -> dict:
    return bulletins.figures_of(officer("gy_supervisor"), region(CITY), month, now)


def test_a_past_month_is_told_as_it_stood_at_its_end_and_agrees_with_itself(some, officer, now):
    assert not Case.objects.filter(overdue(now)).exists()
    month = told(officer, OCTOBER, now)
    rows = {row[0]: row[1] for row in month["figures"]["rows"]}
    assert rows["逾期没办完（件）"] == "2"
    assert rows["收到申请（件）"] == "1" and rows["办结（件）"] == "1"
    assert rows["好评率"] == "—"
    assert "在办4件" in month["summary"][0] and "逾期没办完2件" in month["summary"][0]
    matters = "".join(month["matters"])
    assert len(month["matters"]) == 2
    assert "等审核1件，其中1件没人领" in matters and "等受理1件，其中1件没人领" in matters


def test_what_happens_afterwards_changes_no_figure_of_a_past_month(lived, officer, now):
    early = datetime(2026, 11, 2, 9, 0, tzinfo=SHANGHAI)
    for who, item, channel, ago, hour, steps in LIVES[:5]:
        lived(who, item, channel, ago - 18, hour, steps, now=early)
    first = told(officer, OCTOBER, early)
    target = Target.objects.filter(region=CITY).first()
    entered = {
        "value": 7,
        "as_of": date(2026, 10, 20),
        "source": "computed",
        "evidence": "后来算的",
    }
    Actual.objects.create(metric=target.metric, region_id=CITY, at=now, **entered)
    lived(*LIVES[5])
    assert told(officer, OCTOBER, now) == first
    assert told(officer, OCTOBER, now + timedelta(days=200)) == first


def test_a_month_without_late_cases_lists_none_though_there_are_late_ones_today(
    lived, officer, now
):
    late = lived("王五", "转移接续", 2, 25, "15:20", "accept@1.0930")
    Case.objects.filter(pk=late.pk).update(due_at=datetime(2026, 11, 10, 17, 0, tzinfo=SHANGHAI))
    october, november = told(officer, OCTOBER, now), told(officer, NOVEMBER, now)
    assert "没有逾期" in october["summary"][0] and october["matters"] == []
    assert "逾期没办完1件" in november["summary"][0] and len(november["matters"]) == 1


def test_asked_about_the_present_the_past_says_what_the_rows_say(some, lived, now):
    late = lived("王五", "转移接续", 2, 45, "15:20", "accept@1.0930")
    assert late.due_at < now
    assert set(past.overdue_at(Case.objects.all(), now)) == {late.pk}
    still, since = past.open_at(now)
    assert set(Case.objects.filter(still | since)) == set(Case.objects.filter(open=True))
    assert past.overdue_at(Case.objects.all(), now)[late.pk] == late.due_at


def test_a_case_that_was_counted_anew_keeps_its_older_due_day_in_the_past(lived, now):
    case = lived("王五", "转移接续", 2, 45, "15:20", "accept@1.0930")
    before = case.due_at
    data = {"from": clock.local(before).date().isoformat(), "to": "2026-12-31"}
    later = datetime(2026, 12, 31, 17, 0, tzinfo=SHANGHAI)
    write(lock(case.uuid), "recount", actor="system", now=now, data=data, due_at=later)
    assert past.overdue_at(Case.objects.all(), now - timedelta(minutes=1)) == {case.pk: before}
    assert past.overdue_at(Case.objects.all(), now + timedelta(minutes=1)) == {}


def shown(username: str, path: str, **asked) -> str:
    client = Client()
    client.force_login(User.objects.get(username=username))
    answer = client.get(path, asked)
    assert answer.status_code == 200, path
    if "sheet" in answer["Content-Type"]:
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        rows = load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True)
        return "\n".join(" ".join(str(cell) for cell in row if cell is not None) for row in rows)
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())))


@pytest.mark.parametrize(
    ("hour", "days"), [("2026-11-05T08:00", 1), ("2026-11-20T10:00", 16), ("2026-11-20T23:30", 16)]
)
def test_days_late_are_the_same_on_every_page_sheet_and_bulletin(lived, officer, hour, days):
    """Due on 4 November at 17:00: counted in days of the calendar, whatever the hour."""
    at = datetime.fromisoformat(hour).replace(tzinfo=SHANGHAI)
    case = lived("王五", "转移接续", 2, 40, "15:20", "accept@1.0930")
    Case.objects.filter(pk=case.pk).update(due_at=datetime(2026, 11, 4, 17, 0, tzinfo=SHANGHAI))
    with clock.frozen(at):
        assert f"逾期{days}天" in shown("gy_reviewer", "/desk/worklist/")
        assert f"逾期{days}天" in shown("gy_reviewer", f"/desk/cases/{case.uuid}/")
        listed = shown("gy_supervisor", "/console/reports/overdue/").split(case.number)[1]
        assert f" {days} " in listed.split("没人领")[1][:60]
        sheet = shown("gy_supervisor", "/console/reports/overdue/", format="xlsx").split(
            case.number
        )[1]
        assert sheet.split("\n")[0].endswith(f" {days}")
        assert f" {days}天 " in shown("gy_supervisor", "/console/").split("逾期 ")[-1]
        made = services.make_bulletin(
            officer=officer("gy_supervisor"), region=region(CITY), month=NOVEMBER, now=at
        )
        assert f"最久的{days}天" in shown("gy_supervisor", f"/console/bulletins/{made.uuid}/")


def test_what_was_late_when_a_month_began_is_kept_and_is_what_is_counted(some, officer, now):
    counted = told(officer, OCTOBER, now)
    assert days.keep_late(now=now) == days.MONTHS
    late = LateThen.objects.filter(month=NOVEMBER)
    assert late.count() == 2
    assert told(officer, OCTOBER, now) == counted
    assert days.keep_late(now=now) == 0
    assert list(summed.differing()) == []
    LateThen.objects.filter(pk=late.first().pk).delete()
    assert told(officer, OCTOBER, now) != counted
    assert days.check_days() == [(DaySummed.LATE, NOVEMBER)]
    assert told(officer, OCTOBER, now) == counted


def test_what_was_open_when_a_month_began_is_kept_and_is_what_is_counted(some, officer, now):
    if clock.now() < END_OF_OCTOBER:
        pytest.skip("who began to write before a month keeps its beginning from being counted")
    counted = told(officer, OCTOBER, now)
    assert days.keep_open(now=now) == days.MONTHS
    assert told(officer, OCTOBER, now) == counted
    assert days.keep_open(now=now) == 0
    month = OpenThen.objects.filter(day=NOVEMBER).first()
    OpenThen.objects.filter(pk=month.pk).update(open=month.open + 1)
    assert told(officer, OCTOBER, now) != counted
    assert days.check_days() == [(DaySummed.OPEN, NOVEMBER)]
    assert told(officer, OCTOBER, now) == counted


def test_a_late_refusal_stays_late_and_a_month_balances(some, lived, officer, now):
    before = told(officer, NOVEMBER, now)
    case = lived("王五", "转移接续", 2, 45, "15:20", "refuse@40.1030")
    lived("孙七", "困难认定", 2, 6, "14:25", "withdraw@1.0910")
    assert case.late and "late" in case.flags
    month = told(officer, NOVEMBER, now)
    numbers = {row[0]: row[1:3] for row in month["figures"]["rows"]}
    late_before = {row[0]: row[1] for row in before["figures"]["rows"]}["逾期才办结（件）"]
    assert int(numbers["逾期才办结（件）"][0]) == int(late_before) + 1
    assert numbers["不予受理（件）"] == ["1", "0"]
    came, was_open = int(numbers["收到申请（件）"][0]), int(numbers["在办（件）"][1])
    ways = ("办结（件）", "不予受理（件）", "撤回、退件、作废（件）", "在办（件）")
    assert came + was_open == sum(int(numbers[name][0]) for name in ways)
    assert numbers["撤回、退件、作废（件）"][0] == "1"
