"""The acceptance sentences of the clock, each driven through the pages."""

from datetime import datetime, time, timedelta

import pytest

from tests.sites.desk import lives
from yichuang.cases import tasks
from yichuang.cases.models import Notice
from yichuang.core import clock
from yichuang.demo.publicising import examine
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


def test_sys_020_nothing_is_granted_before_its_list_has_stood_its_days():
    """公示: put up from the page of the case; no grant while it stands, one the morning after its last day."""
    case = lives.reviewing(lives.RULED)
    examine(case, lives.officer("gy_reviewer"), clock.now())
    page = f"/desk/cases/{case.uuid}/"
    words = {"title": "交通补贴公示", "conditions": "脱贫人口跨省务工", "days": "5"}
    reviewer = lives.signed_in("gy_reviewer")
    reviewer.post(f"{page}publicise/", words | {"publicised_amount": "99999"})
    refused = reviewer.post(f"{page}decide/", lives.deciding(case))
    assert refused.status_code in (409, 422)
    assert "这件正在公示" in lives.words(refused)
    notice = Notice.objects.get()
    morning = datetime.combine(notice.until_on + timedelta(days=1), time(9, 30), clock.SHANGHAI)
    with clock.frozen(morning):
        tasks.end_notices(0)
        lives.signed_in("gy_reviewer").post(f"{page}decide/", lives.deciding(lives.again(case)))
    assert lives.again(case).outcome == "approved"
