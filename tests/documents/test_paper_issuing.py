"""Giving numbers, keeping files, voiding, verifying."""

import hashlib
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime

import pytest
from django.core.files.storage import default_storage
from django.db import connection, transaction

from yichuang.audit.models import Entry
from yichuang.core.clock import SHANGHAI
from yichuang.core.errors import Conflict, Invalid, NotFound
from yichuang.documents import queries
from yichuang.documents.models import Paper
from yichuang.documents.services import content, issue, void

NOW = datetime(2026, 11, 17, 9, 5, tzinfo=SHANGHAI)


@pytest.mark.django_db
def test_a_paper_gets_its_number_and_its_audit_row_at_once_and_its_file_when_it_is_read(
    order, text_of
):
    paper = issue(**order(issuer_short="东人社", chain_head="9f2c1e70b3a84d55"))
    assert paper.number_text == "东人社受〔2026〕1号"
    assert (paper.path, paper.sha256, paper.size) == ("", "", 0)
    pdf = content(paper)
    assert paper.path.startswith(f"papers/2026/{paper.uuid.hex}.") and paper.path.endswith(".pdf")
    assert content(Paper.objects.get(pk=paper.pk)) == pdf
    assert paper.sha256 == hashlib.sha256(pdf).hexdigest() and paper.size == len(pdf)
    printed = text_of(pdf)
    for each in (
        "东人社受〔2026〕1号",
        "东岭区人力资源和社会保障局",
        "2026年11月17日",
        "9f2c1e70b3a84d55",
        "我局决定受理",
    ):
        assert each in printed
    assert paper.verify_code[-8:-4] + paper.verify_code[-4:] in printed
    recorded = Entry.objects.get(verb="documents.issue")
    assert recorded.subject == "case:1" and paper.frozen_sha256 in recorded.data


@pytest.mark.django_db
def test_the_row_keeps_no_name_in_plain(order):
    paper = issue(**order(context={"applicant": "欧阳小明"}))
    with connection.cursor() as cursor:
        cursor.execute(
            "select holder_masked, p::text from documents_paper p where id = %s", [paper.pk]
        )
        holder, row = cursor.fetchone()
    assert holder == "欧**"
    assert "欧阳" not in row and "欧阳".encode().hex() not in row


@pytest.mark.django_db
def test_an_employer_is_named_in_full_and_spoken_to_as_a_unit(order, text_of):
    paper = issue(**order(employer=True, context={"applicant": "云川市东风机械有限公司"}))
    assert paper.holder_masked == "云川市东风机械有限公司"
    assert "你单位于2026年11月16日提出" in text_of(content(paper))


@pytest.mark.django_db
def test_a_retry_returns_the_same_paper_and_uses_no_number(order):
    first = issue(**order())
    again = issue(**order(context={"applicant": "李四"}))
    assert again == first
    assert issue(**order(occasion="2")).serial == 2
    assert issue(**order(subject="case:2")).serial == 3


@pytest.mark.django_db
def test_each_kind_issuer_and_year_counts_for_itself(order):
    assert issue(**order()).serial == 1
    assert issue(**order(kind="receipt")).serial == 1
    assert issue(**order(subject="case:2", issuer_code="510811")).serial == 1
    assert issue(**order(subject="case:3", year=2061)).serial == 1
    assert issue(**order(subject="case:4")).serial == 2


@pytest.mark.django_db(transaction=True)
def test_eight_clerks_at_once_leave_no_gap_and_no_double(order):
    def one(n: int) -> int:
        try:
            return issue(**order(subject=f"case:{n}")).serial
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as clerks:
        serials = list(clerks.map(one, range(40)))
    assert sorted(serials) == list(range(1, 41))


@pytest.mark.django_db(transaction=True)
def test_eight_retries_at_once_make_one_paper(order):
    def one(_: int) -> int:
        try:
            return issue(**order()).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as clerks:
        assert len(set(clerks.map(one, range(16)))) == 1
    assert Paper.objects.get().serial == 1


