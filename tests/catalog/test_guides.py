"""The guide that every outlet shows: one text, a place's words over it, at no cost (SYS-001, 005, 008, 009)."""

import time
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from yichuang.catalog import queries, services
from yichuang.core.clock import today
from yichuang.core.errors import Conflict, Invalid, NotFound

CODE, LOCAL = "990714102001", "992014109001"
CITY, COUNTY, OTHER_COUNTY = "510800000000", "510812000000", "510802000000"
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("published")]


def test_county_words_stand_over_city_words_over_the_common_text():
    assert queries.guide(CODE).limits.promised_days == 5
    assert queries.guide(CODE, region=OTHER_COUNTY).limits.promised_days == 4
    county = queries.guide(CODE, region=COUNTY)
    assert county.limits.promised_days == 3
    assert county.places["县"] == "朝天区政务服务中心1楼就业窗口"
    assert county.places["村"] == queries.guide(CODE).places["村"]
    assert "13:30" in county.hours
    assert queries.guide(CODE, region="370200000000").limits.promised_days == 5


def test_the_revision_is_one_and_local_words_have_their_own():
    common, county = queries.guide(CODE), queries.guide(CODE, region=COUNTY)
    assert common.revision == county.revision and len(common.revision) == 64
    assert common.local_revision == "" != county.local_revision
    assert set(county.differences) == {"promised_days", "promised_unit", "places", "hours"}


def test_a_place_may_not_promise_beyond_the_law():
    with pytest.raises(Invalid, match="会晚于法定"):
        services.set_implementation(
            code="990714202001",
            region=COUNTY,
            differences={"promised_days": 21},
            effective_from=today(),
            actor="officer:1",
        )


def test_a_place_promises_faster_than_its_city_and_the_unified_text_or_as_fast_never_slower():
    said = {"code": CODE, "region": COUNTY, "effective_from": today(), "actor": "officer:1"}
    with pytest.raises(Invalid, match="比统一承诺的5个工作日慢"):
        services.set_implementation(
            differences={"promised_days": 6}, **said | {"region": "370200000000"}
        )
    with pytest.raises(Invalid, match="地方只能承诺得更快"):
        services.set_implementation(differences={"promised_days": 5, "promised_unit": "月"}, **said)
    with pytest.raises(Invalid, match="比广元市承诺的4个工作日慢；地方只能承诺得更快"):
        services.set_implementation(differences={"promised_days": 5}, **said)
    for days in (4, 2):
        services.set_implementation(differences={"promised_days": days}, **said)
        assert queries.guide(CODE, region=COUNTY).limits.promised_days == days


def test_what_a_place_promised_stays_when_the_unified_unit_changes():
    """3 working days do not become 3 months."""
    before = queries.guide(CODE, region=COUNTY).limits.promised_text
    newest = queries.latest_version(CODE)
    definition = {k: v for k, v in newest.definition.items() if k not in ("steps", "process_kind")}
    definition |= {"promised_days": 1, "promised_unit": "月"}
    definition |= {"statutory_days": None, "previous_days": None}
    services.publish(
        definition=definition, form=newest.form, effective_from=today(), actor="officer:1"
    )
    assert queries.guide(CODE).limits.promised_text == "1个月"
    assert queries.guide(CODE, region=COUNTY).limits.promised_text == before == "3个工作日"


def test_every_place_keeps_the_unit_with_the_number_and_none_without():
    said = {"code": CODE, "region": COUNTY, "effective_from": today(), "actor": "officer:1"}
    row = services.set_implementation(differences={"promised_days": 2}, **said)
    assert row.differences == {"promised_days": 2, "promised_unit": "工作日"}
    with pytest.raises(Invalid, match="也请写天数"):
        services.set_implementation(differences={"promised_unit": "工作日"}, **said)
    for kept in queries.implementations():
        assert ("promised_days" in kept.differences) is ("promised_unit" in kept.differences)


def test_a_place_takes_its_words_back_and_the_old_ones_stay_readable():
    services.set_implementation(
        code=CODE, region=COUNTY, differences={}, effective_from=today(), actor="officer:1"
    )
    assert queries.guide(CODE, region=COUNTY).limits.promised_days == 4
    assert queries.guide(CODE, region=COUNTY, on=today() - timedelta(1)).limits.promised_days == 3


