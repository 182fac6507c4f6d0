"""Somebody opens the link on a phone and rates once, also without scripts; a second and a third try are refused."""

import pytest
from playwright.sync_api import expect

from tests.journeys.lived import new_life
from yichuang.ratings.models import Invitation, Rating


def finished() -> Invitation:
    life = new_life("补卡", at=("qd", "胶州"), channel=1, ago=0, hour="00:00")
    return Invitation.objects.get(case__uuid=life.uuid)


@pytest.mark.browser
@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no_scripts"])
def test_a_service_is_rated_once_by_its_link(browser, axe, scripts):
    invitation = finished()
    page = browser(width=375, scripts=scripts, elder=not scripts)
    page.goto(f"/rate/{invitation.token}/")
    expect(page.get_by_text("办事的人看不到是谁评的")).to_be_visible()
    assert not scripts or axe(page) == []
    page.get_by_role("link", name="不满意", exact=True).click()
    page.get_by_label("没有一次说清要什么").check()
    page.get_by_label("还想说什么").fill("第二次才说要照片")
    assert not scripts or axe(page) == []
    page.get_by_role("button", name="提交评价").click()
    expect(page.get_by_role("heading", name="评好了，谢谢您")).to_be_visible()
    for _ in range(2):
        answer = page.goto(f"/rate/{invitation.token}/?grade=5")
        assert answer.status == 409
        expect(page.get_by_role("heading", name="已经评过")).to_be_visible()
    rating = Rating.objects.get(invitation=invitation)
    assert (rating.grade, rating.reasons, rating.comment) == (2, ["D1"], "第二次才说要照片")
    page.goto("/ratings/")
    expect(page.get_by_role("heading", name="大家的评价")).to_be_visible()
    assert not scripts or axe(page) == []
