"""Applications being written: kept as typed, sent once, nobody else's business (SYS-013)."""

from datetime import timedelta

import pytest
from django.db import transaction

from yichuang.accounts.models import User
from yichuang.cases import services
from yichuang.cases.models import Case, Draft, Enquiry
from yichuang.cases.queries.drafts import unsent
from yichuang.core.errors import Conflict, Invalid, NotFound, Problem, TooMany
from yichuang.reference.rules.identifiers import luhn_digit
from yichuang.registry.models import Person

PROMISED = "990514102003"


@pytest.fixture
def person(world):
    return Person.objects.first()


@pytest.fixture
def draft(person, morning):
    owner = User.objects.get(username="zhangsan")
    return services.open_draft(
        owner=owner, subject=person, item_code=PROMISED, region="510812000000", channel=2,
        prefill={"person_phone": "13900000001"}, now=morning,
    )  # fmt: skip


def test_what_is_typed_is_merged_valid_or_not_and_found_again(draft, person, morning):
    owner = draft.owner
    services.keep(
        draft_id=draft.uuid,
        owner=owner,
        answers={"person_name": "㛃𬭎", "person_phone": "12"},
        step="form",
    )
    services.keep(draft_id=draft.uuid, owner=owner, answers={"person_phone": "139"})
    again = services.open_draft(
        owner=owner,
        subject=person,
        item_code=PROMISED,
        region="510812000000",
        channel=2,
        prefill={},
        now=morning,
    )
    assert again.pk == draft.pk
    assert again.answers == {"person_phone": "139", "person_name": "㛃𬭎"}
    with pytest.raises(Invalid):
        services.keep(draft_id=draft.uuid, owner=owner, step="nowhere")


def test_somebody_elses_draft_is_not_found(draft, morning):
    lisi = User.objects.get(username="lisi")
    for step in (
        lambda: services.keep(draft_id=draft.uuid, owner=lisi, answers={}),
        lambda: services.discard(draft_id=draft.uuid, owner=lisi),
        lambda: services.submit_draft(
            draft_id=draft.uuid, owner=lisi, actor="person:2", now=morning
        ),
    ):
        with pytest.raises(NotFound):
            step()
    assert Draft.objects.filter(pk=draft.pk).exists()


def test_a_draft_that_misses_something_stays_as_it_is_and_a_sent_one_is_closed(
    draft, application, morning
):
    owner, good = draft.owner, application(PROMISED)
    send = {"draft_id": draft.uuid, "owner": owner, "actor": good.actor, "now": morning}
    with pytest.raises(Invalid):
        services.submit_draft(**send)
    assert Draft.objects.get(pk=draft.pk).answers == {"person_phone": "13900000001"}
    services.keep(
        draft_id=draft.uuid, owner=owner, answers=good.answers, situation=good.situation,
        materials={g.code: {"source": g.source, "file": g.file} for g in good.materials},
    )  # fmt: skip
    first, second = services.submit_draft(**send), services.submit_draft(**send)
    assert (first.number, first.replayed, second.number, second.replayed) == (
        first.number,
        False,
        first.number,
        True,
    )
    assert second.password == ""
    with pytest.raises(Conflict, match="已经提交"):
        services.keep(draft_id=draft.uuid, owner=owner, answers={})
    with pytest.raises(Conflict):
        services.discard(draft_id=draft.uuid, owner=owner)


def test_a_draft_cannot_use_somebody_elses_files(draft, application, morning):
    good = application(PROMISED)
    services.keep(
        draft_id=draft.uuid, owner=draft.owner, answers=good.answers, situation=good.situation,
        materials={g.code: {"source": g.source, "file": g.file} for g in good.materials},
    )  # fmt: skip
    with pytest.raises(Problem, match="不是您上传的"):
        services.submit_draft(
            draft_id=draft.uuid, owner=draft.owner, actor="person:thief", now=morning
        )
    assert not Case.objects.filter(client_ref=str(draft.uuid)).exists()


