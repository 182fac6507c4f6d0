"""What is to hold from a day that has passed is questioned on every page that writes, and recorded with the reason."""

from datetime import timedelta

import pytest

from tests.sites.console_admin.writer import ROOT, Desk, fields_of, text_of
from yichuang.accounts.models import Officer
from yichuang.audit.models import Entry
from yichuang.catalog import queries as catalog
from yichuang.catalog.models import ChangeOrder
from yichuang.core import clock

pytestmark = pytest.mark.django_db
ITEM, COUNTY, UNIT = "990514102006", "510812000000", "510812000000"
QUESTION = "为什么从过去的日子算起"


def yesterday() -> str:
    return (clock.today() - timedelta(days=1)).isoformat()


def clerk() -> Officer:
    return Officer.objects.get(user__username="gy_clerk")


def new_item() -> str:
    held = set(clerk().qualifications.values_list("item_code", flat=True))
    return next(item.code for item in catalog.items() if item.code not in held)


def pages() -> dict[str, tuple[str, str, str, dict]]:
    """What is begun on each page: who, where, of what the record says so, and the answers with a past day."""
    officer = clerk().actor
    at = f"officers/{clerk().uuid}/"
    unit = Officer.objects.get(user__username="gy_clerk").organisation
    tomorrow = (clock.today() + timedelta(days=1)).isoformat()
    return {
        "qualify": (
            "gy_org",
            f"{at}qualify/",
            officer,
            {"item": new_item(), "valid_from": yesterday()},
        ),
        "grant": (
            "gy_org",
            f"{at}grant/",
            officer,
            {"role": "reviewer", "valid_from": yesterday()},
        ),
        "leave": (
            "gy_org",
            f"{at}leave/",
            officer,
            {"first_day": yesterday(), "last_day": tomorrow},
        ),
        "area": (
            "gy_org",
            f"units/{unit.code}/area/",
            f"organisation:{unit.uuid}",
            {"on": yesterday()},
        ),
        "place": (
            "gy_catalogue",
            f"places/{ITEM}/{COUNTY}/",
            f"item:{ITEM}",
            {"hours": "周六9:00—12:00也开", "effective_from": yesterday()},
        ),
        "change": (
            "tm_catalogue",
            f"items/{ITEM}/change/revised/",
            f"item:{ITEM}",
            {"reason": "依据充分", "conditions": "新的条件", "effective_on": yesterday()},
        ),
    }


@pytest.mark.parametrize("page", ["qualify", "grant", "leave", "area", "place", "change"])
def test_a_past_day_is_questioned_and_taken_with_its_reason_only(world, page):
    username, path, subject, answers = pages()[page]
    desk = Desk(username)
    asked = desk.fill(path, **answers)
    assert QUESTION in text_of(asked), text_of(asked)[:800]
    given = fields_of(asked) | {"_confirm": "yes"}
    silent = desk.client.post(ROOT + path, given | {"_past_reason": " "})
    assert silent.status_code == 422
    assert "请写明为什么从过去的日子算起" in text_of(silent)
    assert not Entry.objects.filter(verb="console.past_start").exists()
    done = desk.client.post(ROOT + path, given | {"_past_reason": "文件上月已经下发"})
    assert done.status_code == 302, text_of(done)[:800]
    entry = Entry.objects.get(verb="console.past_start")
    assert entry.subject == subject
    assert "文件上月已经下发" in entry.data
    assert yesterday() in entry.data


def test_today_is_not_questioned(world):
    desk = Desk("gy_org")
    asked = desk.fill(f"officers/{clerk().uuid}/qualify/", item=new_item())
    assert QUESTION not in text_of(asked)


def test_an_order_that_lay_past_its_day_is_questioned_when_it_is_published(world):
    keeper = Desk("tm_catalogue")
    keeper.write(f"items/{ITEM}/change/revised/", reason="依据", conditions="新的条件")
    order = ChangeOrder.objects.get()
    Desk("tm_legal").write(f"changes/{order.pk}/approve/", note="依据充分")
    order.effective_on = clock.today() - timedelta(days=1)
    order.save(update_fields=["effective_on"])
    path = f"changes/{order.pk}/publish/"
    asked = keeper.client.post(ROOT + path)
    assert QUESTION in text_of(asked)
    refused = keeper.client.post(ROOT + path, fields_of(asked) | {"_confirm": "yes"})
    assert refused.status_code == 422
    assert catalog.latest_version(ITEM).number == 1
    given = fields_of(asked) | {"_confirm": "yes", "_past_reason": "审核拖了一天"}
    assert keeper.client.post(ROOT + path, given).status_code == 302
    assert catalog.latest_version(ITEM).number == 2
