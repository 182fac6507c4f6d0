"""The SQL function that moves many cases leaves what the one that moves a case would leave, in one round trip."""

import json
from datetime import timedelta

import pytest
from django.db import transaction

from tests.cases.conftest import MORNING, PROMISED
from yichuang.audit.models import Entry
from yichuang.cases.models import Case, CaseEvent
from yichuang.cases.queries import cases
from yichuang.cases.rules import chain, sealed
from yichuang.cases.services.journal import Step, lock, write, write_many
from yichuang.core import clock, db
from yichuang.core.models import OutboxEvent

LATER = MORNING + timedelta(days=1)


def told(case: Case) -> dict:
    """What the last step left, without what names this case and no other."""
    fresh = Case.objects.get(pk=case.pk)
    event = CaseEvent.objects.get(case=fresh, seq=fresh.seq)
    body = json.loads(event.data)
    assert body.pop("row") == sealed.of_row(fresh)
    assert body.pop("case") == str(case.uuid)
    assert bytes(fresh.head) == bytes(event.hash) == chain.link(bytes(event.previous), event.data)
    entry = Entry.objects.filter(subject=case.ref).latest("id")
    outbox = OutboxEvent.objects.filter(payload__case=str(case.uuid)).latest("id")
    outbox.payload.pop("case")
    return {
        "body": body,
        "row": [fresh.seq, fresh.state, fresh.open, fresh.due_at, fresh.alarm, fresh.late],
        "event": [event.kind, event.actor, event.at, event.code, event.on_site],
        "record": [entry.at, entry.actor, entry.verb, entry.data],
        "outbox": [outbox.topic, outbox.payload, outbox.created_at, outbox.done_at],
    }


def columns(case: Case) -> dict:
    return {"due_at": case.due_at + timedelta(days=1), "alarm": "green", "late": False}


def test_many_steps_leave_what_single_ones_leave(submitted):
    alone = submitted(PROMISED)
    together = [submitted(PROMISED) for _ in range(3)]
    data = {"from": "2026-12-11", "to": "2026-12-12", "run": 7}
    with clock.frozen(LATER), transaction.atomic():
        write(lock(alone.uuid), "recount", actor="system", now=LATER, data=data, **columns(alone))
        steps = [Step(lock(case.uuid), data, columns(case)) for case in together]
        assert write_many("recount", steps, actor="system", now=LATER) == 3
    for case in together:
        assert told(case) == told(alone)
    assert list(cases.broken_chains()) == []


def test_many_steps_are_one_statement(submitted, monkeypatch):
    steps = [Step(lock(submitted(PROMISED).uuid), {}, {"late": False}) for _ in range(3)]
    calls = []
    call = db.call
    monkeypatch.setattr(db, "call", lambda sql, args=(): calls.append(sql) or call(sql, args))
    assert write_many("recount", steps, actor="system", now=LATER) == 3
    assert len(calls) == 1
    assert write_many("recount", [], actor="system", now=LATER) == 0
    assert len(calls) == 1


@pytest.mark.django_db
def test_one_that_was_not_locked_keeps_all_others_from_moving(submitted):
    first, second = submitted(PROMISED), submitted(PROMISED)
    stale = Case.objects.get(pk=second.pk)
    write(lock(second.uuid), "recount", actor="system", now=LATER)
    steps = [Step(lock(first.uuid), {}, {}), Step(stale, {}, {})]
    with pytest.raises(Exception, match="1 of 2 cases .* were not locked"), transaction.atomic():
        write_many("recount", steps, actor="system", now=LATER)
    assert Case.objects.get(pk=first.pk).seq == 1


def test_steps_of_two_shapes_are_refused(submitted):
    first, second = submitted(PROMISED), submitted(PROMISED)
    steps = [Step(lock(first.uuid), {}, {"late": True}), Step(lock(second.uuid), {}, {})]
    with pytest.raises(Exception, match="different columns"), transaction.atomic():
        write_many("recount", steps, actor="system", now=LATER)
