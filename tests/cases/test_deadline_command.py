"""The door through which anyone can check the clock."""

import json
from datetime import date, timedelta

import pytest
from django.core.management import CommandError, call_command

from yichuang.reference.tables import calendar


def compute(capsys, *args):
    call_command("deadline", "compute", *args)
    return json.loads(capsys.readouterr().out)


def test_twenty_working_days_from_the_28th_of_september_2026_end_on_the_30th_of_october(capsys):
    answer = compute(
        capsys, "--received", "2026-09-28T16:40+08:00", "--days", "20", "--unit", "working"
    )
    assert set(answer) == {"due", "provisional", "counted", "skipped"}
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
