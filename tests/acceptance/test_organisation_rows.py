"""The acceptance sentence of divisions and units, driven through the pages."""

import pytest
from django.db.models import Count
from django.test import Client

from tests.sites.console_admin.writer import Desk, text_of
from yichuang.accounts import queries as accounts
from yichuang.accounts.models import Organisation, ServiceArea
from yichuang.core import clock
from yichuang.reference.models import Region

pytestmark = pytest.mark.django_db
SHARED, TOWN = "510812100200-S1", "510812100000"
SERVED = ("朝天村村民委员会", "青云村村民委员会", "朱家村村民委员会")  # by the station of 朝天村


@pytest.fixture(autouse=True)
def filled(world):
    """Packs and demo people."""


def test_sys_069_names_are_checked_by_the_rule_of_the_own_city_only():
    guangyuan, yueyang, qingdao = Desk("gy_org"), Desk("yy_org"), Desk("qd_org")
    for desk, city in (
        (guangyuan, "510800000000"),
        (yueyang, "430600000000"),
        (qingdao, "370200000000"),
    ):
        assert "0个名称不合规则" in desk.see(f"naming/?city={city}")
    station = Organisation.objects.get(
        region__full_name__contains="岳阳楼区", level=4, region__name="城陵矶街道"
    )
    yueyang.write(f"units/{station.code}/rename/", name="城陵矶街道就业和社会保障公共服务中心")
    page = yueyang.see("naming/?city=430600000000")
    assert "1个名称不合规则" in page
    assert "城陵矶街道人力资源和社会保障服务站" in page
    assert "岳人社发〔2015〕80号" in page
    free = Organisation.objects.filter(region__city="370200000000", level=5, kind="point").first()
    qingdao.write(f"units/{free.code}/rename/", name="随便起的名字")
    assert "0个名称不合规则" in qingdao.see("naming/?city=370200000000")
    village = Organisation.objects.filter(
        region__city="430600000000", level=5, kind="point"
    ).exclude(region__name__regex="(社区|居委会|居民委员会)$")
    yueyang.write(f"units/{village.first().code}/rename/", name="随便起的名字")
    assert "1个名称不合规则" in yueyang.see("naming/?city=430600000000")


def test_sys_069_a_village_has_one_service_area_at_a_time():
    twice = (
        ServiceArea.objects.filter(accounts.in_force(clock.today()))
        .values("region")
        .annotate(n=Count("id"))
    )
    assert not twice.filter(n__gt=1).exists()
    other = accounts.serving("510812100205")
    asked = Desk("gy_org").fill(
        f"units/{other.code}/area/", villages=["510812100205", "510812100202"]
    )
    assert asked.status_code == 409
    assert "一个村同一时间只能归一个服务站" in text_of(asked)
    assert accounts.serving("510812100202").code == SHARED


def test_sys_069_a_station_of_three_villages_appears_once_and_covers_three():
    desk = Desk("gy_org")
    page = desk.see(f"units/?region={TOWN}")
    name = accounts.organisation(SHARED).name
    assert page.split("这里的机构")[1].split("下一级")[0].count(name) == 1
    unit = desk.see(f"units/{SHARED}/")
    assert "服务3个村（社区）" in unit
    for village in SERVED:
        assert village in unit
        code = Region.objects.get(name=village, code__startswith="510812100").code
        visitor = Client()
        visitor.cookies["place"] = code
        assert name in text_of(visitor.get("/halls/"))


def test_sys_069_the_tree_goes_from_the_city_to_the_village():
    desk = Desk("gy_supervisor")
    village = Region.objects.get(pk="510812100205")
    code = ""
    for child in ("510800000000", "510812000000", TOWN, village.code):
        name = Region.objects.get(pk=child).name
        assert name in desk.see(f"units/?region={code}" if code else "units/")
        code = child
    assert village.full_name in desk.see(f"regions/?q={village.name}")
