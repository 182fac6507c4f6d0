"""咨询: a question with an owner becomes a case without typing anything again (SYS-011)."""

import pytest

from yichuang.accounts.models import User
from yichuang.audit import queries as audit
from yichuang.cases import services
from yichuang.cases.models import Case, Enquiry
from yichuang.core.errors import Conflict, Invalid
from yichuang.registry.models import Person

PROMISED = "990514102003"
VILLAGE = "510812100200"


@pytest.fixture
def person(world):
    return Person.objects.first()


@pytest.fixture
def asked(person, morning):
    def ask(**changes):
        told = {
            "question": "我自己交社保，能不能领补贴？", "name": person.name, "phone": "13900000009", "region": VILLAGE,
            "channel": 1, "actor": "public:web", "now": morning, "item_code": PROMISED, "subject": person,
        }  # fmt: skip
        return services.ask(**told | changes)

    return ask


def test_a_question_belongs_to_a_unit_at_once_and_to_the_officer_who_heard_it(asked, officer):
    assert asked().organisation.region_id.startswith("5108121")
    assert asked(officer=officer("gy_clerk")).owner == officer("gy_clerk")


def test_what_is_sent_twice_is_one_question_until_it_is_answered(asked, officer, morning):
    first = asked()
    assert asked() == first
    assert asked(question="多少钱？") != first
    assert asked(phone="13900000098") != first
    assert asked(subject=None) != first
    services.answer_enquiry(
        enquiry_id=first.uuid, officer=first.owner, answer="能领。", now=morning
    )
    assert asked() != first


def test_a_question_without_words_or_with_a_wrong_phone_is_refused(asked):
    with pytest.raises(Invalid) as refused:
        asked(question=" ", phone="123")
    assert [p.field for p in refused.value.problems] == ["question", "phone"]


def test_one_officer_answers_once(asked, officer, morning):
    clerk, other = officer("gy_clerk"), officer("gy_clerk_sb")
    enquiry = asked(officer=clerk)
    with pytest.raises(Conflict, match=clerk.name):
        services.answer_enquiry(enquiry_id=enquiry.uuid, officer=other, answer="可以", now=morning)
    with pytest.raises(Invalid):
        services.answer_enquiry(enquiry_id=enquiry.uuid, officer=clerk, answer=" ", now=morning)
    done = services.answer_enquiry(
        enquiry_id=enquiry.uuid, officer=clerk, answer="可以", now=morning
    )
    assert (done.state, done.answer, done.answered_at) == ("answered", "可以", morning)
    with pytest.raises(Conflict, match="答复过"):
        services.answer_enquiry(
            enquiry_id=enquiry.uuid, officer=clerk, answer="不可以", now=morning
        )
    verbs = [entry.verb for entry in audit.of_subject(f"enquiry:{enquiry.uuid}")]
    assert verbs == ["enquiry.ask", "enquiry.answer"]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [({}, "13900000009"), ({"person_phone": ""}, "13900000009"), ({"person_phone": "1"}, "1")],
)
def test_a_draft_that_was_there_takes_the_phone_of_the_question_only_where_it_has_none(
    asked, person, morning, typed, kept
):
    owner = User.objects.get(username="gy_clerk")
    enquiry = asked()
    begun = services.open_draft(
        owner=owner, subject=person, item_code=enquiry.item_code, region=enquiry.region_id, channel=1, prefill=typed,
        now=morning,
    )  # fmt: skip
    services.keep(draft_id=begun.uuid, owner=owner, situation={"mine": "yes"})
    draft = services.begin_case(enquiry_id=enquiry.uuid, owner=owner, subject=person, now=morning)
    draft.refresh_from_db()
    assert draft.pk == begun.pk
    assert (draft.answers["person_phone"], draft.situation) == (kept, {"mine": "yes"})


def test_a_question_becomes_a_case_with_item_place_situation_and_contact_carried_over(
    asked, officer, person, application, morning
):
    good = application(PROMISED, region=VILLAGE, channel=1)
    enquiry = asked(situation=good.situation)
    owner = User.objects.get(username="gy_clerk")
    draft = services.begin_case(enquiry_id=enquiry.uuid, owner=owner, subject=person, now=morning)
    assert (draft.region_id, draft.channel, draft.person) == (VILLAGE, 1, person)
    assert draft.situation == good.situation
    assert draft.answers["person_phone"] == "13900000009"
    assert (
        services.begin_case(enquiry_id=enquiry.uuid, owner=owner, subject=person, now=morning).pk
        == draft.pk
    )

    typed = {k: v for k, v in good.answers.items() if k != "person_phone"}
    materials = {g.code: {"source": g.source, "file": g.file} for g in good.materials}
    services.keep(draft_id=draft.uuid, owner=owner, answers=typed, materials=materials)
    done = services.submit_draft(
        draft_id=draft.uuid, owner=owner, actor=good.actor, now=morning, officer=None
    )
    case = Case.objects.get(uuid=done.uuid)
    assert case.form["person_phone"] == "13900000009"
    assert (case.region_id, case.situation) == (VILLAGE, good.situation)
    enquiry = Enquiry.objects.get(pk=enquiry.pk)
    assert (enquiry.state, enquiry.case) == ("converted", case)
    with pytest.raises(Conflict, match="转成"):
        services.begin_case(enquiry_id=enquiry.uuid, owner=owner, subject=person, now=morning)


def test_a_question_about_no_item_cannot_become_a_case_yet(asked, person, morning):
    with pytest.raises(Invalid, match="选定"):
        services.begin_case(
            enquiry_id=asked(item_code="").uuid, owner=User.objects.get(username="gy_clerk"), subject=person,
            now=morning,
        )  # fmt: skip
