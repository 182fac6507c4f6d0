"""The papers of a case that was made void or taken back no longer hold: wherever somebody looks, the day and the reason
stand."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from tests.sites.desk import lives
from yichuang.cases import services
from yichuang.cases.services.papers import issue_for
from yichuang.core import clock
from yichuang.documents import queries as documents
from yichuang.documents.services import shown

WHY = "同一件事受理了两次"


def voided(case):
    """The case, made void by an approver."""
    approver = lives.officer("gy_approver")
    services.void(case_id=case.uuid, officer=approver, reason=WHY, now=clock.now())
    return lives.again(case)


def taken_back(case):
    """The case, taken back by its applicant."""
    services.withdraw(case_id=case.uuid, actor="person:test", reason=WHY, now=clock.now())
    return lives.again(case)


@pytest.fixture
def accepted(world):
    case = lives.accepted()
    for kind in ("receipt", "acceptance"):
        services.issue_paper(case_id=case.uuid, kind=kind, now=clock.now())
    return case


@pytest.mark.parametrize("ended", [voided, taken_back])
def test_every_paper_of_a_case_of_no_effect_is_void_with_day_and_reason(accepted, client, ended):
    ended(accepted)
    papers = list(documents.of_subject(accepted.ref))
    assert {paper.kind for paper in papers} == {"receipt", "acceptance"}
    for paper in papers:
        found = documents.verify(paper.verify_code)
        assert (found.valid, found.voided, found.intact) == (False, True, True)
        assert WHY in found.void_reason
        assert found.voided_on == clock.today()
        page = lives.words(client.get(f"/verify/{paper.verify_code}/"))
        assert "这份文书已作废" in page
        assert WHY in page
        first = PdfReader(BytesIO(shown(paper))).pages[0].extract_text()
        told = "".join(first.split())
        assert "已经作废" in told
        assert WHY in told


@pytest.mark.parametrize("ended", [voided, taken_back])
def test_a_paper_that_is_issued_after_the_end_is_void_from_the_start(world, ended):
    case = ended(lives.accepted())
    issue_for(case_id=case.uuid, verb="accept", seq=2, now=clock.now())
    paper = documents.of_subject(case.ref).get(kind="acceptance")
    assert WHY in paper.void_reason


def test_the_papers_of_other_cases_stand(accepted):
    other = lives.accepted(lives.RULED)
    paper = services.issue_paper(case_id=other.uuid, kind="acceptance", now=clock.now())
    voided(accepted)
    assert documents.verify(paper.verify_code).valid
