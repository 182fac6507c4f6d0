"""Whom somebody's application names is told of it at once, by the phone that is known to be theirs, in every form that
names somebody; whom the pack leaves out is not (个人信息保护法 44)."""

import pytest

from tests.lives import FRIDAY
from yichuang.cases import services
from yichuang.cases.models import Case, Party
from yichuang.cases.queries import versions
from yichuang.cases.services import Concerned, messages
from yichuang.catalog import queries as catalog
from yichuang.catalog import tables
from yichuang.core import clock
from yichuang.core.errors import Invalid
from yichuang.identity import services as identity
from yichuang.notify.models import Message
from yichuang.registry.models import Person

pytestmark = pytest.mark.django_db
LOST = "992014301006"
KNOWN = "13900000088"
PLACE = "510812000000"
SILENT_LINES = (
    "9909145",
    "9920145",
    "9910145",
)  # 仲裁、监察、举报: whoever is complained of is served the papers


@pytest.fixture
def lisi(world):
    person = next(each for each in Person.objects.all() if each.name == "李四")
    identity.trust_phone(person=person, phone=KNOWN, came_from="window:test", now=FRIDAY)
    return person


def _reported_lost(application, person, name="", now=FRIDAY, **more) -> Case:
    made = application(LOST, now=now, **more)
    made.situation["for_whom"] = "other"
    made.answers.update(
        for_whom="other",
        about_name=name or person.name,
        about_id_type="01",
        about_id_number=person.id_number,
        about_relation="99",
    )
    sent = services.submit(application=made, now=now)
    return Case.objects.get(uuid=sent.uuid)


def _told(case, person) -> list[Message]:
    messages.tell(case_id=case.uuid, verb="submit", seq=1)
    messages.tell(case_id=case.uuid, verb="submit", seq=1)
    sent = Message.objects.filter(recipient=f"person:{person.uuid}", key__startswith=case.ref)
    return list(sent)


def test_the_holder_of_a_card_that_a_stranger_reports_lost_is_told_once(application, lisi):
    case = _reported_lost(application, lisi)
    (message,) = _told(case, lisi)
    assert message.kind == "case_about_you"
    assert message.phone == KNOWN
    assert "不知道的，请马上打12333" in message.sms_text
    assert case.subject.name not in message.body + message.sms_text
    assert message.link == f"/my/concerned/{case.uuid}/"


def test_whoever_has_guessed_too_often_cannot_keep_it_from_the_holder(application, lisi):
    now = clock.now()
    stranger = {"actor": "person:guesser", "file_owner": "person:guesser", "now": now}
    for guess in "甲乙丙丁戊":
        with pytest.raises(Invalid):
            _reported_lost(application, lisi, name=f"李{guess}", **stranger)
    for name in (lisi.name, "李六"):
        case = _reported_lost(application, lisi, name=name, **stranger)
        (message,) = _told(case, lisi)
        assert (message.phone, message.link) == (KNOWN, "")
        services.withdraw(case_id=case.uuid, actor="test", reason="不办了", now=now)


def test_a_phone_that_a_stranger_typed_is_told_nothing(application, lisi):
    made_for = _reported_lost(application, lisi)
    made_for.form = made_for.form | {"person_phone": "13800000099"}
    made_for.save(update_fields=["form"])
    assert [message.phone for message in _told(made_for, lisi)] == [KNOWN]


def test_whoever_is_named_as_agent_is_told(application, lisi):
    answers = {
        "by_agent": "yes",
        "agent_name": lisi.name,
        "agent_id_number": lisi.id_number,
        "agent_phone": "13900000002",
        "agent_relation": "99",
        "agent_scope": ["submit"],
        "agent_until": "2061-11-20",
    }
    made = application(LOST, now=FRIDAY)
    made.answers.update(answers)
    made.situation.update(by_agent="yes")
    sent = services.submit(application=made, now=FRIDAY)
    case = Case.objects.get(uuid=sent.uuid)
    assert [message.kind for message in _told(case, lisi)] == ["named_as_agent"]


def _forms():
    for row in catalog.items(region=PLACE):
        guide = catalog.guide(row.code, region=PLACE)
        channel = 2 if catalog.done_on(guide, "portal") else 1
        yield row.code, versions.for_application(row.code, PLACE, channel, clock.today())


def test_in_every_form_that_names_somebody_they_are_told_or_the_pack_says_why_not(
    application, lisi
):
    left_out = tables.untold()
    case = _reported_lost(application, lisi)
    asked = 0
    for code, version in _forms():
        for pair in version.form.about:
            answers = {pair.name: lisi.name, pair.number: lisi.id_number}
            Message.objects.all().delete()
            Party.objects.filter(case=case).delete()
            Party.objects.create(case=case, role="about", person=lisi)
            Case.objects.filter(pk=case.pk).update(version_id=version.id, item_code=code)
            fresh = Case.objects.get(pk=case.pk)
            fresh.form = answers
            fresh.save(update_fields=["form"])
            told = [message.kind for message in _told(fresh, lisi)]
            assert told == ([] if pair.name in left_out else ["case_about_you"]), code
            asked += 1
    assert asked > 15


def test_whom_the_pack_leaves_out_stands_in_a_form_and_has_a_reason():
    names = set()
    for group in tables.form_groups().values():
        if "about" in group:
            names.add(group["about"]["name"])
    for field, row in tables.untold().items():
        assert field in names
        assert "法" in row["source"] and row["because"]


def test_whoever_is_complained_of_is_named_in_no_form_as_whom_it_is_about(world):
    complaints = [pair for pair in _forms() if pair[0].startswith(SILENT_LINES)]
    assert complaints
    assert [code for code, version in complaints if version.form.about] == []


def test_nobody_is_told_of_what_names_nobody(application, lisi):
    sent = services.submit(application=application(LOST, now=FRIDAY), now=FRIDAY)
    case = Case.objects.get(uuid=sent.uuid)
    assert _told(case, lisi) == []


def test_whoever_is_party_without_being_named_in_the_form_is_not_told_by_it(application, lisi):
    made = application(LOST, now=FRIDAY, parties=(Concerned("respondent", lisi),))
    sent = services.submit(application=made, now=FRIDAY)
    case = Case.objects.get(uuid=sent.uuid)
    assert _told(case, lisi) == []
