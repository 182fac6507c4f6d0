"""An agent may have any document that the desk takes: its number is checked by its kind, and the agent is known by it.

Before, `agent_id_number` took eighteen digits and nothing else."""

import pytest

from tests.cases.test_who_collects import paper, take, told, waiting
from tests.lives import FRIDAY
from yichuang.cases import services
from yichuang.cases.models import Case
from yichuang.cases.queries import versions
from yichuang.cases.queries.named import NamedPerson
from yichuang.cases.services import messages
from yichuang.catalog.rules.forms.examples import check_answers
from yichuang.core.errors import Invalid
from yichuang.notify.models import Message
from yichuang.registry import services as registry
from yichuang.registry.models import Person

LOST = "992014301006"
PASSPORT = {
    "by_agent": "yes",
    "agent_name": "MARIA ROSSI",
    "agent_id_type": "06",
    "agent_id_number": "yb 1234567",
    "agent_birth_date": "1990-05-06",
    "agent_phone": "13900000002",
    "agent_relation": "99",
    "agent_scope": ["submit", "receive"],
    "agent_until": "2061-11-20",
}
# kind, number as it is typed, as it is kept
TAKEN = [
    ("", "510812196607089934", "510812196607089934"),
    ("01", "510812196607089934", "510812196607089934"),
    ("02", "h12345678", "H12345678"),
    ("03", "12345678", "12345678"),
    ("04", "810000199003079917", "810000199003079917"),
    ("05", "USA110090010012", "USA110090010012"),
    ("06", "yb 1234567", "YB1234567"),
    ("99", "领事证A1234", "领事证A1234"),
]
# kind, number, the beginning of the reason
REFUSED = [
    ("", "YB1234567", "身份号码应为18位"),
    ("01", "YB1234567", "身份号码应为18位"),
    ("01", "810000199003079917", "这是居住证"),
    ("02", "12345678", "港澳居民来往内地通行证的号码是H或M"),
    ("03", "H12345678", "台湾居民来往大陆通行证的号码是8位"),
    ("04", "510812196607089934", "港澳台居民居住证的号码以81"),
    ("06", "ABCDEF", "护照号码是6到12位"),
]


@pytest.fixture
def maria(world) -> Person:
    return registry.record_person(
        name="MARIA ROSSI", id_number="YB1234567", id_type="06", actor="test"
    )


def sent(application, **changes) -> Case:
    made = application(LOST, now=FRIDAY)
    answers = PASSPORT | changes
    for key, value in answers.items():
        if value is not None:
            made.answers[key] = value
    made.situation.update(by_agent="yes")
    case = services.submit(application=made, now=FRIDAY)
    return Case.objects.get(uuid=case.uuid)


def without_birth(kind: str) -> dict:
    """Of whom the number tells the birth nobody is asked for it."""
    if kind in ("02", "03", "06", "99"):
        return {}
    return {"agent_birth_date": None}


@pytest.mark.parametrize(("kind", "typed", "kept"), TAKEN)
def test_the_number_of_every_kind_of_document_is_taken(application, kind, typed, kept):
    case = sent(
        application,
        agent_name="李四",
        agent_id_type=kind or None,
        agent_id_number=typed,
        **without_birth(kind),
    )
    assert case.form["agent_id_number"] == kept


@pytest.mark.parametrize(("kind", "typed", "reason"), REFUSED)
def test_a_number_that_is_not_of_its_kind_is_refused_in_words(application, kind, typed, reason):
    with pytest.raises(Invalid) as refusal:
        sent(application, agent_id_type=kind or None, agent_id_number=typed, **without_birth(kind))
    wrong = {problem.field: problem.message for problem in refusal.value.problems}
    assert set(wrong) == {"agent_id_number"}
    assert wrong["agent_id_number"].startswith(f"“代办人证件号码”：{reason}")


def test_whose_number_tells_no_birth_is_asked_for_it_and_is_of_age(application):
    with pytest.raises(Invalid) as refusal:
        sent(application, agent_birth_date=None)
    assert [problem.field for problem in refusal.value.problems] == ["agent_birth_date"]
    case = sent(application, agent_birth_date="2010-05-06")
    form = versions.of_case(case).form
    notices = check_answers(form, case.form, FRIDAY.date()).notices
    assert "agent_under_18" in {notice.key for notice in notices}


def test_the_agent_is_joined_and_told_under_the_passport_and_the_name(application, maria):
    case = sent(application)
    party = case.parties.get(role="agent")
    assert party.person == maria
    messages.tell(case_id=case.uuid, verb="submit", seq=1)
    told_of_it = Message.objects.filter(recipient=f"person:{maria.uuid}", key__startswith=case.ref)
    assert [message.kind for message in told_of_it] == ["named_as_agent"]
    with pytest.raises(Invalid) as refusal:
        sent(application, agent_name="MARIA BIANCHI")
    assert [problem.field for problem in refusal.value.problems] == ["agent_name"]


def test_another_kind_of_document_with_the_same_number_is_another_person(maria):
    same = NamedPerson("agent_name", "MARIA ROSSI", "YB1234567", kind="06")
    other = NamedPerson("agent_name", "王五", "YB1234567", kind="99")
    assert (same.known, same.is_misnamed) == (maria, False)
    assert (other.known, other.holders, other.is_misnamed) == (None, [], False)


def test_the_agent_takes_the_result_away_with_the_passport(world):
    case = waiting(**PASSPORT | {"agent_id_number": "YB1234567"})
    assert told(case, number="YB7654321", by="agent") == {"document"}
    take(case, number="yb1234567", by="agent")
    receipt = paper(case)
    assert (receipt["signed_by"], receipt["relation"]) == ("MARIA ROSSI", "代办人")
    assert receipt["document"] == "护照 ********67"
