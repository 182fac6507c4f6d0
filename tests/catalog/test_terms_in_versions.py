"""Terms are frozen into versions: those of before stay without them, and nobody's words are lost (ADR 71)."""

import pytest

from tests.catalog.terms import BROKER, INJURY, ITEMS, STARTUP, TABLE
from yichuang.accounts.models import Officer
from yichuang.catalog import packs, queries, services
from yichuang.catalog.models import Item, ItemVersion
from yichuang.catalog.rules import merging, terms
from yichuang.catalog.services import versions
from yichuang.core.clock import today
from yichuang.core.errors import Conflict, Invalid

pytestmark = pytest.mark.django_db


@pytest.fixture
def without_terms(monkeypatch):
    """Texts are published as before there were terms, until it is called."""
    full = versions.expanded

    def as_before(definition):
        return {key: value for key, value in full(definition).items() if key != "terms"}

    monkeypatch.setattr(versions, "expanded", as_before)
    return monkeypatch.undo


def publish(code: str, actor: str = "system:packs", **changes) -> ItemVersion:
    """The text of an item published anew from today."""
    now = queries.version_in_force(code)
    return services.publish(
        definition={**now.definition, **changes}, form=now.form, effective_from=today(), actor=actor
    )


def load_again(code: str) -> packs.Loaded:
    """Load the packs as if the files of one item had changed."""
    Item.objects.filter(code=code).update(source_digest="")
    return packs.load()


def test_every_version_in_force_keeps_its_terms(published):
    for row in ItemVersion.objects.filter(effective_to__isnull=True).select_related("item"):
        assert row.definition["terms"] == terms.branches_of(ITEMS[row.item.code], TABLE)


def test_the_next_load_gives_a_version_of_before_its_terms_and_leaves_it_as_it_was(
    published, without_terms
):
    old = publish(INJURY)
    without_terms()
    kept_text = dict(old.definition)
    assert "terms" not in kept_text
    assert load_again(INJURY).changed == [INJURY]
    new = queries.version_in_force(INJURY)
    assert new.number == old.number + 1
    assert new.definition["terms"][0]["rule"] == "injury"
    assert ItemVersion.objects.get(pk=old.pk).definition == kept_text
    load_again(INJURY)
    assert queries.version_in_force(INJURY).pk == new.pk


def test_what_an_office_has_revised_stands_and_gets_its_terms(published, without_terms):
    publish(INJURY)
    publish(INJURY, actor="officer:1", conditions="本地改过的条件")
    without_terms()
    assert load_again(INJURY).notes == []
    now = queries.version_in_force(INJURY).definition
    assert now["conditions"] == "本地改过的条件"
    assert now["terms"] == terms.branches_of(ITEMS[INJURY], TABLE)
    assert queries.waiting_offer(INJURY) is None


def ask(code: str) -> int:
    """An order of the province to change the conditions of an item."""
    text = queries.latest_version(code).definition
    plain = {key: value for key, value in text.items() if key not in merging.COMPUTED}
    order = services.open_change(
        code=code,
        kind="revised",
        reason="条件改了",
        effective_on=today(),
        officer=Officer.objects.get(user__username="tm_catalogue"),
        draft=plain | {"conditions": "新的条件"},
    )
    return order.pk


def carry_out(number: int) -> None:
    """What two officers do with it."""
    lawyer = Officer.objects.get(user__username="tm_legal")
    keeper = Officer.objects.get(user__username="tm_catalogue")
    services.approve_change(change_id=number, officer=lawyer)
    services.publish_change(change_id=number, officer=keeper)


def test_an_order_that_waits_outlives_a_version_with_other_terms_only(published, without_terms):
    publish(INJURY)
    number = ask(INJURY)
    without_terms()
    load_again(INJURY)
    carry_out(number)
    now = queries.version_in_force(INJURY).definition
    assert now["conditions"] == "新的条件"
    assert now["terms"][0]["rule"] == "injury"


def test_an_order_that_waits_does_not_undo_another_text(published):
    number = ask(INJURY)
    publish(INJURY, conditions="政策包的新条件")
    with pytest.raises(Conflict, match="已经改到"):
        carry_out(number)


def test_a_promise_without_room_for_publicity_is_not_published(published):
    with pytest.raises(Invalid, match="一共要8个工作日"):
        publish(STARTUP, promised_days=7)
    assert publish(STARTUP, promised_days=8).definition["promised_days"] == 8


def test_a_form_without_the_day_that_silence_is_counted_by_is_not_published(published):
    now = queries.version_in_force(BROKER)
    other = queries.version_in_force(STARTUP)
    with pytest.raises(Invalid, match="permit_to"):
        services.publish(
            definition=now.definition, form=other.form, effective_from=today(), actor="officer:1"
        )
