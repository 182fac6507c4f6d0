"""A paper is put off on the page of the papers, its promise signed on the check page, and the jobs of the night and of
the morning see to the rest (SYS-033)."""

import re
from datetime import datetime, time, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.html import strip_tags

from tests.cases.answered import all_answer
from tests.cases.conftest import filled, officer  # noqa: F401
from tests.looking import look_at
from tests.paper_files import PDF
from tests.sites.portal_personal.conftest import CHAOTIAN
from yichuang.accounts.models import User
from yichuang.cases import services, tasks
from yichuang.cases.models import Case, CaseEvent, Commitment, Draft, Material
from yichuang.cases.queries import versions
from yichuang.core import clock, ports
from yichuang.core.clock import SHANGHAI
from yichuang.identity import queries as identity

INJURY, DIAGNOSIS = "990714207001", "诊断证明、病历或检查资料"
DEATH, PROOF = "990514202011", "死亡证明材料"
SIGNED = ("truth_promise", "data_check_consent", "signature")


@pytest.fixture
def filling(world):
    """filling(name, item, put_off) → a filled draft of an account; put_off(draft) presses on the page before
    the answers are there."""

    def make(name, item, put_off=None):
        owner = User.objects.get(username=name)
        subject = identity.subject_of(owner)
        sample = filled(item, now=clock.now(), subject=subject)
        draft = services.open_draft(
            owner=owner,
            subject=subject,
            item_code=item,
            region=CHAOTIAN,
            channel=2,
            prefill={},
            now=clock.now(),
        )
        services.keep(draft_id=draft.uuid, owner=owner, situation=sample.situation)
        papers = {}
        for paper in versions.of_draft(draft).materials_of(sample.situation, subject):
            if not (paper.is_form or paper.exempt or paper.name == DIAGNOSIS):
                papers[paper.code] = held(paper, owner)
        services.keep(draft_id=draft.uuid, owner=owner, materials=papers)
        if put_off:
            put_off(draft)
        answers = {key: value for key, value in sample.answers.items() if key not in SIGNED}
        services.keep(draft_id=draft.uuid, owner=owner, answers=answers, step="check")
        return Draft.objects.get(pk=draft.pk)

    return make


def held(paper, owner):
    """A paper that is brought, as a draft keeps it."""
    file = services.store_file(
        owner=identity.sight_of(owner).actor, name="材料.pdf", content=PDF, now=clock.now()
    )
    return {"source": "file", "file": str(file.uuid), "name": file.name, "size": file.size}


def code_of(draft, name):
    papers = versions.of_draft(draft).all_materials
    return next(paper.code for paper in papers if paper.name == name)


@pytest.fixture
def unit(signed_in):
    """The client of 示例甲, a unit."""
    return signed_in("shilijia")


@pytest.fixture
def signature_of_unit(signature):
    """Its handler signs."""
    return signature | {"signature-signer": "孙七"}


@pytest.fixture
def put_off(unit, filling):
    """A draft of 工伤认定 of a unit, whose diagnosis was put off on the page, by the tick alone."""

    def press(draft):
        code = code_of(draft, DIAGNOSIS)
        address = f"/drafts/{draft.uuid}/form/"
        assert f'name="later-{code}"' in unit.get(address).content.decode()
        pressed = unit.post(address, {f"later-{code}": "yes", "_upload": "1"})
        assert pressed.status_code == 302, strip_tags(pressed.content.decode())
        assert "以后补" in unit.get(address).content.decode()

    return filling("shilijia", INJURY, press)


def sent(client, draft, signature):
    """The case, once the check page is signed; and what the page showed."""
    address = f"/drafts/{draft.uuid}/check/"
    shown = client.get(address, follow=True)
    assert not shown.redirect_chain, strip_tags(shown.content.decode())
    page = shown.content.decode()
    seen = re.search(r'name="seen" value="(\w+)"', page)[1]
    done = client.post(address, signature | {"seen": seen})
    assert done.status_code == 302, strip_tags(done.content.decode())
    draft.refresh_from_db()
    return Case.objects.get(number=draft.case_number), strip_tags(page)


def test_the_tick_brings_a_promise_that_is_signed_and_kept(unit, put_off, signature_of_unit):
    case, words = sent(unit, put_off, signature_of_unit)
    promise = Commitment.objects.get(case=case, kind="tolerance")
    assert promise.shown.splitlines()[0] in words
    paper = Material.objects.get(case=case, name=DIAGNOSIS)
    assert (paper.source, paper.commitment) == ("later", promise)
    assert f"{paper.due_on.month}月{paper.due_on.day}日" in words


def test_the_tick_is_taken_back(unit, put_off):
    address = f"/drafts/{put_off.uuid}/form/"
    unit.post(address, {"_upload": "1"})
    put_off.refresh_from_db()
    assert code_of(put_off, DIAGNOSIS) not in put_off.materials


def test_the_job_of_the_morning_reminds_and_the_job_of_the_night_waits(
    unit,
    put_off,
    signature_of_unit,
    officer,  # noqa: F811
):
    case, _ = sent(unit, put_off, signature_of_unit)
    clerk = officer("gy_clerk")
    look_at(case, clerk, clock.now())
    services.accept(case_id=case.uuid, officer=clerk, now=clock.now())
    due = Material.objects.get(case=case, name=DIAGNOSIS).due_on
    for days in range((due - clock.today()).days):
        with clock.frozen(eight_thirty(due - timedelta(days))):
            tasks.remind_of_papers(0)
    assert CaseEvent.objects.filter(case=case, kind="remind").count() == 2
    for night, state in ((due, "accepted"), (due + timedelta(1), "awaiting")):
        with clock.frozen(eight_thirty(night)):
            tasks.await_papers(0)
        case.refresh_from_db()
        assert case.state == state


def eight_thirty(day):
    """The hour of the morning's reminders."""
    return datetime.combine(day, time(8, 30), SHANGHAI)


@pytest.mark.asks
def test_what_nobody_found_is_handed_in(zhangsan, filling, signature, monkeypatch):
    for department in ("civil", "health", "police"):
        monkeypatch.setattr(ports.adapter(f"exchange.{department}").faults, "find_nothing", True)
    case, _ = sent(zhangsan, filling("zhangsan", DEATH), signature)
    all_answer()
    address = f"/my/cases/{case.uuid}/supply/"
    page = zhangsan.get(address)
    assert "没有查到或者对不上" in page.content.decode()
    code = Material.objects.get(case=case, name=PROOF).code
    file = SimpleUploadedFile("证明.pdf", PDF, "application/pdf")
    handed_in = zhangsan.post(address, {f"materials-{code}": file}, follow=True)
    assert f"收到了：{PROOF}" in strip_tags(handed_in.content.decode())
    rows = Material.objects.filter(case=case, code=code).order_by("id")
    assert [row.source for row in rows] == ["asked", "file"]
