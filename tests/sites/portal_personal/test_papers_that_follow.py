"""A paper that follows is promised online with its last day, asked for on the page of the case, and handed in there
(SYS-033)."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.cases.conftest import application, morning  # noqa: F401
from tests.cases.promises.test_keeping import PROOF, draft, sent  # noqa: F401
from tests.paper_files import PDF
from tests.sites.desk.lives import words
from yichuang.cases.models import Material
from yichuang.cases.rules.looking import Paper, owed_problems, unjudged
from yichuang.catalog import queries as catalog
from yichuang.core import clock


@pytest.fixture
def case(draft):  # noqa: F811
    """A case of 张三, of which the proof of death is to follow."""
    return sent(draft(later=True), clock.now())


def test_it_is_asked_for_with_its_day_and_handed_in(zhangsan, case):
    page = words(zhangsan.get(f"/my/cases/{case.uuid}/"))
    assert "还有1份材料要补" in page
    assert "先办后补，等您补" in page
    address = f"/my/cases/{case.uuid}/supply/"
    form = zhangsan.get(address).content.decode()
    code = Material.objects.get(case=case, name=PROOF).code
    assert f'name="materials-{code}"' in form
    nothing = zhangsan.post(address)
    assert nothing.status_code == 422
    assert "请先选要补的文件" in words(nothing)
    file = SimpleUploadedFile("证明.pdf", PDF, "application/pdf")
    handed_in = zhangsan.post(address, {f"materials-{code}": file}, follow=True)
    assert f"收到了：{PROOF}" in words(handed_in)
    paper = Material.objects.get(case=case, name=PROOF)
    assert (paper.source, paper.verdict) == ("file", "")
    assert paper.supplied_at
    assert zhangsan.get(address).status_code == 409


def test_nobody_else_sees_what_is_to_follow(signed_in, case):
    assert signed_in("shilijia").get(f"/my/cases/{case.uuid}/supply/").status_code == 404


def test_a_paper_to_follow_is_nothing_to_look_at_and_grants_nothing():
    paper = Paper(1, "M03", PROOF, "later", "", opened=False)
    assert unjudged([paper]) == []
    assert [problem.violates for problem in owed_problems([paper])] == ["owed"]


def test_only_what_an_item_lets_follow_can_be_put_off(world):
    definition = catalog.guide("990714207001").materials
    follows = [paper.name for paper in definition if paper.may_follow]
    assert follows == ["诊断证明、病历或检查资料", "事故证明（交警、公安、法院等文书）"]
    shared = catalog.guide("990514202011").materials
    assert not any(paper.may_follow for paper in shared)  # others are asked for it first
