"""Changing the catalogue through the pages: asked, agreed by another, published; refused with every element named."""

from datetime import timedelta

import pytest
import yaml

from tests.sites.console_admin.writer import ROOT, fields_of, place_says, text_of
from yichuang.catalog import queries as catalog
from yichuang.catalog.models import ChangeOrder
from yichuang.core import clock

pytestmark = pytest.mark.django_db
ITEM, COUNTY, CITY = "990514102006", "510812000000", "510800000000"
SATURDAYS = "周一至周六 9:00—12:00、13:30—17:00"
WHY = {"reason": "依据新的办法第三条"}


def ordered(desk, **changes) -> ChangeOrder:
    desk("tm_catalogue").write(f"items/{ITEM}/change/revised/", **WHY, **changes)
    return ChangeOrder.objects.first()


def test_a_revision_is_asked_agreed_by_another_and_published(desk):
    before = catalog.guide(ITEM)
    order = ordered(desk, conditions="新的受理条件")
    assert order.draft["materials"] == before.definition["materials"]
    assert "新的受理条件" in desk("tm_legal").see(f"changes/{order.pk}/")
    assert "已同意" in desk("tm_legal").write(f"changes/{order.pk}/approve/", note="依据充分")
    asked = desk("tm_catalogue").client.post(f"{ROOT}changes/{order.pk}/publish/")
    done = desk("tm_catalogue").confirm(f"changes/{order.pk}/publish/", asked)
    assert "已发布" in done
    now = catalog.guide(ITEM)
    assert (now.conditions, now.version_number) == ("新的受理条件", before.version_number + 1)
    page = desk("gy_supervisor").see(f"items/{ITEM}/")
    for words in ("陈统安", "周正言", "依据新的办法第三条", "执行调整单"):
        assert words in page
    assert before.conditions in desk("gy_supervisor").see(
        f"items/{ITEM}/versions/{before.version_number}/"
    )


def test_nobody_decides_an_order_of_their_own_and_a_refusal_needs_its_reason(desk):
    order = ordered(desk, conditions="新的受理条件")
    assert "您的岗位不能打开这一页" in desk("tm_catalogue").see(
        f"changes/{order.pk}/approve/", status=403
    )
    refused = desk("tm_legal").fill(f"changes/{order.pk}/reject/", note="")
    assert refused.status_code == 422
    desk("tm_legal").write(f"changes/{order.pk}/reject/", note="依据不足")
    assert "未通过" in desk("tm_legal").see(f"changes/{order.pk}/")


def test_agreeing_names_every_failing_element_in_plain_words(desk):
    frozen = catalog.latest_version(ITEM).form["definition"]
    unfilled = yaml.safe_dump({**frozen, "sample": {}}, allow_unicode=True, sort_keys=False)
    order = ordered(
        desk,
        conditions="",
        form=unfilled,
        statutory_days="8",
        statutory_unit="自然日",
        promised_days="5",
        promised_unit="工作日",
        full_online="true",
        max_visits="2",
        **{
            "commitment-gaozhi_chengnuo": "true",
            "commitment-commitment_materials": "",
            "commitment-rongque": "true",
        },
        **{"commitment-rongque_materials": ""},
    )
    refused = desk("tm_legal").fill(f"changes/{order.pk}/approve/", note="")
    told = text_of(refused)
    assert refused.status_code == 422
    for words in (
        "要素“受理条件”没有填",
        "要素“申请表示例样表”没有填",
        "承诺5个工作日会晚于法定8日",
        "日受理的就会超",
        "实行告知承诺，却没有写明适用的材料",
        "实行容缺受理，却没有写明适用的材料",
        "全程网办的事项不能要求到场",
    ):
        assert words in told
    assert catalog.latest_version(ITEM).number == 1
    order.refresh_from_db()
    assert order.state == ChangeOrder.OPEN


def test_what_was_typed_stays_after_a_refusal_and_after_going_back(desk):
    officer = desk("tm_catalogue")
    path = f"items/{ITEM}/change/revised/"
    refused = officer.fill(path, reason="", conditions="打了很久的条件")
    assert refused.status_code == 422
    assert fields_of(refused)["conditions"] == ["打了很久的条件"]
    asked = officer.fill(path, reason="有理由", conditions="打了很久的条件")
    again = officer.client.post(ROOT + path, fields_of(asked) | {"_confirm": "no"})
    assert fields_of(again)["conditions"] == ["打了很久的条件"]
    assert fields_of(again)["reason"] == ["有理由"]
    assert not ChangeOrder.objects.exists()


def test_a_row_of_a_table_is_added_without_scripts_and_yaml_faults_are_told(desk):
    officer = desk("tm_catalogue")
    path = f"items/{ITEM}/change/revised/"
    more = officer.fill(path, _add="materials")
    count = len(catalog.guide(ITEM).materials)
    assert f"materials-{count}-name" in fields_of(more)
    assert "写法不对" in text_of(officer.fill(path, **WHY, rest="code: [1"))
    assert "事项编码一经确定不能更改" in text_of(officer.fill(path, **WHY, rest="code: '1'"))


