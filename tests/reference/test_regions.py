"""Every division of the file, once, with its ancestors; loading twice changes nothing."""

import csv
import time

import pytest

from yichuang.core import packs as files
from yichuang.core.errors import NotFound
from yichuang.reference import packs, queries, tables
from yichuang.reference.models import Region


@pytest.fixture
def regions(db):
    packs.load()


def test_the_packs_have_no_fault():
    assert packs.check() == []


def test_every_division_of_the_file_is_loaded_once_and_loading_again_changes_nothing(db):
    began = time.process_time()  # of our own work, whatever else the machine does
    first = packs.load()
    assert time.process_time() - began < 4
    with (files.ROOT / packs.REGIONS).open(encoding="utf-8", newline="") as stream:
        source = {row["code"]: row["name"] for row in csv.DictReader(stream)}
    assert dict(Region.objects.values_list("code", "name")) == source
    assert (first, packs.load()) == (len(source), 0)


def test_a_changed_name_comes_back_from_the_pack(regions):
    Region.objects.filter(pk="430602001001").update(name="别的社区")
    assert packs.load() == 1
    assert queries.region("430602001001").name == "郭亮社区"


def test_a_village_knows_its_whole_line(regions):
    village = queries.region("510812100200")
    assert village.full_name == "四川省广元市朝天区朝天镇朝天村村民委员会"
    assert (village.province, village.city, village.county) == (
        "510000000000",
        "510800000000",
        "510812000000",
    )
    line = ["四川省", "广元市", "朝天区", "朝天镇", "朝天村村民委员会"]
    assert [region.name for region in queries.ancestors(village.code)] == line
    city = queries.region("510800000000")
    assert (city.province, city.city, city.county) == ("510000000000", "510800000000", "")


def test_full_names_skip_fillers_and_repeated_parents(regions):
    assert queries.region("110101000000").full_name == "北京市东城区"
    assert queries.region("430671000000").full_name == "湖南省岳阳市屈原管理区"


def test_a_city_without_counties_is_its_own_county(regions):
    city = queries.region("441900000000")
    assert (city.level, city.county, list(queries.children(city.code))) == (
        Region.CITY,
        "441900000000",
        [],
    )


def test_children_and_search_find_places(regions):
    assert queries.children().count() == 31
    assert [r.name for r in queries.children("510800000000")] == [
        "利州区", "昭化区", "朝天区", "旺苍县", "青川县", "剑阁县", "苍溪县",
    ]  # fmt: skip
    assert [r.code for r in queries.search_regions("岳阳楼 郭亮")] == ["430602001001"]
    assert queries.search_regions("朝天", within="510812000000")[0].code == "510812000000"
    assert (
        queries.search_regions("朝天", within="370200000000") == queries.search_regions("  ") == []
    )


def test_a_scope_holds_itself_and_everything_below(regions):
    assert queries.in_scope("510812100200", "510812000000")
    assert queries.in_scope("510812100200", "510800000000") and queries.in_scope("510812100200", "")
    assert queries.in_scope("510812000000", "510812000000")
    assert not queries.in_scope("510800000000", "510812000000")
    assert not queries.in_scope("430602001001", "510800000000")
    assert [queries.prefix(c) for c in ("510000000000", "510800000000", "510812100000", "510812100200")] == [
        "51", "5108", "510812100", "510812100200",
    ]  # fmt: skip


def test_unknown_codes_are_told_apart(regions):
    assert queries.region_exists("430602001001")
    assert not queries.region_exists("999999999999")
    with pytest.raises(NotFound, match="999999999999"):
        queries.region("999999999999")


def test_the_database_refuses_a_code_that_is_not_twelve_digits(db):
    from django.db import IntegrityError

    with pytest.raises(IntegrityError):
        Region.objects.create(code="51", level=1, name="四川省", full_name="四川省", province="51")


def test_every_pack_element_has_a_label_and_a_source():
    assert queries.element("due")["label"] == "预计办结日"
    assert queries.element("no_such_element") is None


def test_the_closing_time_of_a_region_is_the_usual_one_unless_the_pack_says_so(monkeypatch):
    usual = queries.calendar("510812100200")
    assert usual is queries.calendar()
    office = files.read(tables.OFFICE) | {"closing_by_region": {"510812000000": "17:30"}}
    monkeypatch.setattr(tables.packs, "read", lambda path: office)
    assert queries.calendar("510812100200").closing.isoformat() == "17:30:00"
    assert queries.calendar("430602001001").closing.isoformat() == "17:00:00"
