"""Two workers whose events number papers of the same issuers in opposite order: neither waits for ever."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import ClassVar
from uuid import uuid4

import pytest
from django.db import connection, transaction

from yichuang.core import batches, clock, outbox
from yichuang.core.models import OutboxEvent
from yichuang.documents import tables
from yichuang.documents.models import Paper, PaperCounter
from yichuang.documents.services import issue

YEAR = 1991


@dataclass(frozen=True)
class Asked:
    """A paper of this issuer; first: nothing was numbered before it in its batch."""

    topic: ClassVar[str] = "tests.Asked"
    issuer: str
    first: bool


def _issue(issuer):
    return issue(
        kind="acceptance",
        subject=f"tests:{uuid4()}",
        context=dict(tables.kind("acceptance").sample),
        issuer_name="测试单位",
        issuer_code=issuer,
        year=YEAR,
        now=clock.now(),
    )


@pytest.fixture
def issuers(real_db):
    """Two that have numbered nothing yet."""
    codes = (f"tests-{uuid4().hex[:12]}", f"tests-{uuid4().hex[:12]}")
    yield codes
    Paper.objects.filter(issuer_code__in=codes).delete()
    PaperCounter.objects.filter(issuer_code__in=codes).delete()
    OutboxEvent.objects.filter(topic=Asked.topic).delete()


@pytest.fixture
def both_hold(monkeypatch):
    """Events of `Asked` number a paper; both workers hold their first counter before either asks for its second."""
    barrier = threading.Barrier(2, timeout=60)

    def number(event):
        _issue(event.issuer)
        if event.first:
            barrier.wait()

    monkeypatch.setattr(outbox, "_handlers", outbox.defaultdict(list))
    monkeypatch.setattr(outbox, "_types", {})
    outbox.on(Asked)(number)


def _mine():
    return OutboxEvent.objects.filter(topic=Asked.topic)


def _work(_):
    until = time.monotonic() + 120
    try:
        while _mine().filter(done_at=None).exists() and time.monotonic() < until:
            outbox.deliver_some(batch=2)
    finally:
        connection.close()


def test_both_end_at_once_and_the_numbers_have_no_gap(issuers, both_hold):
    OutboxEvent.objects.filter(done_at=None).update(done_at=clock.now())
    one, other = issuers
    with transaction.atomic():
        for issuer, first in ((one, True), (other, False), (other, True), (one, False)):
            outbox.publish(Asked(issuer=issuer, first=first))
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(_work, range(2)))
    rows = list(_mine().values_list("attempts", "last_error"))
    assert rows == [(1, "")] * 4
    for code in issuers:
        serials = Paper.objects.filter(issuer_code=code).values_list("serial", flat=True)
        assert sorted(serials) == [1, 2]


def test_who_may_not_wait_is_refused_at_once_and_takes_nothing(issuers):
    (code, _) = issuers
    holding, release = threading.Event(), threading.Event()

    def holder():
        try:
            with transaction.atomic():
                _issue(code)
                holding.set()
                release.wait(30)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        held = pool.submit(holder)
        assert holding.wait(30)
        with batches.one():
            assert batches.may_wait() and not batches.may_wait()
            with pytest.raises(batches.Later), transaction.atomic():
                _issue(code)
        release.set()
        held.result(30)
    assert batches.may_wait() and _issue(code).serial == 2