def test_a_revision_that_changes_nothing_is_refused(desk):
    assert "没有要修订的" in text_of(
        desk("tm_catalogue").fill(f"items/{ITEM}/change/revised/", **WHY)
    )


def test_a_cancelled_item_is_told_with_its_day(desk):
    day = clock.today() + timedelta(days=3)
    desk("tm_catalogue").write(
        f"items/{ITEM}/change/cancelled/", **WHY, effective_on=day.isoformat()
    )
    order = ChangeOrder.objects.first()
    desk("tm_legal").write(f"changes/{order.pk}/approve/", note="")
    asked = desk("tm_catalogue").client.post(f"{ROOT}changes/{order.pk}/publish/")
    assert f"将取消（{day}起）" in desk("tm_catalogue").confirm(
        f"changes/{order.pk}/publish/", asked
    )


def test_a_place_says_only_what_differs_and_takes_it_back(desk):
    path = f"places/{ITEM}/{COUNTY}/"
    place_says(path, hours=SATURDAYS)
    assert catalog.guide(ITEM, region=COUNTY).hours == SATURDAYS
    assert f"办理时间：{SATURDAYS}" in desk("gy_catalogue").see(f"places/?region={COUNTY}")
    place_says(path, hours="")
    assert catalog.guide(ITEM, region=COUNTY).hours == catalog.guide(ITEM).hours


def test_a_place_may_not_promise_more_than_the_law_nor_another_city_speak_for_it(desk):
    late = desk("gy_catalogue").fill(
        f"places/990114105001/{COUNTY}/", promised_days="60", promised_unit="工作日"
    )
    assert late.status_code == 422
    assert "会晚于法定" in text_of(late)
    other = desk("yy_catalogue").client.post(f"{ROOT}places/{ITEM}/{COUNTY}/", {"hours": SATURDAYS})
    assert other.status_code == 403
    assert "您的岗位管不到" in text_of(other)


def test_the_matrix_of_a_level_is_set_and_cleared_in_a_region(desk):
    officer = desk("gy_catalogue")
    officer.write(f"delegation/{ITEM}/{COUNTY}/4/", roles=["受理", "审核", "办结"])
    assert catalog.delegation_matrix(ITEM, COUNTY)[4] == ("受理", "审核", "办结")
    assert "本地改过" in officer.see(f"delegation/{ITEM}/{COUNTY}/")
    assert "改下延矩阵" in officer.see(f"delegation/{ITEM}/{COUNTY}/")
    asked = officer.client.post(f"{ROOT}delegation/{ITEM}/{COUNTY}/4/clear/")
    officer.confirm(f"delegation/{ITEM}/{COUNTY}/4/clear/", asked)
    assert catalog.delegation_matrix(ITEM, COUNTY) == catalog.delegation_matrix(ITEM)


def test_a_matrix_without_anybody_who_reviews_is_refused(desk):
    officer = desk("gy_catalogue")
    for level in (1, 2):
        officer.fill(f"delegation/{ITEM}/{COUNTY}/{level}/", roles=["咨询"])
        officer.write(f"delegation/{ITEM}/{COUNTY}/{level}/", roles=["咨询"])
    assert "没有一级承担“审核”" in text_of(
        officer.fill(f"delegation/{ITEM}/{COUNTY}/3/", roles=["咨询"])
    )


def test_a_channel_is_switched_off_with_its_reason(desk):
    refused = desk("gy_channel").see(f"channels/{ITEM}/portal/", status=403)
    assert "各地统一的事项" in refused
    assert catalog.channel_open(ITEM, "portal")
    desk("tm_channel").write(f"channels/{ITEM}/portal/", state="off", reason="系统检修")
    assert not catalog.channel_open(ITEM, "portal")
    page = desk("gy_supervisor").see(f"items/{ITEM}/")
    assert "关闭渠道" in page
    assert "系统检修" in page
    assert "有关掉的 1" in desk("gy_supervisor").see("channels/?off=1").replace(
        "有关掉的1", "有关掉的 1"
    )


def test_an_outlet_that_lags_is_listed(desk):
    from yichuang.catalog import services

    services.add_outlet(code="hallscreen", name="大厅屏", live=False, actor="system:test")
    page = desk("gy_supervisor").see(f"outlets/?item={ITEM}")
    assert "1处落后" in page
    assert "大厅屏" in page


def test_a_form_that_cannot_be_read_is_refused_before_anybody_confirms(desk):
    broken = "code: '1'\nname: 表\ngroups: [nowhere]\nfields: []"
    answer = desk("tm_catalogue").fill(f"items/{ITEM}/change/revised/", **WHY, form=broken)
    assert answer.status_code == 422
    assert "表单定义读不懂" in text_of(answer)
    assert fields_of(answer)["form"] == [broken]
