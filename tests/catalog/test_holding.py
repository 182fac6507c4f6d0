"""What others hold is not asked of the applicant: publishing refuses such a text, and none in force is one."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from yichuang.catalog.models import ItemVersion
from yichuang.catalog.queries.holding import holders
from yichuang.catalog.rules.holding import problems_of

APPRAISAL = "鉴定结论书"
DIAGNOSIS = "诊断证明、病历或检查资料"


def text(paper: str, source: str, necessity: str = "必要") -> dict:
    return {"materials": [{"name": paper, "source": source, "necessity": necessity}]}


def test_a_paper_that_somebody_holds_is_refused_by_its_name_and_theirs():
    (problem,) = problems_of(
        text(APPRAISAL, "applicant"), {APPRAISAL: ("鉴定系统", "人社业务系统")}
    )
    assert problem == "“鉴定结论书”鉴定系统、人社业务系统查得到，不能叫申请人交，请改成部门共享"


@pytest.mark.parametrize(
    ("paper", "source", "necessity", "named"),
    [
        (APPRAISAL, "data_shared", "必要", {APPRAISAL: ("鉴定系统",)}),
        (APPRAISAL, "applicant", "必要", {APPRAISAL: ()}),
        (APPRAISAL, "applicant", "非必要", {APPRAISAL: ("鉴定系统",)}),
        (DIAGNOSIS, "applicant", "必要", {APPRAISAL: ("鉴定系统",)}),
    ],
)
def test_what_is_shared_or_of_nobody_who_can_be_asked_or_needless_may_stand(
    paper, source, necessity, named
):
    assert problems_of(text(paper, source, necessity), named) == []


def test_a_paper_that_is_shared_by_nobody_is_refused():
    (problem,) = problems_of(text(DIAGNOSIS, "data_shared"), {APPRAISAL: ("鉴定系统",)})
    assert "没有写明向谁查" in problem


def test_no_text_in_force_asks_for_what_others_hold(world):
    printed = StringIO()
    call_command("holdings", "check", stdout=printed)
    assert printed.getvalue() == "没有\n"


def test_a_text_that_does_is_named_with_the_paper(world):
    paper = next(iter(holders()))
    version = ItemVersion.objects.filter(definition__code="990514207011").latest("number")
    version.definition["materials"].append(text(paper, "applicant")["materials"][0])
    ItemVersion.objects.filter(pk=version.pk).update(definition=version.definition)
    printed = StringIO()
    with pytest.raises(CommandError, match="共1条"):
        call_command("holdings", "check", stdout=printed)
    assert "990514207011" in printed.getvalue() and paper in printed.getvalue()
