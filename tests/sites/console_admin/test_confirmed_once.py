"""One confirmation does what it says once, however often it is sent."""

from datetime import timedelta

import pytest

from tests.sites.console_admin.test_keys import WANTED
from tests.sites.console_admin.writer import ROOT, asked_for, fields_of, text_of
from tests.sites.desk import lives
from yichuang.api.models import ApiKey
from yichuang.catalog.models import ChangeOrder
from yichuang.core import clock

pytestmark = pytest.mark.django_db
ITEM = "990514102006"


def sent_twice(desk, path: str, asked):
    """The answer to a confirmation that has been carried out and is sent once more."""
    form = fields_of(asked) | {"_confirm": "yes"}
    first = desk.client.post(ROOT + path, form)
    assert first.status_code in (200, 302), text_of(first)[:300]
    return desk.client.post(ROOT + path, form)


def test_a_key_is_made_once(desk):
    officer = desk("gy_channel")
    again = sent_twice(officer, "keys/new/", officer.fill("keys/new/", **WANTED))
    assert again.status_code == 409
    assert "没有再办一次" in text_of(again)
    assert ApiKey.objects.filter(source=WANTED["source"]).count() == 1


def test_an_order_is_opened_once_and_another_confirmation_opens_another(desk):
    officer = desk("tm_catalogue")
    path = f"items/{ITEM}/change/cancelled/"
    asked = officer.fill(path, reason="依据新的办法第三条")
    assert sent_twice(officer, path, asked).status_code == 409
    assert ChangeOrder.objects.filter(item__code=ITEM).count() == 1
    asked_for(ITEM, "cancelled")
    assert ChangeOrder.objects.filter(item__code=ITEM).count() == 2


def test_what_was_refused_may_be_confirmed_again(desk):
    officer = desk("gy_org")
    clerk = lives.officer("gy_clerk")
    path = f"officers/{clerk.uuid}/grant/"
    yesterday = clock.today() - timedelta(days=1)
    asked = officer.fill(path, role="issuer", valid_from=yesterday.isoformat())
    form = fields_of(asked) | {"_confirm": "yes"}
    unreasoned = officer.client.post(ROOT + path, form)
    assert unreasoned.status_code == 422
    reasoned = form | {"_past_reason": "补登记"}
    assert officer.client.post(ROOT + path, reasoned).status_code == 302


def test_many_papers_stand_on_pages(desk):
    clerk = lives.officer("gy_clerk")
    path = f"officers/{clerk.uuid}/"
    count = clerk.qualifications.count()
    assert count > 20
    first = desk("gy_org").see(path)
    assert f"有资格受理的{count}个事项" in first
    assert "下一页" in first
    codes = list(clerk.qualifications.order_by("item_code").values_list("item_code", flat=True))
    second = desk("gy_org").see(f"{path}?page=2")
    assert (codes[0] in first, codes[20] in first) == (True, False)
    assert (codes[0] in second, codes[20] in second) == (False, True)
