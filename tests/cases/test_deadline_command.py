"""The door through which anyone can check the clock (SYS-020)."""

import json
from datetime import date, timedelta

import pytest
from django.core.management import CommandError, call_command

from tests.cases.branching import branch
from tests.cases.conftest import PROMISED
from tests.cases.frozen_terms import frozen
from yichuang.cases.models import Case, Pause, TermChange
from yichuang.cases.services import dates
from yichuang.core import clock
from yichuang.core.clock import local
from yichuang.reference.tables import calendar


def compute(capsys, *args):
    call_command("deadline", "compute", *args)
    return json.loads(capsys.readouterr().out)


def test_twenty_working_days_from_the_28th_of_september_2026_end_on_the_30th_of_october(capsys):
    answer = compute(
        capsys, "--received", "2026-09-28T16:40+08:00", "--days", "20", "--unit", "working"
    )
    assert set(answer) == {"due", "provisional", "counted", "moved", "skipped"}
    assert (answer["due"], answer["provisional"], answer["counted"]) == ("2026-10-30", False, 20)
    assert {"date": "2026-10-01", "why": "国庆节"} in answer["skipped"]
    assert "2026-10-10" not in [row["date"] for row in answer["skipped"]]
    assert len(answer["skipped"]) == 12


def test_stops_are_whole_days_with_both_ends(capsys):
    stops = ["--stop", "2026-03-10..2026-03-16", "--stop", "2026-03-05..2026-03-12"]
    answer = compute(capsys, "--received", "2026-03-02", "--days", "10", *stops, "--json")
    assert answer["due"] == "2026-03-26"
    assert [row["date"] for row in answer["skipped"] if row["why"] == "停止计时"] == [
        f"2026-03-{day:02}" for day in range(5, 17)
    ]


def test_a_calendar_term_moves_on_from_a_rest_day_and_a_year_without_a_notice_is_provisional(
    capsys,
):
    newest = max(calendar().announced)
    for day in range(1, 29):
        received = date(newest, 12, day)
        asked = ("--received", f"{received}T10:00+08:00", "--days", "60", "--unit", "calendar")
        answer, due = compute(capsys, *asked), received + timedelta(60)
        if calendar().is_working(received):
            while not calendar().is_working(due):
                due += timedelta(1)
            assert (answer["due"], answer["provisional"]) == (due.isoformat(), True)


@pytest.mark.parametrize(
    "args", [["--received", "昨天", "--days", "3"], ["--received", "2026-03-02", "--days", "-3"]]
)
def test_a_wrong_argument_gets_one_plain_sentence(args):
    with pytest.raises(CommandError, match="算不了"):
        call_command("deadline", "compute", *args)


@pytest.mark.parametrize(
    ("received", "length", "due", "moved"),
    [
        ("2026-08-31", ("--months", "3"), "2026-11-30", False),  # November has no 31st
        ("2026-07-01", ("--months", "3"), "2026-10-08", True),
        ("2025-11-28", ("--months", "3"), "2026-02-28", False),  # a Saturday that is worked
        ("2024-02-29", ("--years", "1"), "2025-02-28", False),
    ],
)
def test_months_and_years_end_on_the_corresponding_day(capsys, received, length, due, moved):
    """民法典 202, 203; a unit beside them says nothing."""
    for unit in ((), ("--unit", "calendar")):
        answer = compute(capsys, "--received", received, *length, *unit)
        assert (answer["due"], answer["moved"]) == (due, moved)


def test_stops_give_a_term_in_months_their_days_back(capsys):
    stop = ("--stop", "2026-09-01..2026-09-10")
    answer = compute(capsys, "--received", "2026-08-03", "--months", "2", *stop)
    assert answer["due"] == "2026-10-13"  # 3 October and ten days more


@pytest.mark.parametrize("length", [(), ("--days", "3", "--months", "1")])
def test_a_term_has_one_length(length):
    with pytest.raises(CommandError):
        call_command("deadline", "compute", "--received", "2026-03-02", *length)


def explain(capsys, case, now, *args):
    with clock.frozen(now):
        call_command("deadline", "explain", case.number, *args)
    return capsys.readouterr().out


def by_clock(capsys, case, now):
    answer = json.loads(explain(capsys, case, now, "--json"))
    return answer, {row["clock"]: row for row in answer["clocks"]}


