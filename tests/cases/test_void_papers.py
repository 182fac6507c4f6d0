"""The papers of a case that was made void or taken back no longer hold: wherever somebody looks, the day and the reason
stand."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from tests.sites.desk import lives
from yichuang.cases import services
from yichuang.cases.services import messages
from yichuang.cases.services.papers import issue_for
from yichuang.core import clock
from yichuang.core.errors import Invalid
from yichuang.documents import queries as documents
from yichuang.documents.services import shown
from yichuang.notify.models import Message
from yichuang.sites.portal import progress

WHY = "同一件事受理了两次"
TYPED = "和王冒名（13900001234）那件重了"


def voided(case):
    """The case, made void by an approver."""
    approver = lives.officer("gy_approver")
    services.void(case_id=case.uuid, officer=approver, why="twice", remark=TYPED, now=clock.now())
    return lives.again(case)


def taken_back(case):
    """The case, taken back by its applicant."""
    services.withdraw(case_id=case.uuid, actor="person:test", reason=TYPED, now=clock.now())
    return lives.again(case)


ENDS = [(voided, WHY), (taken_back, "申请人已经撤回申请")]


@pytest.fixture
def accepted(world):
    case = lives.accepted()
    for kind in ("receipt", "acceptance"):
        services.issue_paper(case_id=case.uuid, kind=kind, now=clock.now())
    return case


@pytest.mark.parametrize(("ended", "why"), ENDS)
def test_every_paper_of_a_case_of_no_effect_is_void_with_day_and_reason(
    accepted, client, ended, why
):
    ended(accepted)
    papers = list(documents.of_subject(accepted.ref))
    assert {paper.kind for paper in papers} == {"receipt", "acceptance"}
    for paper in papers:
        found = documents.verify(paper.verify_code)
        assert (found.valid, found.voided, found.intact) == (False, True, True)
        assert found.void_reason == why
        assert found.voided_on == clock.today()
        page = lives.words(client.get(f"/verify/{paper.verify_code}/"))
        assert "这份文书已作废" in page
        assert why in page
        assert TYPED not in page
        first = PdfReader(BytesIO(shown(paper))).pages[0].extract_text()
        told = "".join(first.split())
        assert "已经作废" in told
        assert why in told
        assert "13900001234" not in told


@pytest.mark.parametrize(("ended", "why"), ENDS)
def test_a_paper_that_is_issued_after_the_end_is_void_from_the_start(world, ended, why):
    case = ended(lives.accepted())
    issue_for(case_id=case.uuid, verb="accept", seq=2, now=clock.now())
    paper = documents.of_subject(case.ref).get(kind="acceptance")
    assert paper.void_reason == why


def test_the_papers_of_other_cases_stand(accepted):
    other = lives.accepted(lives.RULED)
    paper = services.issue_paper(case_id=other.uuid, kind="acceptance", now=clock.now())
    voided(accepted)
    assert documents.verify(paper.verify_code).valid


def test_what_an_officer_typed_is_read_by_officers_only(accepted):
    """It may name others: neither the applicant nor who holds a paper reads it."""
    case = voided(accepted)
    steps = progress.events(case, clock.now(), {})
    assert WHY in [step["body"] for step in steps]
    assert TYPED not in str(steps)
    messages.tell(case_id=case.uuid, verb="void", seq=case.seq)
    message = Message.objects.get(kind="case_voided")
    assert WHY in message.body
    assert TYPED not in message.body
    page = lives.signed_in("gy_approver").get(f"/desk/cases/{case.uuid}/")
    assert TYPED in lives.words(page)


def test_a_word_that_is_not_on_the_list_is_no_reason(accepted):
    approver = {"case_id": accepted.uuid, "officer": lives.officer("gy_approver")}
    for why, remark in (("", TYPED), (TYPED, TYPED), ("other", " ")):
        with pytest.raises(Invalid):
            services.void(**approver, why=why, remark=remark, now=clock.now())
    assert lives.again(accepted).state == "accepted"
