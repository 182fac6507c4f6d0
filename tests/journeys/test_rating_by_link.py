"""Somebody opens the link on a phone and rates once, also without scripts; a second and a third try are refused."""

import pytest

from yichuang.core import clock, packs
from yichuang.ratings.models import Invitation, Rating
from yichuang.supervision import demo


def finished(who: str) -> Invitation:
    pack = packs.read(demo.PACK)
    row = [who, "补卡", 1, 0, "00:00", ""]
    life = demo.Life("qd", pack["places"]["qd"]["胶州"], pack["items"], row, clock.now())
    life.live()
    return Invitation.objects.get(case__uuid=life.uuid)


@pytest.mark.browser
@pytest.mark.parametrize(("who", "scripts"), [("宋晓雯", True), ("姜建国", False)])
def test_a_service_is_rated_once_by_its_link(browser, axe, who, scripts):
    invitation = finished(who)
    page = browser(width=375, scripts=scripts, elder=not scripts)
    page.goto(f"/rate/{invitation.token}/")
    assert page.get_by_text("办事的人看不到是谁评的").is_visible()
    assert not scripts or axe(page) == []
    page.get_by_role("link", name="不满意", exact=True).click()
    page.get_by_label("没有一次说清要什么").check()
    page.get_by_label("还想说什么").fill("第二次才说要照片")
    assert not scripts or axe(page) == []
    page.get_by_role("button", name="提交评价").click()
    assert page.get_by_role("heading", name="评好了，谢谢您").is_visible()
    for _ in range(2):
        answer = page.goto(f"/rate/{invitation.token}/?grade=5")
        assert answer.status == 409
        assert page.get_by_role("heading", name="已经评过").is_visible()
    rating = Rating.objects.get(invitation=invitation)
    assert (rating.grade, rating.reasons, rating.comment) == (2, ["D1"], "第二次才说要照片")
    page.goto("/ratings/")
    assert page.get_by_role("heading", name="大家的评价").is_visible()
    assert not scripts or axe(page) == []