@pytest.mark.django_db(transaction=True)
def test_a_rollback_gives_the_number_back_and_leaves_no_row_without_a_file(order):
    with pytest.raises(RuntimeError), transaction.atomic():
        lost = issue(**order())
        content(lost)
        raise RuntimeError("the decision failed after its paper")
    assert Paper.objects.count() == 0
    assert default_storage.exists(lost.path)
    assert issue(**order()).serial == 1


@pytest.mark.django_db
def test_an_incomplete_paper_takes_no_number(order):
    with pytest.raises(Invalid):
        issue(**order(context={"due_on": ""}))
    assert issue(**order()).serial == 1


@pytest.mark.django_db
def test_a_guide_has_no_number(order):
    with pytest.raises(Conflict):
        issue(**order(kind="guide"))


@pytest.mark.django_db
def test_the_public_sees_that_a_paper_is_real(order):
    paper = issue(**order(issuer_short="东人社"))
    seen = queries.verify(paper.verify_code)
    assert (seen.found, seen.valid, seen.intact, seen.voided) == (True, True, True, False)
    assert (seen.kind, seen.number, seen.holder) == ("acceptance", "东人社受〔2026〕1号", "张**")
    assert (seen.issued_on, seen.issuer) == (date(2026, 11, 17), "云川市东岭区人力资源和社会保障局")
    assert seen.sha256 == paper.sha256
    spaced = "-".join(paper.verify_code[n : n + 4] for n in range(0, 40, 4)).lower()
    assert queries.verify(spaced) == seen
    assert queries.verify_number(" 东人社受〔2026〕1号 ", paper.verify_code[-8:].lower()) == seen


@pytest.mark.django_db
def test_a_wrong_code_finds_nothing(order):
    paper = issue(**order())
    last = "0" if paper.verify_code[-1] != "0" else "2"
    for code in (
        "",
        "A" * 40,
        paper.verify_code[:-1] + last,
        paper.verify_code[:-8],
        "'; --",
        "码" * 200,
    ):
        assert not queries.verify(code).found
    for check in ("", "0", paper.verify_code[-4:], "%" * 8):
        assert not queries.verify_number(paper.number_text, check).found


@pytest.mark.django_db
def test_one_changed_byte_is_found(order):
    paper = issue(**order())
    kept = bytearray(content(paper))
    kept[len(kept) // 2] ^= 1
    with default_storage.open(paper.path, "wb") as stream:
        stream.write(kept)
    seen = queries.verify(paper.verify_code)
    assert (seen.found, seen.intact, seen.valid) == (True, False, False)
    with pytest.raises(Conflict):
        content(paper)


@pytest.mark.django_db
def test_a_lost_file_is_not_valid(order):
    paper = issue(**order())
    content(paper)
    default_storage.delete(paper.path)
    assert not queries.verify(paper.verify_code).valid
    with pytest.raises(Conflict):
        content(paper)


@pytest.mark.django_db
def test_a_voided_paper_says_why_and_keeps_its_number(order):
    paper = issue(**order())
    void(paper, "written_wrong", now=NOW, actor="officer:1")
    seen = queries.verify(paper.verify_code)
    assert (seen.found, seen.valid, seen.voided, seen.void_reason) == (
        True,
        False,
        True,
        "文书写得有误，另行出具",
    )
    assert issue(**order(occasion="更正")).serial == 2
    assert Entry.objects.get(verb="documents.void").actor == "officer:1"
    with pytest.raises(Conflict):
        void(paper, "twice", now=NOW)


@pytest.mark.django_db
def test_a_paper_is_not_voided_without_a_reason_of_the_list(order):
    paper = issue(**order())
    for why in ("", "  ", "受理日期写错，见张三的电话"):
        with pytest.raises(Invalid):
            void(paper, why, now=NOW)
    assert queries.verify(paper.verify_code).valid


@pytest.mark.django_db
def test_papers_of_a_case_are_listed_as_they_were_issued(order):
    issue(**order(kind="receipt"))
    issue(**order(now=NOW.replace(hour=10)))
    issue(**order(subject="case:2"))
    assert [paper.kind for paper in queries.of_subject("case:1")] == ["receipt", "acceptance"]
    assert queries.paper(queries.of_subject("case:1")[0].uuid).kind == "receipt"
    with pytest.raises(NotFound):
        queries.paper("00000000-0000-7000-8000-000000000000")
