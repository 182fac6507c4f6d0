"""Keys of partners are given and closed on a page."""

import re

import pytest
from django.test import Client

from tests.sites.console_admin.writer import text_of
from yichuang.api.models import ApiKey

pytestmark = pytest.mark.django_db
WANTED = {
    "name": "银行自助机",
    "source": "bank-gy",
    "channel": "4",
    "place": "510800000000",
    "scopes": ["cases:read"],
    "daily_quota": "500",
    "minute_quota": "60",
}


def calls(text: str) -> int:
    return Client(headers={"X-Api-Key": text}).get("/api/v1/cases").status_code


def test_a_key_is_given_shown_once_used_and_closed(desk):
    officer = desk("gy_channel")
    asked = officer.fill("keys/new/", **WANTED)
    assert "银行自助机" in text_of(asked) and not ApiKey.objects.filter(source="bank-gy").exists()
    given = officer.client.post("/console/admin/keys/new/", WANTED | {"_confirm": "yes"})
    text = re.search(r'<code id="key">([^<]+)</code>', given.content.decode()).group(1)
    assert calls(text) == 200
    listed = officer.see("keys/")
    assert "银行自助机" in listed and text not in listed
    key = ApiKey.objects.get(source="bank-gy")
    path = f"keys/{key.pk}/close/"
    officer.confirm(path, officer.fill(path))
    assert calls(text) == 401


def test_a_second_key_of_a_source_is_warned_of_and_nonsense_is_refused(desk):
    officer = desk("gy_channel")
    officer.client.post("/console/admin/keys/new/", WANTED | {"_confirm": "yes"})
    assert "看得到它的全部办件" in text_of(officer.fill("keys/new/", **WANTED))
    refused = officer.fill("keys/new/", **WANTED | {"source": "银行 一"})
    assert refused.status_code == 422 and "来源请用字母" in text_of(refused)


def test_others_read_the_list_and_give_nothing(desk):
    officer = desk("gy_org")
    assert "发一个密钥" not in officer.see("keys/")
    assert officer.client.get("/console/admin/keys/new/").status_code == 403


def test_a_key_and_its_source_belong_to_a_place(desk):
    """Keys of one source see the same cases: whoever gives one elsewhere would open them."""
    ours, theirs, above = desk("gy_channel"), desk("qd_channel"), desk("tm_channel")
    ours.client.post("/console/admin/keys/new/", WANTED | {"_confirm": "yes"})
    key = ApiKey.objects.get(source="bank-gy")
    own_place = WANTED | {"place": "370200000000"}
    refused = theirs.fill("keys/new/", **own_place)
    assert refused.status_code == 422 and "别处的合作方在用" in text_of(refused)
    demo = theirs.fill("keys/new/", **own_place | {"source": "demo"})
    assert demo.status_code == 422
    assert theirs.fill("keys/new/", **WANTED | {"source": "bank-qd"}).status_code == 422
    assert "银行自助机" not in theirs.see("keys/")
    theirs.see(f"keys/{key.pk}/close/", status=404)
    platforms = ApiKey.objects.get(source="demo", channel=2)
    theirs.see(f"keys/{platforms.pk}/close/", status=404)
    assert "停用" in above.see(f"keys/{platforms.pk}/close/")
    assert ApiKey.objects.filter(active=False).count() == 0
