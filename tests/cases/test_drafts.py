"""Applications being written: kept as typed, sent once, nobody else's business (SYS-013)."""

import pytest

from yichuang.accounts.models import User
from yichuang.cases import services
from yichuang.cases.models import Case, Draft
from yichuang.core.errors import Conflict, Invalid, NotFound, Problem
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
    services.keep(draft_id=draft.uuid, owner=owner, answers={"person_name": "㛃𬭎", "person_phone": "12"}, step="form")
    services.keep(draft_id=draft.uuid, owner=owner, answers={"person_phone": "139"})
    again = services.open_draft(
        owner=owner, subject=person, item_code=PROMISED, region="510812000000", channel=2, prefill={}, now=morning
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
        lambda: services.submit_draft(draft_id=draft.uuid, owner=lisi, actor="person:2", now=morning),
    ):
        with pytest.raises(NotFound):
            step()
    assert Draft.objects.filter(pk=draft.pk).exists()


def test_a_draft_that_misses_something_stays_as_it_is_and_a_sent_one_is_closed(draft, application, morning):
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
    assert (first.number, first.replayed, second.number, second.replayed) == (first.number, False, first.number, True)
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
        services.submit_draft(draft_id=draft.uuid, owner=draft.owner, actor="person:thief", now=morning)
    assert not Case.objects.filter(client_ref=str(draft.uuid)).exists()
