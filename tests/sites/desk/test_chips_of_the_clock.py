"""Why a clock stands, in the words of a chip: officers and applicants read it in their lists, no case opened."""

from datetime import date, datetime, timedelta

import pytest

from yichuang.cases.models import Case
from yichuang.cases.rules import states
from yichuang.core.clock import SHANGHAI
from yichuang.sites.desk.review import due
from yichuang.sites.portal.progress import tone

NOW = datetime(2026, 12, 1, 10, 0, tzinfo=SHANGHAI)
TOMORROW = date(2026, 12, 2)
WORDS = {
    states.RECEIVED: ("停着，暂缓受理", "暂缓受理，时限停着"),
    states.SUPPLIED: ("停着，暂缓受理", "暂缓受理，时限停着"),
    states.REVIEWING: ("停着，公示中", "公示中，时限停着"),
    states.SPECIAL: ("停着，特别程序", "特别程序中，时限停着"),
    states.SUSPENDED: ("停着，中止", "依法停着"),
    states.SECOND: ("停着，公示中", "公示中，时限停着"),
}


def standing(state: str, **columns) -> Case:
    """A case whose clock stands from tomorrow on, and whose day was last week."""
    row = {
        "state": state,
        "open": True,
        "paused_since": TOMORROW,
        "due_at": NOW - timedelta(7),
        "yellow_on": TOMORROW,
        "red_on": TOMORROW,
    }
    return Case(**row | columns)


@pytest.mark.parametrize("state", sorted(WORDS))
def test_a_clock_that_stands_says_why_and_is_never_late(state):
    officers, applicants = WORDS[state]
    case = standing(state)
    assert due.chip(case, NOW) == {"state": "paused", "text": officers}
    assert tone(case, NOW) == ("paused", applicants)


@pytest.mark.parametrize("state", states.WAITING)
def test_who_waits_for_the_applicant_says_so(state):
    case = standing(state)
    assert due.chip(case, NOW) == {"state": "paused", "text": "停着，等补"}
    assert tone(case, NOW) == ("you", "等您补材料")


def test_a_list_that_stands_in_public_on_the_clock_tells_its_day_as_every_case():
    case = standing(states.REVIEWING, paused_since=None, due_at=NOW + timedelta(3))
    assert due.chip(case, NOW)["text"] == "还有3天"
    assert tone(case, NOW) == ("doing", "正在审核")
