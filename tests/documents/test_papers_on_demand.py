"""What a paper says and how it looks is fixed when it is issued; its sheet is set when somebody first reads it."""

import json
import os
import signal
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.db import connection
from django.db.models import F

from yichuang.audit.models import Entry
from yichuang.catalog.events import ItemCancelled
from yichuang.core import clock, outbox
from yichuang.core.errors import Conflict
from yichuang.core.models import OutboxEvent
from yichuang.documents import compiler, designs, queries, services, tables
from yichuang.documents.models import Look, Paper
from yichuang.documents.services import content, issue


def other_design(word: str) -> designs.Design:
    """Today's design with another word in every template."""
    today = designs.of_today()
    return replace(
        today, templates=tuple((path, f"{text}\n{word}") for path, text in today.templates)
    )


@pytest.fixture
def changed_packs(monkeypatch):
    """The packs of tomorrow: every template ends in other words, and every kind says something else."""

    def change():
        tomorrow = other_design("明天的版式")
        kinds = {
            key: replace(kind, remedy="明天的话", closing="明天的话")
            for key, kind in tables.kinds().items()
        }
        monkeypatch.setattr(designs, "of_today", lambda: tomorrow)
        monkeypatch.setattr(services, "kind_of", kinds.__getitem__)

    return change


@pytest.mark.django_db
def test_a_later_template_never_changes_an_issued_paper(order, text_of, changed_packs):
    paper = issue(**order())
    changed_packs()
    printed = text_of(content(paper))
    assert "我局决定受理" in printed and "明天" not in printed
    later = text_of(content(issue(**order(subject="case:2"))))
    assert "明天的版式" in later and "明天的话" in later
    assert Look.objects.count() == 2 and queries.verify(paper.verify_code).valid


@pytest.mark.django_db
def test_an_unread_paper_is_real_and_its_check_sets_nothing(order):
    paper = issue(**order())
    seen = queries.verify(paper.verify_code)
    assert (seen.found, seen.valid, seen.intact, seen.sha256) == (True, True, True, "")
    assert Paper.objects.get().path == ""
    content(paper)
    assert queries.verify(paper.verify_code).sha256 == paper.sha256


def sealed_for(paper, text):
    """The ciphertext that somebody who has the keys would put there."""
    return Paper._meta.get_field("frozen").sealed(text, paper.uuid)


def with_other_words(paper):
    said = json.loads(paper.frozen)
    said["c"]["applicant"] = "李四"
    Paper.objects.filter(pk=paper.pk).update(frozen=sealed_for(paper, json.dumps(said)))


def with_other_bytes(paper):
    with connection.cursor() as cursor:
        changed = "update documents_paper set frozen = set_byte(frozen, 20, 255 - get_byte(frozen, 20)) where id = %s"
        cursor.execute(changed, [paper.pk])


def with_other_look(paper):
    Look.objects.filter(pk=paper.look_id).update(fonts="x" * 64)


def with_the_words_of_another(paper):
    other = Paper.objects.exclude(pk=paper.pk).get()
    same = sealed_for(paper, other.frozen)
    Paper.objects.filter(pk=paper.pk).update(frozen=same, frozen_sha256=other.frozen_sha256)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change", [with_other_words, with_other_bytes, with_other_look, with_the_words_of_another]
)
def test_a_paper_that_was_changed_before_anybody_read_it_is_found(order, change):
    issue(**order(subject="case:2", context={"applicant": "李四"}))
    paper = issue(**order())
    change(paper)
    paper = Paper.objects.get(pk=paper.pk)
    seen = queries.verify(paper.verify_code)
    assert (seen.found, seen.intact, seen.valid) == (True, False, False)
    with pytest.raises(Conflict):
        content(paper)
    assert Paper.objects.get(pk=paper.pk).path == ""


@pytest.mark.django_db
def test_a_paper_is_proved_after_the_record_was_put_away(order):
    paper = issue(**order())
    assert Entry.objects.filter(subject="case:1").count() == 1
    Paper.objects.filter(pk=paper.pk).update(subject="case:2")
    assert queries.verify(paper.verify_code).valid


@pytest.mark.django_db(transaction=True)
def test_eight_first_readers_at_once_get_one_sheet(order, monkeypatch):
    paper = issue(**order())
    setting = compiler.typeset

    def each_another(design, words):
        return setting(design, words) + os.urandom(8).hex().encode()

    monkeypatch.setattr(compiler, "typeset", each_another)

    def one(_: int) -> bytes:
        try:
            return content(Paper.objects.get(pk=paper.pk))
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as readers:
        sheets = set(readers.map(one, range(8)))
    kept = Paper.objects.get(pk=paper.pk)
    assert sheets == {content(kept)}
    files = [
        name for name in default_storage.listdir("papers/2026")[1] if name.startswith(kept.uuid.hex)
    ]
    assert files == [kept.path.rpartition("/")[2]]
    assert queries.verify(kept.verify_code).valid


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("written", [0, 1000, None], ids=["before", "half", "whole"])
def test_a_reader_who_is_killed_while_the_sheet_is_written_leaves_no_half_paper(order, written):
    paper = issue(**order())
    connection.close()
    child = os.fork()
    if child == 0:
        _killed_while_writing(paper, written)
    _, status = os.waitpid(child, 0)
    assert os.WTERMSIG(status) == signal.SIGKILL
    left = Paper.objects.get(pk=paper.pk)
    assert (left.path, left.sha256, left.size) == ("", "", 0)
    assert queries.verify(left.verify_code).valid
    assert content(left).rstrip().endswith(b"%%EOF")


def _killed_while_writing(paper, written):
    """In a process of its own: the file is begun, and the process dies. Never returns."""

    def dies(name, file):
        with open(default_storage.path(name), "wb") as stream:
            stream.write(file.read()[:written])
        os.kill(os.getpid(), signal.SIGKILL)

    os.makedirs(default_storage.path("papers/2026"), exist_ok=True)
    default_storage.save = dies
    compiler.typeset = lambda design, words: (
        b"%PDF" * 1000
    )  # the threads of the real one are not in this process
    try:
        content(paper)
    finally:
        os._exit(1)


@pytest.mark.django_db
def test_the_worker_sets_unread_papers_only_while_nothing_else_is_to_be_done(order):
    papers = [issue(**order(subject=f"case:{n}")) for n in range(3)]
    OutboxEvent.objects.update(
        done_at=clock.now(), created_at=F("created_at") - timedelta(minutes=1)
    )
    outbox.row_of(ItemCancelled("x", clock.today())).save()
    assert services.set_unread(papers[0].issued_at) == 0
    OutboxEvent.objects.update(done_at=clock.now(), created_at=clock.now() - timedelta(minutes=1))
    assert services.set_unread(papers[0].issued_at) == 3
    assert not queries.unread().exists()
    assert services.set_unread(papers[0].issued_at) == 0


@pytest.mark.django_db
def test_a_paper_of_before_looks_were_kept_is_as_real_as_it_was(order):
    paper = issue(**order())
    sheet = content(paper)
    Paper.objects.filter(pk=paper.pk).update(look=None, frozen=None, frozen_sha256="")
    old = Paper.objects.get(pk=paper.pk)
    assert content(old) == sheet and queries.verify(old.verify_code).valid
    default_storage.delete(old.path)
    assert not queries.verify(old.verify_code).valid
    with pytest.raises(Conflict):
        content(old)
