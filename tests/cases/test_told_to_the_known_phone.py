"""Who files with the name and number of another types a phone of their own: the person's known phone is told too."""

import pytest

from tests.cases.conftest import filled
from yichuang.cases import services
from yichuang.cases.models import Case
from yichuang.cases.services import messages
from yichuang.identity import services as identity
from yichuang.identity.models import RealName
from yichuang.notify.models import Message
from yichuang.registry.models import Person

KNOWN = "13900000088"
CODE = "990514102003"


@pytest.fixture
def applicant(world, morning):
    """A person with a proved account, whose phone a clerk took down at a window."""
    person = RealName.objects.filter(person__isnull=False, proved_at__isnull=False)[0].person
    identity.trust_phone(person=person, phone=KNOWN, came_from="window:test", now=morning)
    return person


def told_by_phone(person: Person, actor: str, morning) -> list[Message]:
    """What the known phone is told of a case that `actor` filed for the person."""
    application = filled(CODE, subject=person, actor=actor)
    number = services.submit(application=application, now=morning).number
    case = Case.objects.get(number=number)
    messages.tell(case_id=case.uuid, verb="submit", seq=1)
    messages.tell(case_id=case.uuid, verb="submit", seq=1)
    sent = Message.objects.filter(recipient=f"person:{person.uuid}", key__startswith=case.ref)
    return [message for message in sent if message.phone == KNOWN]


def unproved(person: Person) -> str:
    RealName.objects.filter(person=person).update(proved_at=None)
    return f"person:{person.uuid}"


def test_a_partner_and_an_unproved_account_are_told_of_to_the_known_phone(applicant, morning):
    for actor in ("api:kiosk", unproved(applicant)):
        (message,) = told_by_phone(applicant, actor, morning)
        assert message.kind == "case_in_your_name" and "12333" in message.sms_text
        assert "您的姓名和证件号码" in message.sms_text


def test_an_officer_and_a_proved_account_have_nobody_to_warn(applicant, morning):
    for actor in ("officer:1", f"person:{applicant.uuid}"):
        assert told_by_phone(applicant, actor, morning) == []


def test_whoever_typed_the_known_phone_is_told_once(applicant, morning):
    typed = filled(CODE, subject=applicant).answers["person_phone"]
    identity.trust_phone(person=applicant, phone=typed, came_from="window:test", now=morning)
    told_by_phone(applicant, "api:kiosk", morning)
    assert not Message.objects.filter(kind="case_in_your_name").exists()
