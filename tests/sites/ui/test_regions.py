"""Divisions are found while typing and understood by name."""

import pytest

from yichuang.catalog.rules.forms import Field, Form, Section
from yichuang.reference.models import Region
from yichuang.sites.ui import regions

pytestmark = [pytest.mark.django_db, pytest.mark.urls("yichuang.sites.ui.urls")]


@pytest.fixture
def places(db):
    above = None
    line = [
        ("990000000000", 1, "云省", "云省"),
        ("990100000000", 2, "云川市", "云省云川市"),
        ("990102000000", 3, "东岭区", "云省云川市东岭区"),
        ("990102001000", 4, "新桥街道", "云省云川市东岭区新桥街道"),
    ]
    for code, level, name, full in line:
        province, city, county = (
            code[:2].ljust(12, "0"),
            code[:4].ljust(12, "0") if level > 1 else "",
            code[:6].ljust(12, "0") if level > 2 else "",
        )
        above = Region.objects.create(
            code=code,
            level=level,
            name=name,
            full_name=full,
            parent=above,
            province=province,
            city=city,
            county=county,
        )


def test_typing_finds_divisions_of_the_level_asked(client, places):
    found = client.get("/suggest/regions/", {"q": "东岭", "level": "4"}).json()["results"]
    assert [(r["value"], r["label"]) for r in found] == [("990102001", "云省云川市东岭区新桥街道")]
    everything = client.get("/suggest/regions/", {"q": "云川", "level": "x"}).json()["results"]
    assert [r["value"] for r in everything] == ["990100", "990102", "990102001"]
    assert client.get("/suggest/regions/", {"q": " "}).json() == {"results": []}


def test_a_code_finds_its_division_in_whatever_width_it_is_typed(client, places):
    for typed in ("990102001", "９９０１０２００１", " 990102 001 "):
        found = client.get("/suggest/regions/", {"q": typed, "level": "4"}).json()["results"]
        assert [row["value"] for row in found] == ["990102001"], typed
        field = Field("home", "常住地", "region", True, level=4)
        form = Form("x", "x", (Section("s", "住处", (field,)),))
        assert regions.with_codes(form, {"home": [typed]}) == {"home": ["990102001"]}


def test_what_lies_nearer_comes_first():
    own = "510812000000"
    codes = ["370203001005", "511402000000", "510802005000", "510812100001"]
    nearest_first = sorted(codes, key=lambda code: regions._distance(code, own))
    assert nearest_first == codes[::-1]
    assert {regions._distance(code, "") for code in codes} == {3}


def test_a_name_typed_without_scripts_becomes_its_code(places):
    field = Field("home", "常住地", "region", True, level=4)
    form = Form("x", "x", (Section("s", "住处", (field,)),))
    assert regions.with_codes(form, {"home": ["新桥街道"], "other": ["1"]}) == {
        "home": ["990102001"],
        "other": ["1"],
    }
    assert regions.with_codes(form, {"home": ["没有的地方"]}) == {"home": ["没有的地方"]}
    assert regions.with_codes(form, {"home": ["990102001"]}) == {"home": ["990102001"]}


def test_a_code_is_named_and_an_unknown_one_stays(places):
    assert regions.name_of("990102") == "云省云川市东岭区"
    assert regions.name_of("123456") == "123456"
