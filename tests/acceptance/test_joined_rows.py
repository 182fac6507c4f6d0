"""The acceptance sentences of joined channels: questions with an owner, one draft at several doors."""

from datetime import datetime

import pytest

from tests.sites.desk import lives
from yichuang.cases import tasks
from yichuang.cases.models import Enquiry
from yichuang.core import clock
from yichuang.core.clock import SHANGHAI

pytestmark = pytest.mark.django_db
FRIDAY = datetime(2026, 12, 4, 16, 0, tzinfo=SHANGHAI)
MONDAY_NOON = datetime(2026, 12, 7, 12, 0, tzinfo=SHANGHAI)  # 60 minutes on Friday, 180 on Monday


@pytest.fixture(autouse=True)
def filled(world):
    """Packs and demo people."""


def test_sys_025_each_question_has_an_owner_and_a_hand_over_that_nobody_accepts_goes_back(client):
    with clock.frozen(FRIDAY):
        place = {"question": "卡丢了怎么办？", "name": "", "phone": "13900000001"}
        page = lives.words(client.get(client.post("/ask/", place)["Location"]))
        enquiry = Enquiry.objects.get()
        first = enquiry.owner
        assert first.name in page
        others = {"gy_clerk", "gy_clerk_sb"} - {first.user.username}
        second = lives.officer(others.pop())
        owner, colleague = (lives.signed_in(one.user.username) for one in (first, second))
        assert "卡丢了怎么办？" in lives.words(owner.get("/desk/enquiries/?whose=mine"))
        assert "卡丢了怎么办？" not in lives.words(colleague.get("/desk/enquiries/?whose=mine"))
        address = f"/desk/enquiries/{enquiry.uuid}/"
        assert colleague.get(f"{address}hand-over/").status_code == 409
        assert "12月7日（周一）12:00" in lives.words(owner.get(f"{address}hand-over/"))
        handed = {"to": str(second.uuid), "reason": "社保卡归他管"}
        assert owner.post(f"{address}hand-over/", handed | {"reason": ""}).status_code == 422
        assert owner.post(f"{address}hand-over/", handed).status_code == 302
        offered = lives.words(colleague.get("/desk/enquiries/?whose=offered"))
        assert "社保卡归他管" in offered and "12月7日（周一）12:00" in offered
        tasks.return_enquiries(0)
        assert Enquiry.objects.get().owner == first
    with clock.frozen(MONDAY_NOON):
        tasks.return_enquiries(0)
        assert colleague.post(f"{address}accept/").status_code == 409
        assert Enquiry.objects.get().owner == first
        assert owner.post(f"{address}hand-over/", handed).status_code == 302
        assert colleague.post(f"{address}accept/").status_code == 302
        assert colleague.post(f"{address}answer/", {"answer": "先挂失。"}).status_code == 302
    answered = Enquiry.objects.get()
    assert (answered.owner, answered.state) == (second, "answered")
    assert answered.hand_overs.count() == 2