def _filled(draft, application):
    good = application(PROMISED, subject=draft.person)
    services.keep(
        draft_id=draft.uuid,
        owner=draft.owner,
        answers=good.answers,
        situation=good.situation,
        materials={m.code: {"source": m.source, "file": m.file} for m in good.materials},
    )
    return {"draft_id": draft.uuid, "owner": draft.owner, "actor": good.actor}


def test_a_sending_that_breaks_off_leaves_neither_case_nor_link(
    draft, application, morning, monkeypatch
):
    """A kill between the case and the draft's link: both are one transaction."""
    send = _filled(draft, application)

    def killed(*args, **values):
        raise RuntimeError("killed")

    monkeypatch.setattr(Enquiry.objects, "filter", killed)
    with pytest.raises(RuntimeError), transaction.atomic():
        services.submit_draft(**send, now=morning)
    monkeypatch.undo()
    assert not Case.objects.filter(client_ref=str(draft.uuid)).exists()
    done = services.submit_draft(**send, now=morning)
    assert not done.replayed and Draft.objects.get(pk=draft.pk).case_number == done.number


@pytest.mark.parametrize("later", [timedelta(), timedelta(days=1)])
def test_a_draft_stranded_before_finds_its_case_after_an_edit_and_on_the_next_day(
    draft, application, morning, later
):
    send = _filled(draft, application)
    first = services.submit_draft(**send, now=morning)
    Draft.objects.filter(pk=draft.pk).update(
        case_number="", step="check"
    )  # as an interrupted sending left it
    services.keep(draft_id=draft.uuid, owner=draft.owner, answers={"person_phone": "13900000009"})
    again = services.submit_draft(**send, now=morning + later)
    assert (again.number, again.replayed) == (first.number, True)
    assert Draft.objects.get(pk=draft.pk).case_number == first.number
    assert Case.objects.filter(client_ref=str(draft.uuid)).count() == 1


def test_a_clerk_goes_on_with_a_resident_s_draft_and_his_photo(
    draft, application, officer, morning
):
    """One draft, two holders, one case: the clerk sends the resident's photo."""
    send = _filled(draft, application)
    asking = {"draft_id": draft.uuid, "owner": draft.owner, "actor": send["actor"]}
    shared = services.share_draft(**asking, now=morning)
    code = shared.code
    assert len(code) == 9 and luhn_digit(code[:-1]) == code[-1]
    assert shared.until == morning + timedelta(hours=72)
    assert services.share_draft(**asking, now=shared.until - timedelta(seconds=1)) == shared
    clerk = officer("gy_clerk")
    actor = clerk.actor
    with pytest.raises(NotFound):
        services.keep(draft_id=draft.uuid, owner=clerk.user, answers={})
    taken = services.take_up_draft(
        code=f"{code[:3]} {code[3:]}", officer=clerk, met=draft.person, now=morning
    )
    assert taken == draft and unsent(clerk.user).get() == draft == unsent(draft.owner).get()
    done = services.submit_draft(
        draft_id=draft.uuid, owner=clerk.user, actor=actor, now=morning, officer=clerk
    )
    case = Case.objects.get(uuid=done.uuid)
    assert set(case.materials.exclude(file=None).values_list("file__owner", flat=True)) == {
        send["actor"]
    }
    resident = services.submit_draft(**send, now=morning)
    assert (resident.number, resident.replayed) == (done.number, True)


def test_codes_cannot_be_tried_out(draft, officer, morning):
    guess = {"officer": officer("gy_clerk"), "now": morning}
    for n in range(10):
        with pytest.raises(NotFound):
            services.shown_by_code(code=f"00000000{n}", **guess)
    with pytest.raises(TooMany):
        services.shown_by_code(code="000000010", **guess)


def test_a_shared_draft_can_be_thrown_away(draft, morning):
    services.share_draft(draft_id=draft.uuid, owner=draft.owner, actor="person:1", now=morning)
    services.discard(draft_id=draft.uuid, owner=draft.owner)
    assert not Draft.objects.filter(pk=draft.pk).exists()
