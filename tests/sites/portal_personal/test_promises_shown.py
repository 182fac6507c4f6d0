"""Whoever promises sees the whole text before signing, and signs that text and no other (SYS-032)."""

import re

import pytest
from django.utils.html import strip_tags

from tests.cases.conftest import filled
from tests.sites.portal_personal.conftest import CHAOTIAN
from yichuang.accounts.models import User
from yichuang.cases import services
from yichuang.cases.models import Commitment, Draft
from yichuang.cases.queries import commitments, versions
from yichuang.catalog import tables
from yichuang.core import clock
from yichuang.identity import queries as identity

DEATH, KIN, PROOF = "990514202011", "亲属关系证明", "死亡证明材料"


@pytest.fixture
def promising(zhangsan):
    """A filled draft of 遗属待遇 of 张三, who says in place of a paper that they are kin."""
    owner = User.objects.get(username="zhangsan")
    subject = identity.subject_of(owner)
    sample = filled(DEATH, now=clock.now(), subject=subject)
    draft = services.open_draft(
        owner=owner,
        subject=subject,
        item_code=DEATH,
        region=CHAOTIAN,
        channel=2,
        prefill={},
        now=clock.now(),
    )
    papers = versions.of_draft(draft).materials_of(sample.situation, subject)
    code = next(paper.code for paper in papers if paper.name == KIN)
    signed = ("truth_promise", "data_check_consent", "signature")
    answers = {key: value for key, value in sample.answers.items() if key not in signed}
    services.keep(
        draft_id=draft.uuid,
        owner=owner,
        answers=answers,
        situation=sample.situation,
        materials={code: {"source": "promised"}},
        step="check",
    )
    return Draft.objects.get(pk=draft.pk)


def page_of(client, draft):
    response = client.get(f"/drafts/{draft.uuid}/check/")
    assert response.status_code == 200, response.headers.get("Location")
    return response.content.decode()


def signed_as(page, signature):
    return signature | {"seen": re.search(r'name="seen" value="(\w+)"', page)[1]}


def test_the_whole_promise_is_shown_and_kept(zhangsan, promising, signature):
    page = page_of(zhangsan, promising)
    words = strip_tags(page)
    for part in ("证明事项告知承诺书", KIN, "要是不实", "愿担不实的责任", "文本2026-07-01版"):
        assert part in words
    sent = zhangsan.post(f"/drafts/{promising.uuid}/check/", signed_as(page, signature))
    assert sent.status_code == 302, strip_tags(sent.content.decode())
    promise = Commitment.objects.get()
    assert f"校验码{promise.shown_hash[:4]} {promise.shown_hash[4:8]}" in words


def test_a_text_that_begins_meanwhile_is_shown_before_it_is_signed(
    zhangsan, promising, signature, monkeypatch
):
    page = page_of(zhangsan, promising)
    texts = tables.commitment_texts()
    newer = [
        text | {"from": "2026-08-01", "title": "新的承诺书"}
        for text in texts
        if text["kind"] == "notice"
    ]
    monkeypatch.setattr(tables, "commitment_texts", lambda: [*texts, *newer])
    pressed = zhangsan.post(f"/drafts/{promising.uuid}/check/", signed_as(page, signature))
    assert pressed.status_code == 409
    assert "文本2026-08-01版" in strip_tags(pressed.content.decode())
    assert not Commitment.objects.exists()


def test_the_papers_say_what_may_be_promised(zhangsan, promising):
    page = zhangsan.get(f"/drafts/{promising.uuid}/form/").content.decode()
    assert "没有这份，用承诺代替" in page
    assert "promise-M04" in page


def test_who_may_not_promise_is_told_why(zhangsan, promising, monkeypatch):

    monkeypatch.setattr(commitments, "why_not", lambda draft: "您有“一般”的信用记录")
    page = zhangsan.get(f"/drafts/{promising.uuid}/form/").content.decode()
    assert "您有“一般”的信用记录" in page
    assert "promise-M04" not in page
