"""The SQL function that moves a case leaves the rows that a slow, obvious way would leave, in one round trip."""

import json
from datetime import timedelta

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cases.conftest import MORNING, PROMISED, filled
from yichuang.accounts.models import Officer
from yichuang.audit.models import Entry
from yichuang.audit.services import record
from yichuang.cases import services
from yichuang.cases.events import CaseMoved
from yichuang.cases.models import Case, CaseEvent
from yichuang.cases.rules import chain, sealed, states
from yichuang.cases.services.journal import actor_of, lock, write
from yichuang.core import clock, db
from yichuang.core.models import OutboxEvent
from yichuang.core.outbox import publish

VERBS = sorted(set(states.MOVES) - {"submit"})


def slowly(case, verb, *, actor, now, officer=None, data=None, on_site=False, **fields):
    """The same step by ORM, statement by statement."""
    before, case.state = case.state, states.move(verb, case.state)
    case.open = case.state in states.OPEN
    if states.passes_on(before, case.state):
        fields = {"holder": None, "held_at": None} | fields
    case.seq += 1
    told = dict(data or {})
    if on_site:
        told["on_site"] = True
        case.visits += 1
    if officer and actor != actor_of(officer):
        told["officer"] = str(officer.uuid)
    for name, value in fields.items():
        setattr(case, name, value)
    text = chain.canonical(
        case=str(case.uuid),
        seq=case.seq,
        kind=verb,
        actor=actor,
        at=now,
        state=case.state,
        data=told,
        row=sealed.of_row(case),
    )
    previous = bytes(case.head)
    case.head = chain.link(previous, text)
    case.save(update_fields=["state", "open", "seq", "head", "visits", *fields])
    event = CaseEvent.objects.create(
        case=case,
        seq=case.seq,
        kind=verb,
        actor=actor,
        officer=officer,
        at=now,
        state=case.state,
        code=states.exchange_code(verb),
        on_site=on_site,
        data=text,
        previous=previous,
        hash=case.head,
    )
    record(actor=actor, verb=f"case.{verb}", subject=case.ref, data={"seq": case.seq})
    publish(
        CaseMoved(
            case=case.uuid, verb=verb, state=case.state, seq=case.seq, at=now, on_site=on_site
        )
    )
    return event


def _rows(case: Case, event: CaseEvent) -> dict:
    """Everything that the step left, without what names this case and no other."""
    fresh = Case.objects.get(pk=case.pk)
    own = {"id", "uuid", "number", "client_ref", "password_hash", "head"}
    row = {
        f.attname: getattr(fresh, f.attname)
        for f in Case._meta.concrete_fields
        if f.attname not in own
    }
    kept = CaseEvent.objects.get(pk=event.pk)
    told = json.loads(kept.data)
    entry = Entry.objects.filter(subject=case.ref).latest("id")
    outbox = OutboxEvent.objects.filter(payload__case=str(case.uuid)).latest("id")
    assert told.pop("row") == sealed.of_row(fresh)
    assert told.pop("case") == outbox.payload.pop("case") == str(case.uuid)
    assert bytes(fresh.head) == bytes(kept.hash) == chain.link(bytes(kept.previous), kept.data)
    return {
        "case": row | {"body_hash": bytes(row["body_hash"])},
        "event": [
            kept.seq,
            kept.kind,
            kept.actor,
            kept.officer_id,
            kept.at,
            kept.state,
            kept.code,
            kept.on_site,
            told,
        ],
        "record": [entry.at, entry.actor, entry.verb, entry.data],
        "outbox": [
            outbox.topic,
            outbox.payload,
            outbox.created_at,
            outbox.attempts,
            outbox.done_at,
            outbox.last_error,
        ],
    }


@pytest.mark.django_db
def test_function_and_orm_leave_equal_rows(world):
    application = filled(PROMISED)
    officers = [None, *Officer.objects.order_by("id")[:2]]
    keys = iter(range(10_000))
    moments = st.integers(0, 10**7).map(
        lambda seconds: MORNING + timedelta(seconds=seconds, microseconds=7)
    )
    fields = st.fixed_dictionaries(
        {},
        optional={
            "holder": st.sampled_from(officers),
            "held_at": st.none() | moments,
            "closed_at": moments,
            "due_at": moments,
            "yellow_on": moments.map(lambda moment: moment.date()),
            "statutory_due": st.none() | moments.map(lambda moment: moment.date()),
            "flags": st.lists(st.sampled_from(["late", "second_correction"]), max_size=2),
            "form": st.dictionaries(st.sampled_from("abc"), st.text(max_size=5)),
            "late": st.booleans(),
            "slow_reason": st.text(
                st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=20
            ),
        },
    )

    def twin(state):
        app = filled(PROMISED, materials=application.materials, file_owner=application.file_owner)
        twins = []
        for _ in range(2):
            key = f"twin-{next(keys)}"
            done = services.submit(application=_with(app, key), now=MORNING)
            Case.objects.filter(uuid=done.uuid).update(state=state, open=state in states.OPEN)
            twins.append(lock(done.uuid))
        return twins

    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
    @given(
        st.sampled_from(VERBS), st.data(), moments, fields, st.sampled_from(officers), st.booleans()
    )
    def check(verb, draw, now, changed, officer, on_site):
        state = draw.draw(st.sampled_from(sorted(states.MOVES[verb].sources)))
        fast, slow = twin(state)
        actor = draw.draw(
            st.sampled_from(["system", "person:x"] + ([actor_of(officer)] if officer else []))
        )
        more = {
            "actor": actor,
            "now": now,
            "officer": officer,
            "on_site": on_site,
            "data": {"why": "因为"},
        }
        with clock.frozen(now):
            by_function = write(fast, verb, **more, **changed)
            by_orm = slowly(slow, verb, **more, **changed)
        assert _rows(fast, by_function) == _rows(slow, by_orm)
        assert CaseEvent.objects.get(pk=by_function.pk) == by_function
        assert fast.seq == 2 and fast.state == slow.state

    check()


def _with(application, key):
    return type(application)(**vars(application) | {"client_ref": key})


def test_a_step_is_one_statement(submitted, officer, monkeypatch):
    case, said = submitted(PROMISED), []
    held, clerk = lock(case.uuid), officer("gy_clerk")
    call = db.call
    monkeypatch.setattr(db, "call", lambda sql, args=(): said.append(sql) or call(sql, args))

    def noted(execute, sql, params, many, context):
        said.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(noted):
        write(held, "claim", actor="system", now=MORNING, holder=clerk, held_at=MORNING)
    assert len(said) == 1


def test_a_case_that_was_not_locked_and_moved_on_is_refused(submitted):
    first = Case.objects.get(uuid=submitted(PROMISED).uuid)
    second = Case.objects.get(pk=first.pk)
    write(first, "claim", actor="system", now=MORNING)
    with pytest.raises(Exception, match="was not locked"):
        write(second, "claim", actor="system", now=MORNING)
