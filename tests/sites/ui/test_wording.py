"""Dates, money and numbers as readers see them."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from yichuang.core import clock
from yichuang.sites.ui import wording

NINE = datetime(2026, 11, 27, 1, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (date(2026, 11, 27), "2026年11月27日（周五）"),
        ("2026-11-22", "2026年11月22日（周日）"),
        (datetime(2026, 11, 27, 20, 0, tzinfo=UTC), "2026年11月28日（周六）"),
        ("不详", "不详"),
        (None, ""),
    ],
)
def test_a_date_is_written_with_its_weekday_in_beijing(value, words):
    assert wording.cndate(value) == words


def test_a_day_more_than_some_months_away_is_told_with_its_year():
    with clock.frozen(datetime(2026, 1, 10, tzinfo=UTC)):
        assert wording.cnday(date(2026, 6, 8)) == "6月8日（周一）"
        assert wording.cnday(date(2026, 7, 30)) == "2026年7月30日（周四）"
    with clock.frozen(NINE):
        assert wording.cnday(date(2026, 1, 5)) == "2026年1月5日（周一）"


def test_a_near_date_drops_the_year_and_a_moment_adds_the_time():
    with clock.frozen(NINE):
        assert wording.cnday(NINE) == "11月27日（周五）"
    assert wording.cndatetime(NINE) == "2026年11月27日（周五）9:05"
    assert wording.cndatetime(date(2026, 11, 27)) == "2026年11月27日（周五）"
    assert wording.cntime(time(14, 0)) == "14:00"


@pytest.mark.parametrize(
    ("value", "words"),
    [("1234.5", "¥1,234.50"), (0, "¥0.00"), ("-3", "-¥3.00"), ("待定", "待定"), (None, "")],
)
def test_money_has_a_sign_groups_and_two_places(value, words):
    assert wording.yuan(value) == words


def test_a_case_number_is_grouped_to_be_read_aloud():
    assert wording.casenumber("202611170041") == "2026 1117 0041"
    assert wording.casenumber("A-17") == "A-17"


def test_sizes_and_ages_are_told_in_one_unit():
    assert [wording.filesize(n) for n in (10, 860_000, 1_800_000)] == ["1 KB", "860 KB", "1.8 MB"]
    ages = [timedelta(seconds=20), timedelta(minutes=5), timedelta(hours=3), timedelta(days=2)]
    assert [wording.ago(NINE - age, NINE) for age in ages] == [
        "刚刚",
        "5分钟前",
        "3小时前",
        "2天前",
    ]
