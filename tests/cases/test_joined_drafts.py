"""One code for a draft, one number from submission on (SYS-028): begun at one door, sent at another."""

from datetime import datetime, timedelta

import pytest

from tests.paper_files import PDF
from yichuang.accounts.models import Assignment, User
from yichuang.audit.models import Entry
from yichuang.cases import services
from yichuang.cases.models import Case, Draft
from yichuang.cases.queries import sharing
from yichuang.cases.queries.desk import chain_faults
from yichuang.cases.services.drafts import Door
from yichuang.core.clock import SHANGHAI
from yichuang.core.errors import Conflict, Forbidden, NotFound
from yichuang.identity.models import RealName
from yichuang.registry.models import Person

PROMISED = "990514102003"
PHONE, WINDOW, VILLAGE = 3, 1, 6


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


BEGUN = at("2026-12-01T09:40")


def sent_at_a_window(draft, hall):
    """What came of sending the draft at a desk."""
    return services.submit_draft(
        draft_id=draft.uuid,
        owner=hall.user,
        actor=hall.actor,
        officer=hall,
        now=BEGUN,
        door=Door(WINDOW),
    )


@pytest.fixture
def owner(world):
    return User.objects.get(username="zhangsan")


@pytest.fixture
def draft(owner, application):
    """Begun on a phone, whole but for its signature, with the applicant's own uploads."""
    person = Person.objects.first()
    good = application(PROMISED, channel=PHONE, now=BEGUN)
    begun = services.open_draft(
        owner=owner,
        subject=person,
        item_code=PROMISED,
        region="510812000000",
        channel=PHONE,
        prefill={},
        now=BEGUN,
    )
    actor = f"person:{person.uuid}"
    materials = {}
    for paper in good.materials:
        file = services.store_file(owner=actor, name="手机拍的.pdf", content=PDF, now=BEGUN)
        materials[paper.code] = {"source": "file", "file": str(file.uuid), "name": file.name}
    services.keep(
        draft_id=begun.uuid,
        owner=owner,
        answers=good.answers,
        situation=good.situation,
        materials=materials,
    )
    return Draft.objects.get(pk=begun.pk)


@pytest.fixture
def code(draft, owner):
    actor = f"person:{draft.person.uuid}"
    shared = services.share_draft(draft_id=draft.uuid, owner=owner, actor=actor, now=BEGUN)
    assert shared.until == at("2026-12-04T09:40")
    return shared.code


def test_begun_on_a_phone_opened_at_a_hall_sent_at_a_village_it_is_one_case_of_the_village(
    draft, owner, code, officer
):
    person = draft.person
    hall, village = officer("gy_clerk"), officer("gy_village")
    services.take_up_draft(code=code, officer=hall, met=person, now=at("2026-12-01T10:26"))
    services.keep(draft_id=draft.uuid, owner=hall.user, answers={"person_phone": "13900000002"})
    services.take_up_draft(code=code, officer=village, met=person, now=at("2026-12-02T15:00"))
    with pytest.raises(NotFound):
        services.keep(draft_id=draft.uuid, owner=hall.user, answers={"person_phone": "1"})
    assert sharing.desk_of(draft).user == village.user
    sent_at = at("2026-12-02T15:20")
    sent = services.submit_draft(
        draft_id=draft.uuid,
        owner=village.user,
        actor=village.actor,
        officer=village,
        door=Door(VILLAGE),
        now=sent_at,
    )
    case = Case.objects.get(uuid=sent.uuid)
    assert (case.channel, case.visits, case.received_at) == (VILLAGE, 1, sent_at)
    assert case.received_at_org == village.organisation
    assert case.form["person_phone"] == "13900000002"
    files = case.materials.exclude(file=None)
    assert set(files.values_list("file__owner", flat=True)) == {f"person:{person.uuid}"}
    assert chain_faults(case) == []
    again = services.submit_draft(
        draft_id=draft.uuid, owner=owner, actor=f"person:{person.uuid}", now=sent_at
    )
    assert (again.number, again.replayed) == (case.number, True)
    assert Case.objects.filter(client_ref=str(draft.uuid)).count() == 1


