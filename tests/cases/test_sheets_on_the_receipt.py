"""How many sheets a receipt says were handed in: what was only looked at goes back, what stays is counted."""

from dataclasses import replace

from tests.cases.conftest import filled
from yichuang.cases import services
from yichuang.cases.queries import cases, versions
from yichuang.cases.rules.application import Given
from yichuang.cases.services import contexts

LICENCE_CHANGED = "990114501008"


def listed(case):
    """name → (sheets, what is said of it)"""
    context = contexts.CONTEXT["receipt"](case, versions.of_case(case), None)
    rows = {row["name"]: (row["copies"], row.get("note", "")) for row in context["materials"]}
    return rows, context["counted"]


def test_an_original_that_was_looked_at_goes_back_and_one_that_is_kept_is_counted(world, morning):
    application = filled(LICENCE_CHANGED, now=morning, channel=1)
    version = versions.for_application(LICENCE_CHANGED, application.region, 1, morning.date())
    papers = [paper for paper in version.materials(application.situation) if not paper.is_form]
    seen = tuple(Given(paper.code, "seen") for paper in papers)
    done = services.submit(application=replace(application, materials=seen), now=morning)
    rows, counted = listed(cases.get(done.uuid))
    assert rows["许可证正副本"] == (1, "")
    assert rows["营业执照或统一社会信用代码证书"] == (0, "当场退还")
    assert rows["三年经营情况与派遣协议清单"] == (1, "当场退还")
    assert counted == str(len(papers) + 1)
