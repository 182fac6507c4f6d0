"""The papers of a case that was made void or taken back no longer hold: wherever somebody looks, the day and the reason
stand."""

from datetime import timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader

from tests.sites.desk import lives
from yichuang.cases import services, tasks
from yichuang.cases.queries import cases
from yichuang.cases.services import messages
from yichuang.cases.services.papers import issue_for
from yichuang.core import clock
from yichuang.core.errors import Invalid
from yichuang.documents import queries as documents
from yichuang.documents.services import shown
from yichuang.notify.models import Message
from yichuang.sites.portal import progress
from yichuang.sites.portal.clock import reading

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
    papers = list(documents.of_subject(accepted.ref).exclude(kind="receipt"))
    assert {paper.kind for paper in papers} == {"acceptance"}
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


@pytest.mark.parametrize(("ended", "why"), ENDS)
def test_a_receipt_stays_whatever_becomes_of_the_case(accepted, ended, why):
    """That it came in on that day is true all the same, and whoever disputes the end proves it by this paper."""
    case = ended(accepted)
    receipt = documents.of_subject(case.ref).get(kind="receipt")
    assert documents.verify(receipt.verify_code).valid
    later = services.issue_paper(case_id=case.uuid, kind="receipt", now=clock.now())
    assert (later.pk, later.voided_at) == (receipt.pk, None)
    text = PdfReader(BytesIO(shown(receipt))).pages[0].extract_text()
    assert "作废" not in text
    own = lives.words(lives.signed_in("zhangsan").get(f"/my/papers/{receipt.uuid}/"))
    assert "已作废" not in own


@pytest.mark.parametrize("ended", [voided, taken_back])
def test_a_receipt_that_is_made_after_the_end_holds(world, ended):
    case = ended(lives.accepted())
    receipt = services.issue_paper(case_id=case.uuid, kind="receipt", now=clock.now())
    assert documents.verify(receipt.verify_code).valid


def test_the_papers_of_other_cases_stand(accepted):
    other = lives.accepted(lives.RULED)
    paper = services.issue_paper(case_id=other.uuid, kind="acceptance", now=clock.now())
    voided(accepted)
    assert documents.verify(paper.verify_code).valid


def as_before(case) -> list[str]:
    """The papers hold again, as those of a case that ended before papers ended with it; returns their codes."""
    papers = documents.of_subject(case.ref).exclude(kind="receipt")
    papers.update(voided_at=None, void_reason="")
    return [paper.verify_code for paper in papers]


@pytest.mark.parametrize(("ended", "why"), ENDS)
def test_papers_of_cases_that_ended_before_are_void_from_the_day_of_the_end(accepted, ended, why):
    case = ended(accepted)
    codes = as_before(case)
    other = lives.accepted(lives.RULED)
    standing = services.issue_paper(case_id=other.uuid, kind="acceptance", now=clock.now())
    day = clock.now() + timedelta(days=40)
    with clock.frozen(day):
        tasks.void_left(0)
        tasks.void_left(0)
    for code in codes:
        paper = documents.verify(code)
        assert (paper.voided, paper.void_reason) == (True, why)
        assert paper.voided_on == clock.local(case.closed_at).date()
    assert len(codes) == 1
    assert documents.verify(standing.verify_code).valid


@pytest.mark.parametrize(("ended", "why"), ENDS)
def test_whoever_looks_at_the_case_sees_which_papers_are_void(accepted, ended, why):
    case = ended(accepted)
    portal = lives.signed_in("zhangsan")
    page = lives.words(portal.get(f"/my/cases/{case.uuid}/"))
    papers = documents.of_subject(case.ref).exclude(kind="receipt")
    for paper in papers:
        assert paper.number_text in page
        around = lives.words(portal.get(f"/my/papers/{paper.uuid}/"))
        assert f"{paper.title}（已作废）" in around
    assert page.count("已作废") >= len(papers)
    assert "出过的文书除了收件凭证都不能再用" in page
    assert "再申请" in page or "重新申请" in page
    assert why in page
    desk = lives.words(lives.signed_in("gy_approver").get(f"/desk/cases/{case.uuid}/"))
    assert desk.count("已作废·PDF") == len(papers)


def test_papers_that_hold_are_not_marked(accepted):
    page = lives.words(lives.signed_in("zhangsan").get(f"/my/cases/{accepted.uuid}/"))
    desk = lives.words(lives.signed_in("gy_approver").get(f"/desk/cases/{accepted.uuid}/"))
    assert "已作废" not in page + desk
    assert "不能再用" not in page


def test_what_an_officer_typed_is_read_by_officers_only(accepted):
    """It may name others: neither the applicant nor who holds a paper reads it."""
    case = voided(accepted)
    as_read = reading.read(case, clock.now(), cases.trail(case), named=True)
    steps = progress.events(as_read, {})
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
