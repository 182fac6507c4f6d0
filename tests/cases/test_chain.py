"""Whatever is changed in a trail, by whomever, is found (SYS-018)."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.db.models import (
    BinaryField,
    BooleanField,
    DateField,
    DateTimeField,
    ForeignKey,
    JSONField,
    TextField,
    UUIDField,
)
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cases.conftest import INSTANT, PROMISED, TABLED
from tests.looking import complete_instantly
from yichuang.accounts.models import Officer
from yichuang.cases import services
from yichuang.cases.models import Case, CaseEvent
from yichuang.cases.queries import cases
from yichuang.cases.queries.desk import chain_faults
from yichuang.cases.rules import chain, sealed, told
from yichuang.cases.services.corrections import Asked
from yichuang.cases.services.journal import lock, write

HOUR = timedelta(hours=1)
SPOILED = {
    "seq": 99,
    "kind": "refuse",
    "actor": "officer:somebody",
    "state": "voided",
    "code": "17",
    "on_site": "not on_site",
    "data": "data || ' '",
    "previous": b"\1" * 32,
    "hash": b"\2" * 32,
    "at": "at + interval '1 microsecond'",
    "officer_id": None,
}
UNREADABLE = ["", "{", "[]", "null", '{"seq": 1}', '{"data": 3, "actor": "x", "kind": "submit"}']


@pytest.fixture
def life(decided, officer, morning):
    """A case from submission to delivery: eight entries."""
    case = decided(channel=1)
    services.deliver(
        case_id=case.uuid,
        actor="test",
        officer=officer("gy_issuer"),
        signer=services.Collector("张三", number="510812198805129916"),
        now=morning + timedelta(hours=3),
    )
    return Case.objects.get(pk=case.pk)


def _broken():
    return dict(cases.broken_chains())


def _change(row, column, value, case):
    if column == "officer_id":
        value = Officer.objects.exclude(pk=row.officer_id).first().pk
    if isinstance(value, str) and " " in value:
        with connection.cursor() as cursor:
            cursor.execute(f"update cases_caseevent set {column} = {value} where id = %s", [row.pk])
    else:
        CaseEvent.objects.filter(pk=row.pk).update(**{column: value})


def test_an_untouched_trail_is_whole(life):
    assert _broken() == {} and chain_faults(life) == []
    assert [e.kind for e in life.events.order_by("seq")] == [
        "submit", "judge_material", "accept", "begin_review", "review", "approve", "close", "deliver",
    ]  # fmt: skip
    call_command("verify_chains")


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(place=st.integers(0, 7), column=st.sampled_from(sorted(SPOILED)))
def test_a_change_of_any_column_of_any_entry_is_found(life, place, column):
    row = list(life.events.order_by("seq"))[place]
    with transaction.atomic():
        _change(row, column, SPOILED[column], life)
        changed = CaseEvent.objects.get(pk=row.pk)
        spoiled = getattr(changed, column) != getattr(row, column)
        found = _broken()
        transaction.set_rollback(True)
    assert (life.number in found) is spoiled
    assert spoiled or column in ("kind", "state", "code")


@pytest.mark.parametrize("text", UNREADABLE)
def test_a_text_that_cannot_be_read_any_more_is_a_fault_and_not_a_crash(life, text):
    CaseEvent.objects.filter(case=life, seq=3).update(data=text)
    assert life.number in _broken()


@pytest.mark.parametrize(
    "change",
    [{"seq": 7}, {"seq": 9}, {"head": b"\3" * 32}, {"state": "withdrawn"}, {"uuid": "0" * 32}],
)
def test_a_change_of_what_the_case_says_of_its_trail_is_found(life, change):
    Case.objects.filter(pk=life.pk).update(**change)
    assert life.number in _broken()
    assert chain_faults(Case.objects.get(pk=life.pk)) != []


SAID_OTHERWISE = {
    "outcome": "denied",
    "late": True,
    "received_at": HOUR,
    "accepted_at": HOUR,
    "decided_at": HOUR,
    "closed_at": HOUR,
    "due_at": timedelta(days=1),
}


@pytest.mark.parametrize("column", SAID_OTHERWISE)
def test_a_row_that_says_otherwise_than_its_trail_is_found(life, column):
    change = SAID_OTHERWISE[column]
    if isinstance(change, timedelta):
        change = getattr(life, column) + change
    Case.objects.filter(pk=life.pk).update(**{column: change})
    assert life.number in _broken()
    assert len(chain_faults(Case.objects.get(pk=life.pk))) == 1


def test_every_thing_that_the_row_is_compared_by_is_tried():
    assert set(told.ROW_IS_OTHERWISE) == {*SAID_OTHERWISE, "form", "due", "row"} - {"due_at"}


COLUMNS = {field.attname: field for field in Case._meta.concrete_fields}
LEFT_OUT = ("id", "county", "alarm", "password_hash")


def test_a_column_that_may_change_untold_stands_in_the_list_with_its_reason():
    assert set(sealed.MAY_CHANGE) == set(LEFT_OUT)
    assert all(sealed.MAY_CHANGE.values())
    lists = (
        *(sealed.TOLD_BY_THEMSELVES, sealed.MAY_CHANGE, sealed.AS_FILED, sealed.SUBJECT),
        *(sealed.SEALED_LATER, sealed.SEALED_AT_THE_END, sealed.SEALED_SINCE_2),
    )
    listed = [name for names in lists for name in names]
    assert sorted(listed) == sorted(COLUMNS)


def _otherwise(case, column):
    """Another value that the database takes."""
    value = getattr(case, column)
    field = COLUMNS[column]
    if column == "state":
        return _another_state(case)
    if column in sealed.SUBJECT:
        return field.related_model.objects.exclude(pk=value).first().pk
    if isinstance(field, DateTimeField):
        return (value or case.received_at) + HOUR
    if isinstance(field, DateField):
        return (value or case.received_at.date()) + timedelta(1)
    if isinstance(field, BooleanField):
        return not value
    if isinstance(field, JSONField):
        return ["otherwise"]
    if isinstance(field, BinaryField):
        return b"\5" * 32
    if isinstance(field, UUIDField):
        return uuid4()
    if column in ("region_id", "filed_in_id"):
        return "370202000000"
    if isinstance(field, TextField):
        return f"{value}x"
    if isinstance(field, ForeignKey):
        return 10**6
    return (value or 0) + 1


def _another_state(case):
    if not case.open:
        return "withdrawn"
    if case.state == "received":
        return "accepted"
    return "received"


def _untold(case):
    """The columns of the row that somebody could change, and nobody would be told."""
    unseen = []
    for column in COLUMNS:
        if column in LEFT_OUT or column in ("open", "form"):
            continue  # a CHECK binds the one to the state, the other has a test of its own
        if column in sealed.SUBJECT and getattr(case, column) is None:
            continue  # a case is one's own: CHECK
        if column == "number" and case.seq == 1:
            continue
        if column == "late" and case.open:
            continue
        if not _is_seen(case, column):
            unseen.append(column)
    return unseen


def _is_seen(case, column):
    """Whether another value in this column is refused by a CHECK, or told by both readers of the trail."""
    change = {column: _otherwise(case, column)}
    try:
        with transaction.atomic():
            Case.objects.filter(pk=case.pk).update(**change)
            told_of_all = _broken()
            told_of_one = chain_faults(Case.objects.get(pk=case.pk))
            transaction.set_rollback(True)
    except IntegrityError:
        return column in ("instant", "channel")
    return bool(told_of_all and told_of_one)


@pytest.mark.parametrize("code", [PROMISED, TABLED, INSTANT])
def test_whatever_is_changed_in_the_row_of_a_case_just_filed_is_found(submitted, code):
    case = submitted(code)
    assert _broken() == {}
    assert _untold(case) == []


@pytest.mark.parametrize("code", [PROMISED, TABLED])
def test_whatever_is_changed_in_the_row_of_a_case_in_hand_is_found(reviewing, code):
    case = reviewing(code)
    assert _broken() == {}
    assert _untold(Case.objects.get(pk=case.pk)) == []


def test_whatever_is_changed_in_the_row_of_a_case_that_ended_is_found(life):
    assert _untold(life) == []


def test_whatever_is_changed_in_the_row_of_what_was_done_at_once_is_found(
    submitted, officer, morning
):
    case = submitted(INSTANT, channel=1)
    clerk = officer("gy_clerk")
    complete_instantly(
        case_id=case.uuid, officer=clerk, now=morning + timedelta(minutes=5), result="已登记"
    )
    case = Case.objects.get(pk=case.pk)
    assert _broken() == {}
    assert _untold(case) == []


def _written_anew(case, last_seal):
    """The trail as a server of before would have written it, its last step with this seal, the others with none."""
    before = chain.GENESIS
    for event in case.events.order_by("seq"):
        body = json.loads(event.data)
        body.pop("row")
        if last_seal and event.seq == case.seq:
            body["row"] = last_seal
        text = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        changed = chain.link(before, text)
        CaseEvent.objects.filter(pk=event.pk).update(data=text, previous=before, hash=changed)
        before = changed
    return before


def test_a_step_that_a_server_of_before_wrote_seals_no_row(life):
    """Its text has no seal: then nothing is said of what only a seal tells."""
    head = _written_anew(life, last_seal="")
    Case.objects.filter(pk=life.pk).update(head=head, slow_reason="x")
    assert _broken() == {}


def test_a_seal_of_before_the_second_list_holds_for_the_columns_of_the_first(life):
    """A server of before knows no other columns, and goes on sealing while the new ones run beside it."""
    head = _written_anew(life, last_seal=sealed.of_row_before(life))
    Case.objects.filter(pk=life.pk).update(head=head, deliver_by="2026-12-04", clock_changed=True)
    assert _broken() == {} and chain_faults(Case.objects.get(pk=life.pk)) == []
    Case.objects.filter(pk=life.pk).update(slow_reason="x")
    assert _broken() == {life.number: [told.ROW_IS_OTHERWISE["row"]]}


def test_a_seal_says_by_which_list_it_was_made(life):
    last = json.loads(life.events.get(seq=life.seq).data)
    assert last["row"] == sealed.of_row(life)
    assert last["row"].removeprefix(sealed.SECOND_LIST) not in ("", last["row"])
    assert not sealed.holds("3:" + last["row"].removeprefix(sealed.SECOND_LIST), life)


def test_who_was_not_answered_counts_as_accepted_from_the_day_of_receipt(submitted, morning):
    """The step is written the morning after; since when the case counts as accepted stands in its text."""
    case = submitted(PROMISED)
    since = case.clock_from
    with transaction.atomic():
        told_by = {"accepted_at": since.isoformat()}
        later = morning + timedelta(days=8)
        locked = lock(case.uuid)
        write(locked, "deem_accepted", actor="system", now=later, data=told_by, accepted_at=since)
    assert _broken() == {}
    Case.objects.filter(pk=case.pk).update(accepted_at=later)
    assert _broken() == {case.number: [told.ROW_IS_OTHERWISE["accepted_at"]]}


def _ciphertext(case):
    with connection.cursor() as cursor:
        cursor.execute("select form from cases_case where id = %s", [case.pk])
        return bytes(cursor.fetchone()[0])


@pytest.fixture
def corrected(submitted, officer, morning):
    """A case whose applicant answered a correction, and the ciphertext of the form of before."""
    case = submitted()
    earlier = _ciphertext(case)
    asked = [Asked("field", "person_phone", "请核对手机")]
    clerk = officer("gy_clerk")
    services.ask_correction(case_id=case.uuid, officer=clerk, items=asked, now=morning)
    services.answer_correction(
        case_id=case.uuid,
        actor="person:1",
        answers={"person_phone": "13900000009"},
        materials=[],
        file_owner="person:1",
        now=morning + HOUR,
    )
    return Case.objects.get(pk=case.pk), earlier


def test_an_older_ciphertext_that_was_put_back_is_found(corrected):
    """Everything about it is right, its key and its row too: only the trail knows that it was answered anew."""
    case, earlier = corrected
    assert case.number not in _broken()
    with connection.cursor() as cursor:
        cursor.execute("update cases_case set form = %s where id = %s", [earlier, case.pk])
    case = Case.objects.get(pk=case.pk)
    assert case.form
    assert _broken()[case.number] == [told.ROW_IS_OTHERWISE["form"]] == chain_faults(case)


@pytest.mark.parametrize("seq", [1, 3, 7])
def test_a_deleted_entry_is_found(life, seq):
    CaseEvent.objects.filter(case=life, seq=seq).delete()
    assert life.number in _broken()


def test_two_entries_that_changed_places_are_found(life):
    second, third = (CaseEvent.objects.get(case=life, seq=seq) for seq in (2, 3))
    for seq, row in ((90, second), (2, third), (3, second)):
        CaseEvent.objects.filter(pk=row.pk).update(seq=seq)
    assert life.number in _broken()


def test_an_entry_moved_to_another_case_breaks_both(life, decided):
    other = decided()
    CaseEvent.objects.filter(case=other, seq=other.seq).delete()
    CaseEvent.objects.filter(case=life, seq=6).update(case=other, seq=other.seq)
    assert {life.number, other.number} <= set(_broken())


def test_a_chain_that_was_computed_anew_without_the_case_row_is_found(life):
    before = chain.GENESIS
    for event in life.events.order_by("seq"):
        text = event.data.replace("材料齐全", "材料不齐")
        changed = chain.link(before, text)
        CaseEvent.objects.filter(pk=event.pk).update(data=text, previous=before, hash=changed)
        before = changed
    assert life.number in _broken()


def test_the_command_names_the_case_and_fails(life, capsys):
    CaseEvent.objects.filter(case=life, seq=2).update(actor="officer:other")
    with pytest.raises(CommandError, match="1 件"):
        call_command("verify_chains")
    assert life.number in capsys.readouterr().out
