"""The acceptance sentences of the clock, each driven through the pages."""

from datetime import datetime, time, timedelta

import pytest

from tests.sites.desk import lives
from yichuang.core import clock
from yichuang.reference.queries import calendar

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def filled(world):
    """Packs and demo people."""


def test_sys_021_noon_is_no_time_of_the_office():
    """Handed in ten minutes before noon and done twelve minutes after it: no half hour, and no reason is asked."""
    day = calendar().next_working(clock.today() + timedelta(days=45))
    came = datetime.combine(day, time(11, 50), clock.SHANGHAI)
    done = datetime.combine(day, time(13, 12), clock.SHANGHAI)
    with clock.frozen(came):
        case = lives.submitted(lives.UNEMPLOYED, at=came)
    with clock.frozen(done):
        clerk = lives.signed_in("gy_clerk")
        lives.opened(case)
        registered = {"result": "已登记失业", "looked": "good", "once_more": lives.ONCE_MORE}
        clerk.post(f"/desk/cases/{case.uuid}/instant/", registered)
    case = lives.again(case)
    assert (case.state, case.minutes, case.slow_reason) == ("closed", 22, "")
    assert "over_30_minutes" not in case.flags