def test_sent_from_the_phone_while_a_desk_types_it_is_one_case_of_the_phone(
    draft, owner, code, officer
):
    hall = officer("gy_clerk")
    services.take_up_draft(code=code, officer=hall, met=draft.person, now=BEGUN)
    actor = f"person:{draft.person.uuid}"
    sent = services.submit_draft(
        draft_id=draft.uuid, owner=owner, actor=actor, now=BEGUN, door=Door(PHONE)
    )
    case = Case.objects.get(uuid=sent.uuid)
    assert (case.channel, case.visits) == (PHONE, 0)
    with pytest.raises(Conflict):
        services.keep(draft_id=draft.uuid, owner=hall.user, answers={"person_phone": "1"})
    desk = sent_at_a_window(draft, hall)
    assert (desk.number, desk.replayed) == (case.number, True)


@pytest.mark.parametrize("moment", ["2026-12-04T09:40", "2026-12-04T09:41"])
def test_a_code_that_has_ended_opens_nothing_and_another_is_made(
    draft, owner, code, officer, moment
):
    now = at(moment)
    with pytest.raises(NotFound, match="过期"):
        services.take_up_draft(code=code, officer=officer("gy_clerk"), met=draft.person, now=now)
    renewed = services.share_draft(draft_id=draft.uuid, owner=owner, actor="person:x", now=now)
    assert renewed.code != code
    assert renewed.until == now + timedelta(hours=72)


def test_somebody_elses_document_opens_nothing(draft, code, officer):
    other = Person.objects.exclude(pk=draft.person_id).first()
    with pytest.raises(Forbidden):
        services.take_up_draft(code=code, officer=officer("gy_clerk"), met=other, now=BEGUN)
    assert sharing.desk_of(draft) is None


def test_its_owner_ends_it_and_what_was_filled_in_stays(draft, owner, code, officer):
    hall = officer("gy_clerk")
    services.take_up_draft(code=code, officer=hall, met=draft.person, now=BEGUN)
    services.keep(draft_id=draft.uuid, owner=hall.user, answers={"person_phone": "13900000002"})
    services.stop_sharing(draft_id=draft.uuid, owner=owner, actor="person:x", now=BEGUN)
    for refused in (
        lambda: services.keep(draft_id=draft.uuid, owner=hall.user, answers={}),
        lambda: services.shown_by_code(code=code, officer=hall, now=BEGUN),
    ):
        with pytest.raises(NotFound):
            refused()
    assert Draft.objects.get(pk=draft.pk).answers["person_phone"] == "13900000002"
    verbs = Entry.objects.filter(subject=f"draft:{draft.uuid}").order_by("pk")
    assert list(verbs.values_list("verb", flat=True)) == [
        "draft.share",
        "draft.take_up",
        "draft.share_end",
    ]


def test_the_document_alone_finds_what_a_proved_account_began(draft, owner, officer):
    hall, person = officer("gy_clerk"), draft.person
    assert sharing.begun_elsewhere(person) == [draft]
    services.take_up_by_card(draft_id=draft.uuid, officer=hall, met=person, now=BEGUN)
    assert draft.holders.get(user=hall.user).how == "card"
    account = RealName.objects.get(user=owner)
    account.proved_at = None
    account.save()
    assert sharing.begun_elsewhere(person) == []
    with pytest.raises(NotFound, match="没有这份草稿"):
        services.take_up_by_card(draft_id=draft.uuid, officer=hall, met=person, now=BEGUN)


@pytest.mark.parametrize(("reaches", "filed_in"), [(True, None), (False, "510812000000")])
def test_a_desk_that_does_not_cover_its_home_takes_it_in_for_there(
    draft, code, officer, reaches, filed_in
):
    hall = officer("gy_clerk")
    home = "510802000000"
    Draft.objects.filter(pk=draft.pk).update(region_id=home)
    if reaches:
        Assignment.objects.filter(officer=hall).update(region_id="510800000000")
    services.take_up_draft(code=code, officer=hall, met=draft.person, now=BEGUN)
    sent = sent_at_a_window(draft, hall)
    case = Case.objects.get(uuid=sent.uuid)
    assert (case.region_id, case.filed_in_id) == (home, filed_in)
    assert chain_faults(case) == []
