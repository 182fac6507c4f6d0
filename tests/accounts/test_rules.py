"""Naming and role rules alone, without a database."""

import pytest

from yichuang.accounts.rules.naming import NamingRule, name_problem, rule_for
from yichuang.accounts.rules.roles import role_conflict
from yichuang.accounts.tables import incompatible, naming_rules, roles

YUEYANG = naming_rules("430600000000")


@pytest.mark.parametrize(
    ("level", "kind", "place", "wanted"),
    [
        (4, "station", "郭镇乡", "郭镇乡人力资源和社会保障服务站"),
        (5, "point", "郭亮社区", "郭亮社区人力资源和社会保障服务点"),
        (5, "point", "八字门社区居委会", "八字门社区人力资源和社会保障服务点"),
        (5, "point", "城东居委会", "城东社区人力资源和社会保障服务点"),
        (5, "point", "新老村民委员会", ""),
        (4, "station", "金凤桥管理处", ""),
        (3, "bureau", "岳阳楼区", ""),
    ],
)
def test_the_printed_pattern_of_yueyang_binds_towns_and_communities_only(
    level, kind, place, wanted
):
    assert name_problem(YUEYANG, level, kind, place, "一个别的名字") == wanted
    assert name_problem(YUEYANG, level, kind, place, wanted or "任何名字") == ""


@pytest.mark.parametrize(
    ("place", "named"),
    [
        ("新老村民委员会", "新老村人社信息员工作点"),
        ("朝天村村民委员会", "朝天村人社信息员工作点"),
        ("红石村村委会", "红石村人社信息员工作点"),
        ("和平村", "和平村人社信息员工作点"),
    ],
)
def test_a_free_unit_is_still_named_after_its_village(place, named):
    assert rule_for(YUEYANG, 5, "point", place).name_of(place) == named


def test_a_place_without_a_pack_has_no_rule():
    assert naming_rules("110100000000") == ()
    assert name_problem((), 4, "station", "东华门街道", "任何名字") == ""
    assert (
        rule_for(
            [NamingRule(4, "station", "{place}站", True, match="镇$")], 4, "station", "东华门街道"
        )
        is None
    )


def test_the_auditor_goes_with_no_other_role_and_the_table_reads_both_ways():
    for role in roles().keys() - {"auditor"}:
        assert role_conflict([role], "auditor", incompatible())[0] == role
        assert role_conflict(["auditor"], role, incompatible())[0] == "auditor"
    assert role_conflict(["clerk", "reviewer", "issuer"], "approver", incompatible()) is None
    assert role_conflict([], "auditor", incompatible()) is None
