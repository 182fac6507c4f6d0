"""Packs become versions; an unchanged pack costs nothing; a changed one never rewrites what was published."""

import shutil
import time
from datetime import timedelta

import pytest

from yichuang.accounts.models import Officer
from yichuang.catalog import packs, queries, services
from yichuang.catalog.models import ChangeOrder, Item, ItemVersion
from yichuang.core import packs as core_packs
from yichuang.core.clock import today
from yichuang.core.errors import Invalid

CODE = "990714102002"
pytestmark = pytest.mark.django_db


def test_every_pack_is_in_force_with_nothing_empty(published):
    assert Item.objects.filter(is_local_extension=False).count() == 197
    assert ItemVersion.objects.filter(effective_to__isnull=True).count() == Item.objects.count()
    assert packs.check() == []


def test_loading_again_changes_nothing_and_takes_no_time(published):
    before = list(ItemVersion.objects.order_by("id").values_list("id", "revision"))
    begun = time.process_time()
    done = packs.load()
    assert time.process_time() - begun < 0.5
    assert (done.new, done.changed) == ([], [])
    assert list(ItemVersion.objects.order_by("id").values_list("id", "revision")) == before


@pytest.fixture
def copied(tmp_path):
    """A small packs folder of its own: one item, its form, the shared tables."""
    shutil.copytree(core_packs.ROOT / "catalogue", tmp_path / "catalogue")
    for name in (
        f"items/{CODE}.yaml",
        f"forms/items/{CODE}.yaml",
        "forms/groups.yaml",
        "forms/code_lists.yaml",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(core_packs.ROOT / name, tmp_path / name)
    return tmp_path


def edit(root, old, new, name=f"items/{CODE}.yaml"):
    path = root / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_an_edited_pack_becomes_a_new_version_from_today_and_the_old_one_stays(published, copied):
    old = queries.version_in_force(CODE)
    kept = (old.definition, old.form, old.revision)
    edit(copied, "conditions: ", "conditions: 新规定：")
    assert packs.load(copied).changed == [CODE]
    new = queries.version_in_force(CODE)
    assert (new.number, new.effective_from) == (2, today())
    assert new.definition["conditions"].startswith("新规定：")
    row = ItemVersion.objects.get(pk=old.pk)
    assert ((row.definition, row.form, row.revision), row.effective_to) == (kept, today())
    assert packs.load(copied).unchanged == 1


def test_an_edited_form_becomes_a_new_version_too(published, copied):
    edit(copied, "name: ", "name: 新", f"forms/items/{CODE}.yaml")
    assert packs.load(copied).changed == [CODE]
    assert queries.version_in_force(CODE).form["definition"]["name"].startswith("新")


def test_a_pack_edited_ahead_waits_for_its_day(published, copied):
    day = today() + timedelta(20)
    edit(copied, "effective_from: '2025-01-01'", f"effective_from: '{day}'")
    edit(copied, "conditions: ", "conditions: 新规定：")
    packs.load(copied)
    assert queries.version_in_force(CODE).number == 1
    assert queries.version_in_force(CODE, day).number == 2


def test_a_comment_in_a_pack_makes_no_version(published, copied):
    edit(copied, "#", "# 说明：", f"items/{CODE}.yaml")
    packs.load(copied)
    assert queries.version_in_force(CODE).number == 1
    assert packs.load(copied).unchanged == 1


def test_a_pack_that_may_not_be_published_loads_nothing(published, copied):
    edit(copied, "legal_basis:", "law_text:")
    with pytest.raises(Invalid, match="设定依据"):
        packs.load(copied)
    assert queries.version_in_force(CODE).number == 1


def revise(**changes):
    """What an office publishes by a change order, without its two persons."""
    now = queries.version_in_force(CODE)
    services.publish(
        definition={**now.definition, **changes},
        form=now.form,
        effective_from=today(),
        actor="officer:1",
        source_digest=Item.objects.get(code=CODE).source_digest,
    )


@pytest.fixture
def officers(world):
    """Who keeps the catalogue, and who agrees."""
    keeper = Officer.objects.get(user__username="tm_catalogue")
    lawyer = Officer.objects.get(user__username="tm_legal")
    return keeper, lawyer


def offers():
    """The states of what the packs have offered, the oldest first."""
    rows = ChangeOrder.objects.filter(item__code=CODE, opened_by="system:packs").order_by("id")
    return [row.state for row in rows]


def conditions():
    return queries.version_in_force(CODE).definition["conditions"]


def test_what_was_revised_stands_over_every_later_pack_and_the_rest_follows_it(published, copied):
    revise(conditions="本地改过的条件")
    edit(copied, "name: ", "name: 新", f"forms/items/{CODE}.yaml")
    assert packs.load(copied).notes == []
    second = queries.version_in_force(CODE)
    assert second.definition["conditions"] == "本地改过的条件"
    assert second.form["definition"]["name"].startswith("新")
    edit(copied, "name: 新", "name: 再新", f"forms/items/{CODE}.yaml")
    packs.load(copied)
    third = queries.version_in_force(CODE)
    assert third.definition["conditions"] == "本地改过的条件"
    assert third.form["definition"]["name"].startswith("再新")
    assert third.number == 4
    assert queries.waiting_offer(CODE) is None


def test_what_a_pack_says_anew_of_a_revised_element_waits_for_somebody_to_decide(published, copied):
    revise(conditions="本地改过的条件")
    edit(copied, "conditions: ", "conditions: 新规定：")
    assert packs.load(copied).notes == [f"{CODE}：这里自己修订过，没有用政策包的新内容：conditions"]
    assert conditions() == "本地改过的条件"
    offer = queries.waiting_offer(CODE)
    assert offer.draft["conditions"].startswith("新规定：")
    edit(copied, "conditions: 新规定：", "conditions: 更新的规定：")
    packs.load(copied)
    assert offers() == ["open"]
    assert queries.waiting_offer(CODE).draft["conditions"].startswith("更新的规定：")


def test_an_offer_that_is_taken_over_is_the_packs_again(published, copied, officers):
    keeper, lawyer = officers
    revise(conditions="本地改过的条件")
    edit(copied, "conditions: ", "conditions: 新规定：")
    packs.load(copied)
    number = queries.waiting_offer(CODE).pk
    services.approve_change(change_id=number, officer=lawyer)
    services.publish_change(change_id=number, officer=keeper)
    assert conditions().startswith("新规定：")
    edit(copied, "conditions: 新规定：", "conditions: 更新的规定：")
    assert packs.load(copied).notes == []
    assert conditions().startswith("更新的规定：")


def test_an_offer_that_is_turned_down_is_asked_again_only_for_a_new_text(
    published, copied, officers
):
    _, lawyer = officers
    revise(conditions="本地改过的条件")
    edit(copied, "conditions: ", "conditions: 新规定：")
    packs.load(copied)
    number = queries.waiting_offer(CODE).pk
    services.reject_change(change_id=number, officer=lawyer, note="照旧")
    edit(copied, "name: ", "name: 新", f"forms/items/{CODE}.yaml")
    assert packs.load(copied).notes == []
    assert queries.waiting_offer(CODE) is None
    edit(copied, "conditions: 新规定：", "conditions: 更新的规定：")
    assert len(packs.load(copied).notes) == 1
    assert conditions() == "本地改过的条件"
    assert offers() == ["rejected", "rejected", "open"]


def test_a_revised_element_that_the_pack_takes_over_follows_the_packs_again(published, copied):
    pack = conditions()
    revise(conditions=f"新规定：{pack}")
    edit(copied, "conditions: ", "conditions: 新规定：")
    assert packs.load(copied).notes == []
    assert offers() == ["done"]
    edit(copied, "conditions: 新规定：", "conditions: 更新的规定：")
    assert packs.load(copied).notes == []
    assert conditions().startswith("更新的规定：")


def test_an_element_that_was_changed_back_follows_the_pack_again(published, copied):
    pack = conditions()
    revise(conditions="本地改过的条件")
    revise(conditions=pack)
    edit(copied, "conditions: ", "conditions: 新规定：")
    assert packs.load(copied).notes == []
    assert conditions().startswith("新规定：")
    assert offers() == []


def test_a_pack_that_no_longer_fits_a_revision_leaves_that_item_alone(published, copied):
    revise(conditions="本地改过的条件")
    edit(copied, "legal_basis:", "law_text:")
    (note,) = packs.load(copied).notes
    assert note.startswith(f"{CODE}：这里自己修订过，和政策包的新内容合不到一起，照旧不动")
    assert conditions() == "本地改过的条件"
    assert queries.version_in_force(CODE).number == 2
    assert "law_text" in queries.waiting_offer(CODE).draft
    packs.load(copied)
    assert conditions() == "本地改过的条件"
    assert offers() == ["open"]


def place_pack(root, days, region="510812000000"):
    folder = root / "implementations"
    folder.mkdir(exist_ok=True)
    (folder / "place.yaml").write_text(
        f"implementations:\n- {{code: '{CODE}', region: '{region}', effective_from: '2025-01-01',"
        f" differences: {{promised_days: {days}}}}}\n",
        encoding="utf-8",
    )


def promised(region="510812000000"):
    return queries.guide(CODE, region=region).limits.promised_days


def test_a_place_pack_is_said_once_and_an_edited_one_from_today(published, copied):
    place_pack(copied, 3)
    assert packs.load(copied).implementations == 1
    assert packs.load(copied).implementations == 0
    place_pack(copied, 2)
    assert packs.load(copied).implementations == 1
    assert promised() == 2
    assert (
        queries.guide(CODE, region="510812000000", on=today() - timedelta(1)).limits.promised_days
        == 3
    )


@pytest.mark.parametrize(("own_words", "then"), [({"promised_days": 4}, 4), ({}, 5)])
def test_what_a_place_says_itself_stands_over_its_pack(published, copied, own_words, then):
    place_pack(copied, 3)
    packs.load(copied)
    services.set_implementation(
        code=CODE,
        region="510812000000",
        differences=own_words,
        effective_from=today(),
        actor="officer:1",
    )
    packs.load(copied)
    assert promised() == then


def test_a_cancelled_item_is_not_brought_back_by_its_pack(published, copied):
    services.cancel_item(code=CODE, on=today(), reason="取消", actor="officer:1")
    edit(copied, "conditions: ", "conditions: 新规定：")
    assert packs.load(copied).changed == []
    assert CODE not in {row.code for row in queries.items()}
