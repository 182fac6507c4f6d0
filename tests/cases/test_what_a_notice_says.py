"""What a notice of correction asks for and what follows is said in one way, and a promise stands for a paper once."""

from dataclasses import replace

import pytest

from tests.cases.branching import branch
from tests.cases.conftest import PROMISED
from tests.cases.frozen_terms import frozen
from tests.cases.printed import worded
from yichuang.cases import services
from yichuang.cases.models import Material
from yichuang.cases.queries import amending, cases, noticed, versions
from yichuang.cases.rules.application import Given
from yichuang.cases.services.corrections import Asked
from yichuang.core import packs
from yichuang.core.errors import Invalid

FILE, FIELD = "M06", "person_phone"
OVERDUE = "又没有说明理由的，按退件处理，您可以重新申请。"
PAGE = "yichuang/sites/templates/portal/mine/correct.html"


@pytest.fixture
def noted(submitted, officer, morning):
    """A case of which the clerk has asked for a paper and for an answer."""
    case = submitted(PROMISED)
    asked = [Asked("material", FILE, "没有交，请交来。"), Asked("field", FIELD, "打不通")]
    clerk = officer("gy_clerk")
    services.ask_correction(case_id=case.uuid, officer=clerk, items=asked, now=morning)
    return cases.get(case.uuid)


def test_what_follows_when_nothing_is_brought_is_said_in_one_way():
    message = packs.read("messages/cases.yaml")["messages"]["correction_due"]["body"]
    paper = packs.read("papers/correction.yaml")["wordings"]["how"]
    with open(PAGE, encoding="utf-8") as page:
        assert f"到期没有补，{OVERDUE}" in page.read()
    assert f"到期没有补，{OVERDUE}" in message
    assert "到期没有补正，又没有说明理由的，本次申请按退件处理，您可以重新申请。" in paper


def test_the_timeline_names_what_is_asked_for(noted):
    steps = cases.trail(noted)
    step = next(step for step in steps if step.kind == "ask_correction")
    words = noticed.in_words(noted, step)
    assert words == "要补的：代办人身份证件与授权委托书，没有交，请交来；手机号，打不通。"


def test_a_promise_does_not_stand_for_the_paper_asked_for_in_its_place(noted, morning):
    papers = [replace(each, by_promise=True) for each in versions.of_case(noted).all_materials]
    assert FILE in amending.promisable(noted, papers)
    first = noted.materials.order_by("id").first()
    promised = {"code": FILE, "source": "promised", "file": None}
    Material.objects.filter(pk=first.pk).update(**promised)
    assert FILE not in amending.promisable(noted, papers)
    with pytest.raises(Invalid) as refused:
        services.answer_correction(
            case_id=noted.uuid,
            actor="person:1",
            answers={FIELD: "13900000002"},
            materials=[Given(FILE, "promised")],
            file_owner="person:1",
            now=morning,
        )
    messages = [problem.message for problem in refused.value.problems]
    assert any("已经用过承诺，这次要交材料本身" in message for message in messages)


@pytest.mark.parametrize(
    ("start", "anew", "runs_on"),
    [
        ("收到申请", ["accept", "promise"], True),  # 社会保险经办条例: nothing stops its days
        ("收到申请", ["accept", "promise", "statute"], False),  # 政府信息公开条例 30
        ("受理", ["accept", "promise"], False),
    ],
)
def test_a_notice_says_when_the_days_of_the_law_run_on(
    monkeypatch, submitted, officer, morning, start, anew, runs_on
):
    rule = branch(accept=[5, "工作日"], statute=[10, "工作日", start])
    rule["correction"] = rule["correction"] | {"restarts": anew}
    frozen(monkeypatch, rule, promise=(5, "工作日"))
    case = submitted(PROMISED)
    asked = [Asked("material", FILE, "没有交")]
    clerk = officer("gy_clerk")
    services.ask_correction(case_id=case.uuid, officer=clerk, items=asked, now=morning)
    paper = worded(case, morning, only="correction")["correction"]
    assert ("\n照常计算" in paper) is runs_on
