"""What keeps a guide from being published (SYS-005, SYS-006, SYS-091)."""

import copy

import pytest

from yichuang.catalog import packs as item_packs
from yichuang.catalog import services, tables
from yichuang.catalog.models import ItemVersion
from yichuang.catalog.rules import completeness
from yichuang.core import packs
from yichuang.core.clock import today
from yichuang.core.errors import Invalid
from yichuang.reference.packs import calendar

FIRED = "992014101002"
LATE_PAY = "992014201011"
INJURY = "990714207001"


def pack_and_form(code):
    pack = copy.deepcopy(packs.read(f"items/{code}.yaml"))
    form = item_packs.Source(packs.ROOT).form(pack)
    return {k: v for k, v in pack.items() if k not in item_packs.NOT_CONTENT}, form


def problems(definition, form):
    return {
        p.field: p.message
        for p in completeness.problems_of(definition, form, tables.elements(), calendar())
    }


def test_a_published_pack_has_no_empty_element():
    assert problems(*pack_and_form(FIRED)) == {}


@pytest.mark.parametrize(
    "element", [e for e in tables.elements()["elements"] if e["required"] and "when" not in e]
)
def test_each_required_element_is_missed_by_its_name(element):
    definition, form = pack_and_form(INJURY)
    path = element["path"].split(".")
    target = definition
    for part in path[:-1]:
        target = target[part]
    target[path[-1]] = None
    assert element["label"] in problems(definition, form)[element["key"]]


def test_a_guide_without_a_form_sample_is_refused_with_the_element_named(published):
    definition, form = pack_and_form(FIRED)
    del form["definition"]["sample"]
    with pytest.raises(Invalid) as refusal:
        services.publish(
            definition=definition, form=form, effective_from=today(), actor="officer:1"
        )
    assert [p.field for p in refusal.value.problems] == ["form.sample"]
    assert "申请表示例样表" in refusal.value.message
    assert not ItemVersion.objects.filter(item__code=FIRED, number=2).exists()


def test_a_guide_without_a_legal_basis_is_refused():
    definition, form = pack_and_form(FIRED)
    definition["legal_basis"] = []
    assert "设定依据" in problems(definition, form)["legal_basis"]


def test_an_element_of_a_paper_is_named_with_the_paper():
    definition, form = pack_and_form(FIRED)
    definition["materials"][1]["standard"] = " "
    assert problems(definition, form) == {
        "materials.1.standard": "材料“失业人员登记表”的“受理标准”没有填"
    }


def test_a_promise_that_can_fall_due_after_the_law_over_a_holiday_is_refused():
    definition, form = pack_and_form(INJURY)
    definition |= {
        "statutory_days": 14,
        "statutory_unit": "自然日",
        "promised_days": 9,
        "promised_unit": "工作日",
    }
    assert "会晚于法定14日" in problems(definition, form)["promised_days"]


@pytest.mark.parametrize(
    ("flag", "papers"),
    [("gaozhi_chengnuo", "commitment_materials"), ("rongque", "rongque_materials")],
)
def test_a_promise_without_its_papers_is_refused(flag, papers):
    definition, form = pack_and_form(INJURY)
    definition["commitment"] |= {flag: True, papers: [], "rongque_supply_days": 10}
    assert "没有写明适用的材料" in problems(definition, form)[f"commitment.{papers}"]


def test_papers_that_may_follow_need_a_day_to_follow_by():
    definition, form = pack_and_form(LATE_PAY)
    definition["commitment"]["rongque_supply_days"] = None
    assert "几个工作日内补齐" in problems(definition, form)["commitment.rongque_supply_days"]


def test_a_fully_online_item_may_not_ask_for_a_visit():
    definition, form = pack_and_form(FIRED)
    definition["max_visits"] = 1
    assert "全程网办的事项不能要求到场" in problems(definition, form)["max_visits"]


def test_an_item_that_wants_people_on_the_spot_says_why():
    definition, form = pack_and_form("990114105005")
    assert problems(definition, form) == {}
    definition["onsite_reason"] = ""
    assert "必须现场办理原因" in problems(definition, form)["onsite_reason"]


def test_an_unknown_process_is_refused():
    definition, _ = pack_and_form(FIRED)
    with pytest.raises(Invalid, match="统一业务流程模型"):
        services.expanded({**definition, "process": ["申请", "等待"]})
