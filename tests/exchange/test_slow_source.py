"""A source that takes eight seconds holds one thread: others are answered, pages are made, and its own question goes on
without it after three."""

import threading
import time

import pytest
from django.db import connection
from django.test import Client

from tests.exchange.asking import SHOUTIAN, ZHANGSAN, Asking, Outside
from yichuang.core import clock, jobs, ports
from yichuang.core.ids import uuid7
from yichuang.exchange.models import Query

PATIENCE = 120  # seconds, on a machine that others use as well


class Slow(Outside):
    """Answers when it is let go, and not before."""

    def __init__(self, department):
        super().__init__(department)
        self.begun = threading.Event()
        self.free = threading.Event()

    def answer(self, *, question):
        self.begun.set()
        self.free.wait(PATIENCE)
        return super().answer(question=question)


@pytest.fixture
def slow(monkeypatch):
    source = Slow("health")
    real = ports.adapter
    monkeypatch.setattr(
        ports, "adapter", lambda kind: source if kind == "exchange.health" else real(kind)
    )
    yield source
    source.free.set()


def _work(source: str) -> None:
    try:
        jobs.app.tasks["exchange.ask"].func(source=source)
    finally:
        connection.close()


def test_one_slow_source_keeps_neither_others_nor_pages_waiting(real_db, slow):
    asking = Asking({}, clock.now())
    asking.case = uuid7()
    dead, card = asking.ask(asking.question(), asking.question("hrss.card", ZHANGSAN, role="x"))
    job = threading.Thread(target=_work, args=("health.death",), daemon=True)
    began = time.monotonic()
    job.start()
    assert slow.begun.wait(PATIENCE)
    jobs.app.tasks["exchange.ask"].func(source="hrss.card")
    assert Query.objects.get(pk=card.pk).outcome == "found"
    assert Client().get("/").status_code == 200
    job.join(PATIENCE)
    assert not job.is_alive() and time.monotonic() - began >= ports.SOMEBODY_WAITS
    row = Query.objects.get(pk=dead.pk)
    assert (row.outcome, row.answer) == ("unavailable", None), (
        "the answer of later is heard by nobody"
    )
    assert row.whom["name"] == SHOUTIAN.name and row.next_at > clock.now()
    Query.objects.filter(subject=row.subject).delete()
