"""五级下延矩阵 (SYS-004)."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yichuang.catalog import queries, services, tables
from yichuang.catalog.rules import delegation
from yichuang.core.errors import Conflict, Invalid
from yichuang.reference.models import Region

REVIEWED, INSTANT, CITY_ONLY, PROVINCIAL = (
    "990714102001",
    "992014101002",
    "990714207003",
    "991014402001",
)
MACHINE = "992014202008"


@pytest.fixture
def village(published):
    return Region.objects.filter(level=5, county="510812000000").first().code


@pytest.mark.django_db
def test_a_case_filed_in_a_village_goes_to_the_first_level_that_reviews(village):
    county, town = village[:6] + "0" * 6, village[:9] + "000"
    assert queries.route(REVIEWED, village).region == county
    assert queries.route(INSTANT, village).region == town
    assert queries.route(CITY_ONLY, village).region == "510800000000"
    assert queries.route(PROVINCIAL, village).level_name == "市"


@pytest.mark.django_db
def test_the_matrix_is_edited_per_region_and_the_router_reads_it(village):
    county, town = village[:6] + "0" * 6, village[:9] + "000"
    finishes = ["受理", "审核", "办结", "咨询"]
    services.set_delegation(
        code=REVIEWED, region=county, level=4, roles=finishes, actor="officer:1"
    )
    assert queries.route(REVIEWED, village).region == town
    other = Region.objects.filter(level=5, county="510802000000").first().code
    assert queries.route(REVIEWED, other).level == 3
    services.clear_delegation(code=REVIEWED, region=county, level=4, actor="officer:1")
    assert queries.route(REVIEWED, village).region == county


@pytest.mark.django_db
def test_a_wrong_matrix_is_refused(village):
    county = village[:6] + "0" * 6
    with pytest.raises(Invalid, match="不在矩阵的环节里"):
        services.set_delegation(
            code=REVIEWED, region=county, level=4, roles=["盖章"], actor="officer:1"
        )
    services.set_delegation(
        code=REVIEWED, region=county, level=2, roles=["咨询"], actor="officer:1"
    )
    services.set_delegation(code=REVIEWED, region=county, level=1, roles=[], actor="officer:1")
    with pytest.raises(Invalid, match="没有一级承担“审核”"):
        services.set_delegation(
            code=REVIEWED, region=county, level=3, roles=["受理"], actor="officer:1"
        )


@pytest.mark.django_db
def test_a_case_filed_above_every_reviewer_is_told_where_to_go(village):
    with pytest.raises(Conflict) as refusal:
        queries.route(REVIEWED, "510000000000")
    assert refusal.value.code == "no_route"
    assert "县" in refusal.value.way_out


@pytest.mark.django_db
def test_the_report_counts_what_each_level_can_finish(village):
    counts = queries.finishable_counts()
    by_hand = {name: 0 for name in ("省", "市", "县", "乡镇", "村")}
    for row in queries.items():
        if row.place is None:
            for level, roles in queries.delegation_matrix(row.code).items():
                by_hand[delegation.LEVEL_NAMES[level]] += "办结" in roles
    assert counts == by_hand
    assert 0 < counts["村"] < counts["乡镇"] < counts["县"]
    services.set_delegation(
        code=REVIEWED,
        region=village[:6] + "000000",
        level=4,
        roles=["受理", "审核", "办结"],
        actor="officer:1",
    )
    assert queries.finishable_counts(village)["乡镇"] == counts["乡镇"] + 1


@pytest.mark.django_db
def test_the_list_of_items_sunk_to_the_township_is_public(published):
    towns = {row.code for row in queries.sunk_items("乡镇")}
    villages = {row.code for row in queries.sunk_items("村")}
    assert REVIEWED in towns and MACHINE in villages
    assert CITY_ONLY not in towns
    assert len(towns) > len(villages) > 0


def test_every_kind_of_process_has_a_rule():
    kinds = {kind["key"] for kind in tables.processes()["kinds"]}
    assert kinds == {kind for rule in tables.delegation()["rules"] for kind in rule["kinds"]}


roles = st.sets(st.sampled_from(["受理", "初审", "审核", "办结", "代办", "咨询"]))


@settings(deadline=None)
@given(st.fixed_dictionaries({level: roles for level in range(1, 6)}), st.integers(1, 5))
def test_no_level_nearer_than_the_one_chosen_reviews(matrix, filed_at):
    chosen = delegation.first_holder(matrix, filed_at)
    walked, level = None, filed_at
    while level >= 1 and walked is None:
        walked = level if "审核" in matrix[level] else None
        level -= 1
    assert chosen == walked


def test_a_code_knows_its_ancestors():
    assert delegation.chain("510812100201") == (
        "510000000000",
        "510800000000",
        "510812000000",
        "510812100000",
        "510812100201",
    )