def test_a_place_that_does_not_do_an_item_takes_no_case():
    services.set_implementation(
        code=CODE,
        region=COUNTY,
        differences={"offered": False, "not_offered_reason": "窗口搬迁"},
        effective_from=today(),
        actor="officer:1",
    )
    with pytest.raises(Conflict) as refusal:
        queries.require_open(CODE, region=COUNTY)
    assert refusal.value.code == "not_offered"
    assert CODE not in {row.code for row in queries.items(region=COUNTY)}
    assert CODE in {row.code for row in queries.items(region=OTHER_COUNTY)}


def test_a_local_item_is_not_found_elsewhere():
    assert queries.guide(LOCAL, region=COUNTY).is_local_extension
    with pytest.raises(NotFound):
        queries.guide(LOCAL, region="430600000000")


def test_the_four_disclosures_are_in_the_guide():
    guide = queries.guide(CODE)
    assert (
        guide.legal_basis
        and guide.steps
        and guide.limits.promised_text == "5个工作日"
        and guide.result
    )
    assert {"设定依据", "受理条件", "办理流程", "结果名称", "实施主体性质", "监督投诉方式"} <= {
        element.label for element in guide.elements
    }
    assert all(element.text.strip() for element in guide.elements)


def test_steps_share_out_the_promise_and_carry_the_review_points():
    for row in queries.items():
        guide = queries.guide(row.code)
        assert sum(step.days for step in guide.steps) == guide.limits.promised_days
        carried = [step for step in guide.steps if step.review_points]
        assert len(carried) == (1 if guide.review_points else 0), guide.name


def test_a_hundred_guides_a_second_are_no_effort():
    queries.guide(CODE, region=COUNTY)
    with CaptureQueriesContext(connection) as seen:
        queries.guide(CODE, region=COUNTY)
    assert len(seen) == 2
    begun = time.process_time()
    for _ in range(100):
        queries.guide(CODE, region=COUNTY)
    assert time.process_time() - begun < 1


def test_an_item_off_for_the_kiosk_is_hidden_and_refused_there_only():
    code = "992014101002"
    assert code in {row.code for row in queries.items(channel="kiosk")}
    services.switch_channel(
        code=code, channel="kiosk", enabled=False, actor="officer:1", reason="打印机检修"
    )
    assert code not in {row.code for row in queries.items(channel="kiosk")}
    assert code in {row.code for row in queries.items(channel="portal")}
    with pytest.raises(NotFound) as refusal:
        queries.require_open(code, channel="kiosk")
    assert refusal.value.code == "channel_off"
    assert queries.require_open(code, channel="portal")
    services.switch_channel(code=code, channel="kiosk", enabled=True, actor="officer:1")
    assert queries.require_open(code, channel="kiosk")
    assert queries.switches(code) == {"kiosk": True}


def test_an_unknown_channel_is_refused():
    with pytest.raises(Invalid):
        services.switch_channel(code=CODE, channel="fax", enabled=False, actor="officer:1")


def test_the_lists_narrow_by_line_level_subject_and_life_event():
    everything = queries.items()
    assert len([row for row in everything if row.place is None]) == 197
    assert dict(queries.lines()) == {
        "就业创业": 43, "社会保险": 80, "社会保障卡": 10, "人才人事": 26, "劳动关系": 26, "收入分配": 7, "综合服务": 5,
    }  # fmt: skip
    assert {row.line for row in queries.items(line="社会保障卡")} == {"社会保障卡"}
    assert all("村" in row.levels for row in queries.items(level="村"))
    assert all("单位" in row.service_objects for row in queries.items(subject="单位"))
    for event in queries.life_events():
        assert [row.code for row in queries.items(life_event=event["key"])] == event["items"]
    assert len(queries.life_events()) == 10
    assert queries.items(life_event="nothing") == []


@pytest.mark.parametrize("event", ["retire", "death"])
def test_who_retires_or_loses_someone_is_met_in_each_of_the_three_schemes_of_pensions(event):
    met = {row.sub_line for row in queries.items(life_event=event)}
    assert {"企业职工养老待遇", "机关事业养老", "城乡居民养老待遇"} <= met


def test_the_form_of_a_version_is_kept_with_it():
    version = queries.require_open(CODE)
    assert queries.form_of(version.pk).code == CODE
    assert version.form["definition"]["sample"]
    assert "wrong" not in version.form["definition"]
