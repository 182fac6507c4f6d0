"""Pages of a place's list: another city only reads it; what is confirmed is asked for; a second person agrees."""

import re
from datetime import timedelta

import pytest

from tests.sites.console_admin.writer import ROOT, Desk, fields_of, place_says, text_of
from yichuang.catalog import queries as catalog
from yichuang.catalog.models import PlaceOrder
from yichuang.core import clock
from yichuang.sites.console.admin import start

pytestmark = pytest.mark.django_db
ITEM, COUNTY = "990714102001", "510812000000"
PUBLICISED = "990514103004"
PATH = f"places/{ITEM}/{COUNTY}/"
HOURS = "周一至周六 9:00—12:00、13:30—17:00"


@pytest.mark.parametrize("username", ["yy_catalogue", "gy_supervisor", "gy_legal"])
def test_who_may_not_change_a_list_reads_it_without_a_form(world, username):
    desk = Desk(username)
    page = desk.client.get(ROOT + PATH)
    assert page.status_code == 200
    assert "朝天区政务服务中心1楼就业窗口" in text_of(page)
    assert 'name="hours"' not in page.content.decode()
    assert "只能看" in text_of(page)
    assert desk.client.post(ROOT + PATH, {"hours": HOURS}).status_code == 403


def test_a_change_waits_is_read_and_agreed_to(world):
    keeper = Desk("gy_catalogue")
    asked = keeper.fill(PATH, hours=HOURS)
    assert "提请审核" in text_of(asked)
    assert "马上生效" not in text_of(asked)
    done = keeper.confirm(PATH, asked)
    assert "已提请" in done
    assert catalog.guide(ITEM, region=COUNTY).hours != HOURS
    order = PlaceOrder.objects.get()
    assert HOURS in keeper.see("places/")
    assert "同意" not in keeper.see(f"places/waiting/{order.pk}/").split("改什么")[-1]
    legal = Desk("gy_legal")
    page = legal.see(f"places/waiting/{order.pk}/")
    assert HOURS in page
    assert "同意" in page.split("改什么")[-1]
    assert "已同意" in legal.write(f"places/waiting/{order.pk}/approve/", note="")
    assert catalog.guide(ITEM, region=COUNTY).hours == HOURS
    again = legal.client.post(
        f"{ROOT}places/waiting/{order.pk}/approve/", {"note": "", "_confirm": "yes"}
    )
    assert again.status_code == 409


def test_another_city_does_not_agree(world):
    Desk("gy_catalogue").write(PATH, hours=HOURS)
    order = PlaceOrder.objects.get()
    for verb in ("approve", "reject"):
        answer = Desk("yy_legal").client.post(f"{ROOT}places/waiting/{order.pk}/{verb}/")
        assert answer.status_code == 403
    assert PlaceOrder.objects.get().state == PlaceOrder.OPEN


def test_a_refused_word_is_told_at_its_field_and_stays_typed(world):
    page = Desk("gy_catalogue").fill(PATH, hours="随便")
    assert page.status_code == 422
    assert "办理时间要写几点到几点" in text_of(page)
    assert fields_of(page)["hours"] == ["随便"]


def test_who_asked_takes_it_back_and_it_waits_for_nobody(world):
    keeper = Desk("gy_catalogue")
    keeper.write(PATH, hours=HOURS)
    page = f"places/waiting/{PlaceOrder.objects.get().pk}/"
    legal = Desk("gy_legal")
    assert HOURS in legal.see("")
    assert "撤回" not in legal.see(page)
    assert legal.client.post(f"{ROOT}{page}withdraw/").status_code == 403
    assert "撤回" in keeper.see(page)
    assert "已撤回" in keeper.post(f"{page}withdraw/")
    assert HOURS not in legal.see("")
    assert "同意" not in legal.see(page).split("改什么")[-1]
    for verb in ("approve", "reject"):
        assert legal.client.post(f"{ROOT}{page}{verb}/").status_code == 409
    assert "撤回地方实施清单的修改" in keeper.see(f"items/{ITEM}/")


def test_a_choice_that_may_stay_open_is_emptied_again(world):
    keeper = Desk("gy_catalogue")
    place_says(PATH, courier="true", cross_region_mode="全程网办")
    form = keeper.client.get(ROOT + PATH)
    assert fields_of(form)["courier"] == ["true"]
    for name in ("courier", "cross_region_mode"):
        assert re.search(f'type="radio" name="{name}" value="">', form.content.decode())
    keeper.write(PATH, courier="", cross_region_mode="", hours=HOURS)
    differences = PlaceOrder.objects.get(state=PlaceOrder.OPEN).differences
    assert differences["hours"] == HOURS
    assert not {"courier", "cross_region_mode"} & set(differences)