def agrees(rows, case):
    """What is explained is what the columns of the case say."""
    last = min(rows[name]["due"] for name in ("promise", "statute") if name in rows)
    assert last == local(case.due_at).date().isoformat()
    for name, column in (
        ("accept", "accept_by"),
        ("statute", "statutory_due"),
        ("deliver", "deliver_by"),
        ("silence", "decides_on"),
    ):
        day = getattr(case, column)
        assert (rows[name]["due"] if name in rows else None) == (day and day.isoformat())


LICENCE = {
    "accept": [5, "工作日"],
    "statute": [20, "工作日", "受理"],
    "deliver": [10, "工作日"],
    "extension": {
        "days": 10,
        "unit": "工作日",
        "by": "head",
        "whose": "行政机关负责人",
        "why": "",
        "basis": "行政许可法第42条",
    },
    "stops": [{"kind": "expert_review", "label": "专家评审", "basis": "行政许可法第45条"}],
}


def test_what_is_explained_is_what_the_case_says_at_every_step(
    submitted, officer, capsys, morning, monkeypatch
):
    frozen(monkeypatch, branch(**LICENCE), promise=(10, "工作日"))
    case = submitted(PROMISED, now=morning)
    answer, rows = by_clock(capsys, case, morning)
    assert list(rows) == ["accept", "promise", "statute"]
    agrees(rows, case)
    assert rows["accept"]["due"] == "2026-11-27" and rows["promise"]["due"] == "2026-12-04"
    assert rows["statute"]["start_why"] == "最迟受理" and rows["statute"]["days"] == 20
    first = rows["statute"]["days_list"][0]
    assert first["why"] == "还没有受理，先按最迟受理之日算，当日不计"
    assert rows["promise"]["days_list"][0]["why"] == "视为收到之日，当日不计"
    assert answer["calendar"] == {"years": [2026], "provisional": False}
    indexes = [day["index"] for day in rows["promise"]["days_list"] if day["index"]]
    assert indexes == list(range(1, 11))

    Pause.objects.create(
        case=case,
        kind="special",
        cause="expert_review",
        from_on=date(2026, 11, 24),
        until_on=date(2026, 11, 26),
        reason="材料要专家看",
        basis="行政许可法第45条",
    )
    Case.objects.filter(pk=case.pk).update(**dates.counted(case))
    case.refresh_from_db()
    answer, rows = by_clock(capsys, case, morning + timedelta(days=10))
    agrees(rows, case)
    assert rows["promise"]["due"] == "2026-12-09"
    (pause,) = answer["pauses"]
    assert (pause["from"], pause["to"]) == ("2026-11-24", "2026-11-26")
    assert pause["why"] == "专家评审，材料要专家看（行政许可法第45条）"
    stopped = [day["date"] for day in rows["promise"]["days_list"] if day["kind"] == "stop"]
    assert stopped == ["2026-11-24", "2026-11-25", "2026-11-26"]

    TermChange.objects.create(
        case=case,
        kind="extension",
        on_day=date(2026, 12, 1),
        days=10,
        unit="工作日",
        until=date(2026, 12, 21),
        reason="要到外地核实",
        basis="行政许可法第42条",
        asked_by=officer("gy_reviewer"),
        asked_at=morning + timedelta(days=11),
        granted_by=officer("gy_supervisor"),
        granted_at=morning + timedelta(days=12),
    )
    case.clock_changed = True
    Case.objects.filter(pk=case.pk).update(clock_changed=True, **dates.counted(case))
    case.refresh_from_db()
    answer, rows = by_clock(capsys, case, morning + timedelta(days=13))
    agrees(rows, case)
    assert rows["promise"]["due"] == "2026-12-21"
    assert rows["statute"]["days"] == 30
    assert rows["statute"]["extension"] == {"days": 10, "unit": "工作日", "until": "2026-12-21"}
    assert [change["settled"] for change in answer["changes"]] == [True]


def test_it_is_also_said_in_lines_one_for_each_day(submitted, capsys, morning, monkeypatch):
    frozen(monkeypatch, branch(**LICENCE), promise=(10, "工作日"))
    case = submitted(PROMISED, now=morning)
    text = explain(capsys, case, morning)
    lines = text.splitlines()
    assert lines[0].startswith(case.number)
    assert any(
        line.startswith("承诺 2026-12-04：自收齐材料（2026-11-20）起10个工作日") for line in lines
    )
    assert "  2026-11-23    1" in lines
    assert any(line.startswith("  2026-11-21") and line.endswith("周末") for line in lines)


def test_a_number_of_no_case_gets_one_plain_sentence(db):
    with pytest.raises(CommandError, match="没有编号为"):
        call_command("deadline", "explain", "510812261120299999990")
