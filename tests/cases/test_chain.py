"""Whatever is changed in a trail, by whomever, is found (SYS-018)."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from yichuang.accounts.models import Officer
from yichuang.cases.models import Case, CaseEvent
from yichuang.cases.queries import cases
from yichuang.cases.queries.desk import chain_faults
from yichuang.cases.rules import told
from yichuang.cases.services.corrections import Asked

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
    from yichuang.cases import services

    case = decided(channel=1)
    services.deliver(
        case_id=case.uuid,
        actor="test",
        officer=officer("gy_issuer"),
        signer=services.Collector("张三"),
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
    assert set(told.ROW_IS_OTHERWISE) == {*SAID_OTHERWISE, "form", "due"} - {"due_at"}


def _ciphertext(case):
    with connection.cursor() as cursor:
        cursor.execute("select form from cases_case where id = %s", [case.pk])
        return bytes(cursor.fetchone()[0])


@pytest.fixture
def corrected(submitted, officer, morning):
    """A case whose applicant answered a correction, and the ciphertext of the form of before."""
    from yichuang.cases import services

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
    from yichuang.cases.rules import chain

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
