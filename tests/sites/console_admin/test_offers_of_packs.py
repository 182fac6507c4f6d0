"""What a pack says of an item that was revised here stands on the item's page until somebody decides."""

import pytest

from tests.sites.console_admin.writer import Desk
from yichuang.accounts.models import Officer
from yichuang.catalog import queries as catalog
from yichuang.catalog import services
from yichuang.core.clock import today

pytestmark = pytest.mark.django_db
ITEM = "990514102006"
NEW = "政策包写的新条件"
HEADING = "政策包的新内容，还没有用"


def offered() -> int:
    """An item revised here, and what the packs say of it since; the number of the order."""
    base = catalog.latest_version(ITEM)
    pack = {**base.definition, "form": base.form}
    services.publish(
        definition={**base.definition, "conditions": "本地改过的条件"},
        form=base.form,
        effective_from=today(),
        actor="officer:1",
    )
    pack["conditions"] = NEW
    services.offer(code=ITEM, pack=pack, said={}, left_out=["conditions"], effective_on=today())
    return catalog.waiting_offer(ITEM).pk


def test_it_is_shown_where_the_item_is_read_and_where_it_is_revised(world):
    number = offered()
    keeper = Desk("tm_catalogue")
    page = keeper.see(f"items/{ITEM}/")
    assert HEADING in page
    assert NEW in page
    assert f"第{number}号调整单" in page
    sentence = f"政策包对受理条件另有新内容，还没有用，见第{number}号调整单"
    assert sentence in keeper.see(f"items/{ITEM}/change/revised/")
    assert "系统（装载目录包）" in keeper.see(f"changes/{number}/")


def test_once_it_is_turned_down_it_is_gone(world):
    number = offered()
    lawyer = Officer.objects.get(user__username="tm_legal")
    services.reject_change(change_id=number, officer=lawyer, note="照旧用这里的")
    assert HEADING not in Desk("tm_catalogue").see(f"items/{ITEM}/")


def test_a_revision_that_says_the_same_leaves_nothing_to_show(world):
    offered()
    latest = catalog.latest_version(ITEM)
    services.publish(
        definition={**latest.definition, "conditions": NEW},
        form=latest.form,
        effective_from=today(),
        actor="officer:1",
    )
    assert HEADING not in Desk("tm_catalogue").see(f"items/{ITEM}/")
