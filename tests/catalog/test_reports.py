"""One catalogue in all places, speed-up, online share, common handling (SYS-001, 024, 035, 053, 090)."""

import pytest

from yichuang.catalog import queries, services, tables
from yichuang.catalog.models import Implementation, Item
from yichuang.core.clock import today
from yichuang.core.errors import Invalid

GUANGYUAN, YUEYANG, LOCAL = "510800000000", "430600000000", "992014109001"
COMMON = "992014101001"
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("published")]


def differ(code, region, **differences):
    services.set_implementation(
        code=code, region=region, differences=differences, effective_from=today(), actor="officer:1"
    )


@pytest.mark.parametrize("level", ["市", "县", "乡镇", "村"])
def test_same_level_places_differ_in_no_name_and_no_code(level):
    report = queries.consistency_report(level)
    assert report.differences == ()
    assert report.places >= 3
    assert report.items == sum(
        level in i.levels for i in Item.objects.filter(is_local_extension=False)
    )


def test_a_local_extension_is_flagged_and_left_out_of_the_count():
    report = queries.consistency_report("市")
    assert [row.code for row in report.local_extensions] == [LOCAL]
    assert report.local_extensions[0].place == GUANGYUAN
    assert (
        report.items
        == Item.objects.filter(is_local_extension=False, levels__contains=["市"]).count()
    )
    assert LOCAL in {row.code for row in queries.items(region="510812000000")}
    assert LOCAL not in {row.code for row in queries.items(region=YUEYANG)}


def test_a_place_that_leaves_an_item_out_or_renames_it_is_reported():
    differ(COMMON, YUEYANG, offered=False, not_offered_reason="系统迁移")
    renamed = Implementation.objects.filter(item__code="992014101002", region_id=GUANGYUAN)
    assert renamed.update(differences={"name": "失业人员登记"}) == 1
    by_place = {d.region: d for d in queries.consistency_report("市").differences}
    assert by_place[YUEYANG].missing == ((COMMON, "就业登记"),)
    assert by_place[GUANGYUAN].extra == (("992014101002", "失业人员登记"),)
    counties = queries.consistency_report("县").differences
    assert {d.region[:4] for d in counties} == {"4306", "5108"}


def test_a_place_may_not_rename_an_item():
    with pytest.raises(Invalid, match="全省统一"):
        differ(COMMON, YUEYANG, name="就业登记（岳阳）")


def test_the_speed_up_list_shows_the_percent_and_who_is_below_the_target():
    rows = {row.code: row for row in queries.speedup_list()}
    assert rows["990714202001"].percent == 50.0
    assert (rows["990714202001"].base_text, rows["990714202001"].promised_text) == (
        "20个工作日",
        "10个工作日",
    )
    assert rows["990714207001"].percent == 53.3
    assert sum(row.listed for row in rows.values()) == 48
    assert queries.speedup_list(below_target=True) == []


def test_a_listed_item_that_slows_down_appears_below_the_target():
    version = queries.version_in_force("990714202001")
    slower = version.definition | {"promised_days": 12}
    services.publish(
        definition=slower, form=version.form, effective_from=today(), actor="officer:1"
    )
    below = queries.speedup_list(below_target=True)
    assert [(row.code, row.percent) for row in below] == [("990714202001", 40.0)]


def test_the_online_rate_leaves_out_what_the_law_wants_on_the_spot():
    basis = queries.online_basis()
    rows = [row for row in queries.items() if row.on_application and row.place is None]
    onsite = [row for row in rows if row.onsite_reason]
    assert (basis.application, basis.onsite_by_law) == (len(rows), len(onsite))
    assert (
        basis.rate
        == round(basis.online / (basis.application - basis.onsite_by_law) * 100, 1)
        >= basis.target
    )
    assert {code for code, _, _ in basis.not_yet} == {
        row.code for row in rows if not row.full_online
    }
    assert all(reason for _, _, reason in basis.not_yet)


def test_an_item_taken_off_line_lowers_the_rate_with_its_reason():
    before = queries.online_basis()
    version = queries.version_in_force(COMMON)
    offline = version.definition | {
        "full_online": False,
        "onsite_reason": "须本人到场签字",
        "max_visits": 1,
    }
    services.publish(
        definition=offline, form=version.form, effective_from=today(), actor="officer:1"
    )
    after = queries.online_basis()
    assert (after.online, after.onsite_by_law) == (before.online - 1, before.onsite_by_law)
    assert after.rate < before.rate
    assert (COMMON, "就业登记", "须本人到场签字") in after.not_yet


def test_every_item_says_how_often_one_must_come():
    flags = queries.visit_flags()
    assert set(flags.values()) == {0, 1}
    assert sum(flags.values()) == 8


def test_the_common_handling_list_has_mode_limit_contact_and_first_day():
    rows = queries.common_handling_list()
    assert {row["scope"] for row in rows} == {"跨省通办", "全省通办"}
    assert len(queries.common_handling_list("跨省通办")) == 35
    assert len(rows) == 94 == len(tables.cross_region())
    assert all(
        row["mode"] and row["limit"] and row["contact"] and row["effective_from"] for row in rows
    )


def test_the_same_item_has_one_mode_and_limit_everywhere_or_is_reported():
    usual = {row.code for row in queries.common_handling_report()}
    assert COMMON not in usual
    version = queries.version_in_force("992014203001")
    assert version.definition["cross_region"] == "跨省通办"
    differ("992014203001", YUEYANG, promised_days=12, cross_region_mode="异地代收代办")
    found = [d for d in queries.common_handling_report() if d.code == "992014203001"]
    assert {(d.region, d.what, d.common, d.here) for d in found} == {
        (YUEYANG, "办理方式", "全程网办", "异地代收代办"),
        (YUEYANG, "承诺时限", "15个工作日", "12个工作日"),
    }


def test_an_export_of_all_published_guides_has_no_empty_element():
    assert queries.completeness_report() == []
