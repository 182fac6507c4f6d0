"""An application without all its papers is received at every door, and what is missing is told once in writing."""

from dataclasses import replace
from datetime import timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader

from yichuang.cases import services
from yichuang.cases.models import Case
from yichuang.cases.queries import completeness, desk, versions
from yichuang.cases.rules.application import Given
from yichuang.cases.services import contexts, papers
from yichuang.cases.services.corrections import Asked
from yichuang.core.errors import Invalid
from yichuang.demo.looking import look_at
from yichuang.documents import services as documents

PROMISED = "990514102003"
INJURY = "990714207001"
REPORT = "道路交通事故认定书"


def received(application, now, *missing: str) -> Case:
    """A case whose papers are all there but these."""
    whole = application(PROMISED)
    kept = tuple(g for g in whole.materials if g.code not in missing)
    done = services.submit(application=replace(whole, materials=kept), now=now)
    assert [code for code, _ in done.missing] == list(missing)
    return Case.objects.get(uuid=done.uuid)


@pytest.fixture
def lacking(application, morning):
    """(case, code of the paper that is not there)"""
    code = application(PROMISED).materials[0].code
    return received(application, morning, code), code


def test_a_missing_paper_is_no_refusal_and_stands_on_the_receipt(lacking, morning):
    case, code = lacking
    assert case.state == "received" and desk.chain_faults(case) == []
    assert [m.code for m in completeness.missing(case)] == [code]
    receipt = papers.issue_paper(case_id=case.uuid, kind="receipt", now=morning)
    pages = PdfReader(BytesIO(documents.content(receipt))).pages
    printed = "".join(page.extract_text() for page in pages)
    assert printed.count("还没有交") == 1
    brought = case.materials.count() + 1
    whole_list = "".join(printed.split())
    assert f"以上材料共{brought + 1}项，收到{brought}项，还差1项。" in whole_list


def test_it_is_accepted_only_when_what_was_told_has_been_brought(lacking, officer, morning):
    case, code = lacking
    clerk = officer("gy_clerk")
    with pytest.raises(Invalid, match="请先一次告知"):
        services.accept(case_id=case.uuid, officer=clerk, now=morning)
    asked = [Asked("material", code, "没有交，请交来")]
    services.ask_correction(case_id=case.uuid, officer=clerk, items=asked, now=morning)
    services.answer_correction(
        case_id=case.uuid,
        actor="person:1",
        answers={},
        materials=[Given(code, "seen")],
        file_owner="person:1",
        now=morning + timedelta(hours=1),
    )
    assert completeness.missing(case) == ()
    services.accept(case_id=case.uuid, officer=clerk, now=morning + timedelta(hours=2))
    assert Case.objects.get(pk=case.pk).state == "accepted"


def test_what_was_supplied_stands_on_its_receipt_and_on_the_acceptance(lacking, officer, morning):
    case, code = lacking
    clerk = officer("gy_clerk")
    asked = [Asked("material", code, "没有交，请交来")]
    services.ask_correction(case_id=case.uuid, officer=clerk, items=asked, now=morning)
    services.answer_correction(
        case_id=case.uuid,
        actor="officer:1",
        answers={},
        materials=[Given(code, "seen")],
        file_owner="officer:1",
        now=morning + timedelta(hours=1),
        channel=1,
        officer=clerk,
    )
    look_at(case, clerk, morning)
    services.accept(case_id=case.uuid, officer=clerk, now=morning + timedelta(hours=2))
    case.refresh_from_db()
    version = versions.of_case(case)
    name = case.materials.get(code=code).name
    filed = case.events.get(kind="submit")
    supplied = case.events.get(kind="answer_correction")
    accepted = case.events.get(kind="accept")
    of_first_day = contexts.CONTEXT["receipt"](case, version, filed)
    assert name not in notes(of_first_day, lacking=False)
    assert (of_first_day["supplied_at"], of_first_day["supplied_to"]) == ("", "")
    of_supply = contexts.CONTEXT["receipt"](case, version, supplied)
    assert notes(of_supply)[name].startswith("第1次补的")
    assert of_supply["supplied_to"] == clerk.name and of_supply["supplied_at"]
    acceptance = contexts.CONTEXT["acceptance"](case, version, accepted)
    assert name in [line["name"] for line in acceptance["materials"]]
    assert of_supply["counted"] == str(len(acceptance["materials"]))
    for kind in ("receipt", "acceptance"):
        assert papers.issue_paper(case_id=case.uuid, kind=kind, now=morning)


def notes(context: dict, *, lacking: bool = True) -> dict[str, str]:
    """Name of a paper → what is said of it; lacking: also what has not come."""
    said = {}
    for line in context["materials"]:
        if lacking or line["copies"] or line.get("note"):
            said[line["name"]] = line.get("note", "")
    return said


def test_nothing_is_missing_of_a_whole_application(application, morning):
    case = received(application, morning)
    assert completeness.missing(case) == ()


def test_an_accident_whose_liability_is_not_settled_needs_no_report_of_it(world, morning):
    version = versions.for_application(INJURY, "510812000000", 2, morning.date())
    cause = next(s for s in version.situations if s.key == "cause")
    open_case = next(o.value for o in cause.options if "责任还没认定" in o.label)
    assert REPORT not in {m.name for m in version.materials({"cause": open_case})}
    assert REPORT in {m.name for m in version.materials({"cause": "traffic"})}
    assert "traffic_doc_no" not in version.visible({"cause": open_case})
    assert {"commute_home", "commute_route"} <= version.visible({"cause": open_case})
