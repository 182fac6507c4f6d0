"""Units, names, service areas, roles and qualifications through the pages."""

import pytest

from tests.sites.console_admin.writer import ROOT, fields_of, text_of
from yichuang.accounts import queries as accounts
from yichuang.accounts.models import Officer

pytestmark = pytest.mark.django_db
STATION = "510812100200-S1"


def who(username):
    return Officer.objects.get(user__username=username)


def test_the_tree_leads_from_the_city_to_a_shared_station_shown_once(desk):
    officer = desk("gy_org")
    assert "朝天区" in officer.see("units/?region=510800000000")
    assert "朝天镇" in officer.see("units/?region=510812000000")
    town = officer.client.get("/console/admin/units/?region=510812100000")
    own = text_of(town).split("这里的机构")[1].split("下一级")[0]
    assert own.count("朝天村农村社区（中心村）服务站") == 1
    assert "服务3个村（社区）" in officer.see(f"units/{STATION}/")


def test_a_name_against_the_rule_is_warned_of_then_listed(desk):
    officer = desk("gy_org")
    path = "units/510812100000/rename/"
    asked = officer.fill(path, name="朝天镇办事点")
    assert "当地的名称规则要求叫“朝天镇就业和社会保障公共服务中心”" in text_of(asked)
    officer.confirm(path, asked)
    assert "朝天镇办事点" in officer.see("naming/?city=510800000000")
    assert "改为：朝天镇办事点" in officer.see("units/510812100000/")


def test_what_a_colleague_changed_meanwhile_is_not_undone_unseen(desk):
    path = "units/510812100000/rename/"
    slow, quick = desk("gy_org"), desk("gy_org")
    opened = fields_of(slow.client.get(ROOT + path)) | {"name": ["朝天镇便民中心"]}
    quick.write(path, name="朝天镇就业服务站")
    told = slow.client.post(ROOT + path, opened)
    assert told.status_code == 409 and "这里改过了" in text_of(told)
    again = fields_of(told)
    assert again["name"] == ["朝天镇便民中心"]  # what was typed stays
    assert "朝天镇就业服务站" in text_of(told)
    asked = slow.client.post(ROOT + path, again)
    slow.confirm(path, asked)
    assert "朝天镇便民中心" in slow.see("units/510812100000/")


def test_a_village_of_another_station_is_refused_and_the_choice_stays(desk):
    other = accounts.serving("510812100205")
    refused = desk("gy_org").fill(
        f"units/{other.code}/area/", villages=["510812100205", "510812100202"]
    )
    assert refused.status_code == 409
    assert "已经由朝天村农村社区（中心村）服务站服务" in text_of(refused)


def test_a_service_area_is_set_from_a_day_on(desk):
    desk("gy_org").write(f"units/{STATION}/area/", villages=["510812100200", "510812100202"])
    assert accounts.villages_of(accounts.organisation(STATION)) == ["510812100200", "510812100202"]


def test_a_role_is_given_and_taken_back(desk):
    officer, person = desk("gy_org"), who("gy_issuer")
    officer.write(
        f"officers/{person.uuid}/grant/", role="reviewer", line="就业创业", region="510812000000"
    )
    assert accounts.has_role(person, "reviewer", "就业创业", "510812000000")
    held = person.assignments.get(role="reviewer")
    page = officer.write(f"officers/{person.uuid}/roles/{held.pk}/revoke/")
    assert "已收回" in page
    assert not accounts.has_role(person, "reviewer", "就业创业", "510812000000")


def test_roles_that_do_not_go_together_are_refused_with_the_reason(desk):
    person = who("gy_supervisor")
    refused = desk("gy_org").fill(
        f"officers/{person.uuid}/grant/", role="clerk", region="510812000000"
    )
    assert "监督的人不能监督自己经办的事" in text_of(refused)


def test_a_qualification_is_given_for_one_item(desk):
    person = who("gy_issuer")
    text = desk("gy_org").write(
        f"officers/{person.uuid}/qualify/", item="990514102006", certificate="证001"
    )
    assert "可以受理" in text
    assert accounts.qualified(person, "990514102006")
    assert "没有编码为" in text_of(
        desk("gy_org").fill(f"officers/{person.uuid}/qualify/", item="123")
    )


def test_an_administrator_writes_in_the_own_city_only_and_never_for_oneself(desk):
    assert "您的岗位管不到" in desk("yy_org").see("units/510812100000/rename/", status=403)
    assert "不能给自己发权限" in desk("gy_org").see(
        f"officers/{who('gy_org').uuid}/grant/", status=403
    )
