"""The one reader of times from pages reads them however pages write them."""

import re
from datetime import datetime, time
from pathlib import Path

import pytest

from tests.reading import times_in, to_the_minute, to_the_second

TESTS = Path(__file__).resolve().parents[1]


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("11月20日（周五）5:37已提交", {time(5, 37)}),
        ("11月20日（周五）05:37已提交", {time(5, 37)}),
        ("2059-11-2000:30:09提交申请2059-11-2023:58:10受理", {time(0, 30, 9), time(23, 58, 10)}),
        ("9:05 算的；14:20", {time(9, 5), time(14, 20)}),
        ("办件编号 202611200041，比分 99:10", set()),
    ],
)
def test_times_are_read_as_pages_write_them(text, times):
    assert times_in(text) == times


def test_a_moment_is_compared_as_the_page_shows_it():
    moment = datetime(2026, 11, 20, 5, 37, 9, 400)
    assert (to_the_minute(moment), to_the_second(moment)) == (time(5, 37), time(5, 37, 9))


def test_no_other_test_writes_the_hour_of_a_page_by_itself():
    mine = {TESTS / "yi" / "test_long_words.py", TESTS / "run.py", Path(__file__)}
    files = [path for path in TESTS.rglob("*.py") if path not in mine]
    assert [
        str(path) for path in files if re.search("%H:%M", path.read_text(encoding="utf-8"))
    ] == []
