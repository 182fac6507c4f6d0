"""Whoever is named in a form is asked of the police register after it was sent: filing never waits for it, nobody is
asked under a lock, and the officer is told what it said."""

import pytest
from django.db import transaction

from tests.lives import FRIDAY
from yichuang.adapters.absent import Absent
from yichuang.adapters.faults import Faults
from yichuang.adapters.idcheck.simulator import Simulator
from yichuang.cases import services
from yichuang.cases.models import Case, NameCheck
from yichuang.cases.queries import named, versions
from yichuang.cases.services import police
from yichuang.core import jobs, ports
from yichuang.identity.ports import Checked

pytestmark = pytest.mark.django_db
CERTIFY = "992014202008"
NAME, NUMBER = "李四", "510812196607089934"  # one of whom the simulated register knows
UNKNOWN = "510812194003079998"


@pytest.fixture
def register(monkeypatch):
    simulator = Simulator(Faults())
    others = ports.adapter
    monkeypatch.setattr(jobs, "defer", lambda *args, **arguments: None)
    monkeypatch.setattr(
        ports, "adapter", lambda kind: simulator if kind == "idcheck" else others(kind)
    )
    return simulator


def _about(application, name=NAME, number=NUMBER, **more) -> Case:
    made = application(CERTIFY, now=FRIDAY, **more)
    made.situation["for_whom"] = "family"
    made.answers.update(
        for_whom="family",
        about_name=name,
        about_id_type="01",
        about_id_number=number,
        about_relation="50",
    )
    sent = services.submit(application=made, now=FRIDAY)
    case = Case.objects.get(uuid=sent.uuid)
    police.await_answers(case_id=case.uuid, seq=1)
    return case


def _outcomes(case) -> list[str]:
    verdicts = named.verdicts(versions.of_case(case), case)
    return [verdict.outcome for verdict in verdicts]


def _ask(case) -> None:
    police.ask(case_id=case.uuid, now=FRIDAY)


def _knows_another(**asked) -> Checked:
    return Checked(matches=False, name="", sex="0", birth_date=None, receipt="GA1")


def _knows_no_such_number(**asked) -> Checked:
    raise ports.Rejected("no such number")


def test_a_name_is_unchecked_until_the_register_answers_and_known_after(application, register):
    case = _about(application)
    assert _outcomes(case) == [NameCheck.WAITING]
    assert named.unanswered() == [case.uuid]
    _ask(case)
    assert _outcomes(case) == [NameCheck.SAME]
    assert case.name_checks.get().receipt.startswith("GA")
    assert named.unanswered() == []


@pytest.mark.parametrize("answer", [_knows_another, _knows_no_such_number])
def test_a_name_that_is_not_that_of_the_number_is_told_to_the_officer(
    application, register, answer
):
    case = _about(application, name="李六", number=UNKNOWN)
    register.check = answer
    _ask(case)
    assert _outcomes(case) == [NameCheck.OTHER]


def test_an_application_is_taken_while_the_register_is_away_and_asked_for_later(
    application, register
):
    register.faults.outage = True
    case = _about(application)
    with pytest.raises(ports.Unavailable):
        _ask(case)
    assert _outcomes(case) == [NameCheck.WAITING]
    register.faults.outage = False
    ports._breakers.clear()
    _ask(case)
    assert _outcomes(case) == [NameCheck.SAME]


def test_where_no_register_is_connected_nobody_is_asked_again(application, register, monkeypatch):
    case = _about(application)
    monkeypatch.setattr(ports, "adapter", lambda kind: Absent())
    _ask(case)
    assert _outcomes(case) == [NameCheck.UNASKED]
    assert named.unanswered() == []


def test_a_name_that_changed_since_is_not_answered_by_what_was_said_before(application, register):
    case = _about(application)
    _ask(case)
    case.form = case.form | {"about_name": "李肆"}
    case.save(update_fields=["form"])
    assert _outcomes(case) == [NameCheck.WAITING]
    police.await_answers(case_id=case.uuid, seq=1)
    assert case.name_checks.get().outcome == NameCheck.WAITING


def test_who_names_nobody_asks_nobody(application, register):
    sent = services.submit(application=application(CERTIFY, now=FRIDAY), now=FRIDAY)
    police.await_answers(case_id=sent.uuid, seq=1)
    assert not NameCheck.objects.filter(case__uuid=sent.uuid).exists()


def test_nobody_is_asked_inside_a_transaction(application, register):
    case = _about(application)
    with pytest.raises(ports.UnderALock), transaction.atomic():
        police.ask(case_id=case.uuid, now=FRIDAY)