def test_the_first_page_says_how_many_lists_wait_and_how_many_it_leaves_off(world, monkeypatch):
    legal = Desk("gy_legal")
    assert "地方修改在等" not in legal.see("")
    keeper = Desk("gy_catalogue")
    for item in (ITEM, "990514102006", "990514206001"):
        keeper.write(f"places/{item}/{COUNTY}/", hours=HOURS)
    page = legal.see("")
    assert "3份地方修改在等" in page
    assert "没有列在这里" not in page
    monkeypatch.setattr(start, "MOST", 2)
    assert "还有1个没有列在这里" in legal.see("")


SUNDAY = "周日 9:00—12:00"


def test_what_begins_later_is_seen_and_what_it_becomes_is_said(world):
    day = clock.today() + timedelta(30)
    place_says(PATH, hours=HOURS, effective_from=day.isoformat())
    keeper = Desk("gy_catalogue")
    for page in ("places/", f"items/{ITEM}/", PATH):
        said = keeper.see(page)
        assert HOURS in said
        assert day.isoformat() in said
    assert HOURS in Desk("yy_catalogue").see(PATH)
    form = fields_of(keeper.client.get(ROOT + PATH))
    assert (form["hours"], form["effective_from"]) == ([HOURS], [day.isoformat()])
    today = clock.today().isoformat()
    asked = keeper.fill(PATH, hours=SUNDAY, effective_from=today)
    row = re.search(f"已定从{day}起的.{{0,400}}取消，由这一份代替", text_of(asked))
    assert row and HOURS in row[0]
    assert "已提请" in keeper.confirm(PATH, asked)
    order = PlaceOrder.objects.get(state=PlaceOrder.OPEN)
    assert "取消，由这一份代替" in Desk("gy_legal").see(f"places/waiting/{order.pk}/")
    Desk("gy_legal").write(f"places/waiting/{order.pk}/approve/", note="")
    assert catalog.guide(ITEM, region=COUNTY).hours == SUNDAY
    assert catalog.guide(ITEM, region=COUNTY, on=day).hours == SUNDAY
    assert HOURS not in keeper.see("places/")


def test_a_place_that_says_nothing_follows_its_city_and_the_page_says_so(world):
    place_says(f"places/{ITEM}/510800000000/", hours=HOURS)
    keeper = Desk("gy_catalogue")
    asked = text_of(keeper.fill(PATH, hours=SUNDAY))
    assert f"（没有，随广元市：{HOURS}）" in asked
    assert "（没有，随统一文本）" not in asked
    asked = text_of(keeper.fill(PATH, consult="0839-8621234", hours=""))
    assert "（没有，随统一文本）" in asked


def test_a_decided_change_does_not_call_what_stood_before_present(world):
    keeper = Desk("gy_catalogue")
    keeper.write(PATH, hours=HOURS)
    page = f"places/waiting/{PlaceOrder.objects.get().pk}/"
    assert "现在" in keeper.see(page).split("改什么")[-1]
    Desk("gy_legal").write(f"{page}approve/", note="")
    changes = keeper.see(page).split("改什么")[-1]
    assert "提出时" in changes
    assert "现在" not in changes


def test_how_long_publicity_lasts_is_one_element_of_the_list_and_stays_when_another_changes(world):
    path = f"places/{PUBLICISED}/{COUNTY}/"
    keeper, legal = Desk("gy_catalogue"), Desk("gy_legal")
    basis = "《某市公示办法》（某人社发〔2024〕5号）"
    asked = keeper.fill(
        path,
        publicity_days="7",
        publicity_unit="工作日",
        publicity_stops="promise",
        publicity_basis=basis,
    )
    assert f"7个工作日，不算进承诺，依据{basis}" in text_of(asked)
    assert "已提请" in keeper.confirm(path, asked)
    order = PlaceOrder.objects.get()
    there = {"days": 7, "unit": "工作日", "stops": ["promise"], "basis": basis}
    assert order.differences == {"publicity": there}
    assert "已同意" in legal.write(f"places/waiting/{order.pk}/approve/", note="")
    shown = fields_of(keeper.client.get(ROOT + path))
    assert (shown["publicity_days"], shown["publicity_stops"]) == (["7"], ["promise"])
    keeper.write(path, hours=HOURS)
    later = PlaceOrder.objects.get(state=PlaceOrder.OPEN)
    assert later.differences == {"hours": HOURS, "publicity": there}
