"""The acceptance sentences of things to do, each driven through the pages."""

import re
from datetime import datetime, timedelta

import pytest

from tests.sites.desk import lives
from yichuang.accounts.models import Todo
from yichuang.cases.models import Case
from yichuang.core import clock, outbox
from yichuang.core.sampling import drawn, seed_hash
from yichuang.supervision import services as supervision
from yichuang.supervision.models import Sample
from yichuang.supervision.services import alarms

pytestmark = pytest.mark.django_db
TODOS = "/desk/todos/"


@pytest.fixture(autouse=True)
def filled(world):
    """Packs and demo people."""


def test_sys_021_who_is_late_is_given_to_write_why():
    case = lives.submitted(lives.UNEMPLOYED, channel=1)
    Case.objects.filter(pk=case.pk).update(late=True)
    lives.complete_instantly(
        case_id=case.uuid, officer=lives.officer("gy_clerk"), now=clock.now(), result="准予"
    )
    while outbox.deliver():
        continue
    clerk = lives.signed_in("gy_clerk")
    assert "写明为什么超时" in lives.words(clerk.get(TODOS))
    case = lives.again(case)
    reason = {"explaining": "系统停了两个小时", "_seq": case.seq}
    clerk.post(f"/desk/cases/{case.uuid}/explain/", reason)
    while outbox.deliver():
        continue
    assert "写明为什么超时" not in lives.words(clerk.get(TODOS)).split("消息")[0]


def test_sys_103_the_three_types_and_the_shares_of_the_sample():
    case = lives.reviewing()
    Case.objects.filter(pk=case.pk).update(alarm="red")
    alarms.press(case_id=case.uuid, now=clock.now())
    page = lives.words(lives.signed_in("gy_reviewer").get(TODOS))
    above, explained = page.split("三种办法")
    assert above.count("马上办") == 2  # in the choice of types, and beside what there is to do
    assert "马上办按办公分钟算" in explained
    lives.finished()
    supervision.publish_seeds(now=clock.now())
    with clock.frozen(clock.now() + timedelta(days=40)):
        supervision.draw_samples(now=clock.now())
        supervisor = lives.signed_in("gy_supervisor")
        listed, _ = lives.words(supervisor.get(TODOS)).split("三种办法")
        assert listed.count("认真办") == 2
        page = Todo.objects.get(kind="quality").link
        supervisor.post(page, {"finding": "faulty", "why": "没有核对原件"})
        listed = lives.words(supervisor.get("/console/quality/"))
    assert "1件里抽1件，100%" in listed
    assert "1件，100%" in listed.split("1件里抽1件，100%")[1]


def test_sys_103_what_is_done_now_has_its_hour_and_goes_up_within_the_day():
    """马上办: at ten, until the office closes, reported to the head within the hour; what is timed says its day."""
    ten = datetime(2026, 11, 23, 10, 0, tzinfo=clock.SHANGHAI)
    with clock.frozen(ten):
        case = lives.reviewing()
        Case.objects.filter(pk=case.pk).update(alarm="red")
        alarms.press(case_id=case.uuid, now=clock.now())
        page = lives.words(lives.signed_in("gy_reviewer").get(TODOS))
    assert "今天17:00" in page
    assert "11:00报科长" in page


def test_sys_103_anybody_draws_the_sample_again_from_what_its_page_tells():
    cases = [lives.finished() for _ in range(7)]
    supervision.publish_seeds(now=clock.now())
    supervisor = lives.signed_in("gy_supervisor")
    commitment = Sample.objects.get().seed_hash
    assert commitment in lives.words(supervisor.get("/console/quality/"))
    with clock.frozen(clock.now() + timedelta(days=40)):
        supervision.draw_samples(now=clock.now())
        page = lives.words(supervisor.get(f"/console/quality/{Sample.objects.get().pk}/"))
    seed = re.search(r"种子\s*([0-9a-f]{64})", page)[1]
    assert seed_hash(seed) == commitment
    again = drawn([str(case.uuid) for case in cases], seed, 5)
    for case in cases:
        assert (case.number in page.replace(" ", "")) == (str(case.uuid) in again)
