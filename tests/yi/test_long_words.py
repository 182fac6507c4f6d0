"""`./yi test --long [clock | faults | fuzz]`: which tests each word runs, and when."""

import re
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests import run
from tests.moments import moments
from yichuang.reference import tables
from yichuang.reference.rules.workdays import Calendar

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("words", "kinds", "whole", "rest"),
    [
        ([], (), True, []),
        (["tests/cases", "-q"], (), True, ["tests/cases", "-q"]),
        (["--long"], ("clock", "faults", "fuzz"), True, []),
        (["--long", "tests/cases"], ("clock", "faults", "fuzz"), True, ["tests/cases"]),
        (["-q", "--long", "fuzz", "tests/api"], ("fuzz",), False, ["-q", "tests/api"]),
    ],
)
def test_a_word_behind_long_runs_its_kind_alone(words, kinds, whole, rest):
    assert run.asked_for(words) == (kinds, whole, rest)


def test_marks_choose_the_suite_or_one_kind():
    assert run.marks_of((), True) == "not long"
    assert run.marks_of(("fuzz",), False) == "long(kind='fuzz')"
    assert run.marks_of(run.KINDS, True) == "long or not long"


def test_what_a_test_has_measured_stands_in_the_report(tmp_path):
    xml = tmp_path / "run.xml"
    assert run.measured(xml) == []
    xml.write_text(
        '<p><property name="measured" value="RPO 3 s &lt; 5" /><property name="x" value="y" /></p>'
    )
    assert run.measured(xml) == ["  RPO 3 s < 5"]


def test_every_long_test_says_its_kind():
    kinds = {kind: 0 for kind in run.KINDS}
    for path in (ROOT / "tests").rglob("test_*.py"):
        for said in re.findall(
            r"^(?!.*\br\").*mark\.long(.*)", path.read_text(encoding="utf-8"), re.MULTILINE
        ):
            kinds[re.match(r'\(kind="(\w+)"\)', said).group(1)] += 1
    assert all(kinds.values())


@pytest.mark.parametrize("today", [date(2061, 1, 1), date(2062, 12, 31), date(2064, 2, 29)])
def test_the_moments_hold_the_hours_and_days_that_break_things(today, monkeypatch):
    worked = today + timedelta(20)
    monkeypatch.setattr(
        "tests.moments.calendar",
        lambda: Calendar(make_up=frozenset({worked}), fixed={(10, 1): "国庆节"}),
    )
    found = moments(today)
    assert {f"{moment:%H:%M}" for moment in found.values()} == {"00:30", "09:05", "23:58"}
    assert found["sunday"].isoweekday() == 7 and found["sunday"].date() >= today + timedelta(45)
    assert (found["rest_day"].month, found["rest_day"].day) == (10, 1)
    assert found["rest_day"].date() >= today + timedelta(200)
    assert found["far"].date() == today + timedelta(400)
    assert found["make_up_day"].date() == worked
    assert (found["last_evening"].month, found["last_evening"].day) == (12, 31)
    assert (found["leap_day"].month, found["leap_day"].day) == (2, 29)


def test_the_packs_have_a_make_up_day():
    assert tables.calendar().make_up
