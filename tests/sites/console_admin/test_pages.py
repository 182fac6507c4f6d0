"""Every page opens for those who may, says what it is, and is closed to others."""

import pytest

from yichuang.accounts import queries as accounts
from yichuang.accounts.models import Officer, Organisation
from yichuang.catalog import queries as catalog
from yichuang.sites.console.admin.organisations import units

pytestmark = pytest.mark.django_db
ITEM, CITY, COUNTY = "990514102006", "510800000000", "510812000000"
PAGES = {
    "": "目录和机构",
    "items/": "事项目录，",
    "items/?q=失业登记": "失业登记",
    f"items/{ITEM}/": "要素齐全，时限合规",
    f"items/{ITEM}/versions/1/": "这是指定的一版",
    "changes/": "目录调整单",
    "places/": "地方实施清单",
    f"places/{ITEM}/{CITY}/": "不同在哪",
    "delegation/": "的五级下延",
    f"delegation/{ITEM}/{COUNTY}/": "由哪一级做什么",
    "consistency/?level=县": "县级27个地方，0个和统一目录不同",
    "common/": "处不统一",
    "speedup/": "提速办清单",
    "speedup/?below=1": "没到目标",
    "channels/": "自助机",
    "outlets/": "各出口都是现行版本",
    "background/": "没有做成的事",
    "units/": "广元市",
    "units/?region=510812100000": "这里的机构",
    "units/510812000000/": "朝天区人力资源和社会保障局",
    "naming/": "个名称不合规则",
    "regions/": "四川省",
    "regions/?q=朝天 村": "找到",
}


@pytest.mark.parametrize("path", PAGES)
def test_a_supervisor_may_read_every_page(desk, path):
    assert PAGES[path] in desk("gy_supervisor").see(path)


@pytest.mark.parametrize("path", ["items/", "units/", "changes/"])
def test_a_clerk_and_a_resident_may_not(desk, path):
    desk("gy_clerk").see(path, status=403)
    desk("zhangsan").see(path, status=403)


@pytest.mark.parametrize(
    "path",
    [f"items/{ITEM}/change/revised/", f"channels/{ITEM}/kiosk/", "units/510812000000/rename/"],
)
def test_a_supervisor_only_reads(desk, path):
    desk("gy_supervisor").see(path, status=403)


def test_an_officer_page_shows_roles_and_papers(desk):
    clerk = Officer.objects.get(user__username="gy_clerk")
    text = desk("gy_org").see(f"officers/{clerk.uuid}/")
    assert "窗口柜员" in text
    assert "有资格受理的" in text
    assert "给角色" in text


def test_an_item_page_shows_every_national_element_and_its_paper(desk):
    from yichuang.catalog import tables

    text = desk("gy_supervisor").see(f"items/{ITEM}/")
    assert [e["label"] for e in tables.elements()["elements"] if e["label"] not in text] == []
    assert catalog.guide(ITEM).revision in text


def test_what_does_not_exist_is_said_plainly(desk):
    assert "没有编码为" in desk("gy_supervisor").see("items/123/", status=404)


def leads_to_officers(admin, unit: Organisation) -> tuple[bool, bool]:
    """Whether the list of its place leads to the unit, and from the number of its people to them."""
    address = f"/console/admin/units/?region={unit.region_id}"
    page = admin.client.get(address).content.decode()
    return f"units/{unit.code}/" in page, f"units/{unit.code}/#officers" in page


def test_officers_are_shown_in_their_own_place_only(desk):
    other_clerk = Officer.objects.get(user__username="qd_clerk")
    unit = other_clerk.organisation
    clerk = Officer.objects.get(user__username="gy_clerk")
    for username in ("gy_supervisor", "gy_channel", "gy_org", "gy_legal"):
        admin = desk(username)
        assert "gy_clerk" in admin.see(f"officers/{clerk.uuid}/")
        refused = admin.see(f"officers/{other_clerk.uuid}/", status=404)
        shown = admin.see(f"units/{unit.code}/")
        for page in (refused, shown):
            assert other_clerk.name not in page and other_clerk.employee_no not in page
        assert unit.name in shown and "由当地的管理员看" in shown
        assert leads_to_officers(admin, unit) == (True, False)
        assert clerk.name in admin.see(f"units/{clerk.organisation.code}/")
        assert leads_to_officers(admin, clerk.organisation) == (True, True)


def test_the_page_of_what_a_fact_names_is_not_called_a_change(desk):
    clerk = Officer.objects.get(user__username="gy_clerk")
    unit = clerk.organisation
    page = desk("gy_supervisor").client.get(f"/console/admin/officers/{clerk.uuid}/")
    facts = page.content.decode().split('<dl class="known')[1].split("</dl>")[0]
    assert f'<a href="/console/admin/units/{unit.code}/">{unit.name}</a>' in facts
    assert ">改<" not in facts


def test_units_that_a_page_leaves_off_are_counted(desk, monkeypatch):
    path = "units/510812000000/"
    assert "没有列在这里" not in desk("gy_supervisor").see(path)
    below = accounts.children("510812000000").count()
    monkeypatch.setattr(units, "MOST_UNITS", 2)
    assert f"还有{below - 2}个没有列在这里" in desk("gy_supervisor").see(path)
