"""Two presses at the same moment are one: what is looked for before it is made is held meanwhile."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection, transaction

from tests.sites.desk import lives
from yichuang.accounts.models import User
from yichuang.cases import services
from yichuang.cases.models import Draft, Enquiry
from yichuang.cases.services.drafts import Overtaken
from yichuang.cases.services.enquiries import begin_case
from yichuang.cases.services.urging import urge
from yichuang.core import clock
from yichuang.core.errors import Conflict
from yichuang.documents.models import Paper
from yichuang.registry.models import Person
from yichuang.supervision.services.figures import make_bulletin

ITEM = "990914502002"  # 劳动人事争议仲裁申请
LATE = timedelta(days=400)


def pressed_twice(press):
    """What both presses give, or raise: the second begins while the transaction of the first is still open."""
    pressed = threading.Event()

    def first():
        try:
            with transaction.atomic():
                done = press()
                pressed.set()
                release.wait(1)
            return done
        finally:
            pressed.set()
            connection.close()

    def second():
        assert pressed.wait(30)
        try:
            return press()
        except Conflict as refusal:
            return refusal
        finally:
            connection.close()

    release = threading.Event()
    with ThreadPoolExecutor(2) as pool:
        both = [pool.submit(first), pool.submit(second)]
        return [one.result(60) for one in both]


def test_a_case_is_urged_once(real_db):
    case = lives.submitted()
    late = clock.now() + LATE

    def press():
        with clock.frozen(late):
            return urge(case=case, phone="13900000001", channel=2, actor="person:test", now=late)

    question, refusal = pressed_twice(press)
    assert isinstance(refusal, Conflict)
    asked = [one for one in Enquiry.objects.all() if case.number in one.question]
    assert asked == [question]
    question.delete()


@pytest.fixture
def subject(real_db) -> Person:
    """Somebody without drafts of the item."""
    person = lives.person(lives.LISI)
    mine = Draft.objects.filter(person=person, version__item__code=ITEM, case_number="")
    mine.delete()
    yield person
    Enquiry.objects.filter(draft__in=mine).update(draft=None)
    mine.delete()


def _opened(subject, now):
    return services.open_draft(
        owner=User.objects.get(username="lisi"),
        subject=subject,
        item_code=ITEM,
        region=lives.CHAOTIAN,
        channel=2,
        prefill={},
        now=now,
    )


def test_a_draft_is_begun_once(subject):
    now = clock.now()
    one, other = pressed_twice(lambda: _opened(subject, now))
    assert one.pk == other.pk


def test_a_bulletin_is_made_once(real_db):
    officer = lives.officer("gy_supervisor")
    region = officer.organisation.region
    now = clock.now()

    def press():
        return make_bulletin(officer=officer, region=region, month=now.date(), now=now)

    one, other = pressed_twice(press)
    assert one.pk == other.pk
    one.delete()
    Paper.objects.filter(uuid=one.paper).delete()


def test_what_a_question_brings_into_a_draft_is_seen_by_the_page_beside(subject):
    now = clock.now()
    owner = User.objects.get(username="lisi")
    draft = _opened(subject, now)
    enquiry = services.ask(
        question="怎么申请仲裁",
        name="李四",
        phone="13900000002",
        region=lives.CHAOTIAN,
        channel=2,
        actor="person:test",
        now=now,
        item_code=ITEM,
        subject=subject,
    )
    begun = begin_case(enquiry_id=enquiry.uuid, owner=owner, subject=subject, now=now)
    assert begun.pk == draft.pk and begun.answers["person_phone"] == "13900000002"
    assert begun.revision == draft.revision + 1
    with pytest.raises(Overtaken):
        services.keep(
            draft_id=draft.uuid,
            owner=owner,
            answers={"person_phone": "13900000003"},
            seen=draft.revision,
        )
    enquiry.refresh_from_db()
    assert enquiry.draft_id == draft.pk
