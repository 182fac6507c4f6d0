"""A decision past the last day of the law is noted, and whether the office or the wait for the applicant used it up."""

from datetime import date

import pytest

from yichuang.cases.rules.flags import FLAGS, PAST_STATUTE, WAITED_PAST_STATUTE
from yichuang.cases.rules.overruns import flags_after

LAST = date(2026, 12, 7)


@pytest.mark.parametrize(
    ("statute", "decided", "complete", "flag"),
    [
        (None, date(2026, 12, 30), date(2026, 11, 23), ""),
        (LAST, LAST, date(2026, 11, 23), ""),
        (LAST, date(2026, 12, 8), date(2026, 11, 23), PAST_STATUTE),
        (LAST, date(2026, 12, 8), date(2026, 12, 4), PAST_STATUTE),
        (LAST, date(2026, 12, 9), LAST, WAITED_PAST_STATUTE),
        (LAST, date(2026, 12, 9), date(2026, 12, 8), WAITED_PAST_STATUTE),
    ],
)
def test_who_used_the_statute_up(statute, decided, complete, flag):
    assert flags_after(["extended"], statute, decided, complete) == sorted(
        {"extended", *([flag] if flag else [])}
    )


def test_only_one_of_them_is_a_fault():
    assert FLAGS[PAST_STATUTE].fault and not FLAGS[WAITED_PAST_STATUTE].fault
