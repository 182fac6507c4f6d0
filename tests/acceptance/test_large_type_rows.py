"""大字 everywhere: whatever page is opened without naming a case or a person stands in large type, and goes back."""

import re

import pytest
from django.test import Client

from tests.architecture.test_urls import views
from tests.sites.desk import lives

pytestmark = pytest.mark.django_db
ACCOUNTS = (
    "",
    "zhangsan",
    "shilijia",
    "gy_clerk",
    "gy_issuer",
    "gy_supervisor",
    "gy_org",
    "gy_channel",
    "tm_catalogue",
    "gy_auditor",
)
NAMES_NOTHING = sorted(f"/{address}" for address, _ in views() if not re.search(r"[<(^]", address))


@pytest.fixture(autouse=True)
def filled(world):
    """Packs and demo people."""


def in_large_type(username: str) -> Client:
    """A client of this account (of nobody) that has pressed 大字."""
    client = lives.signed_in(username) if username else Client()
    assert client.get("/prefs/", {"mode": "elder", "next": "/"}).status_code == 302
    return client


def pages_of(client: Client) -> dict[str, str]:
    """address → the page, of every address that this client can open and that is a page."""
    opened = {}
    for address in NAMES_NOTHING:
        answer = client.get(address)
        is_page = answer.get("Content-Type", "").startswith("text/html")
        if answer.status_code == 200 and is_page:
            opened[address] = answer.content.decode()
    return opened


def test_sys_052_every_page_of_every_account_stands_in_large_type_and_leads_back():
    small, without_a_way_back, seen = set(), set(), set()
    for username in ACCOUNTS:
        for address, page in pages_of(in_large_type(username)).items():
            seen.add(address)
            if 'data-mode="elder"' not in page.split("<body")[0]:
                small.add(address)
            if not re.search(r'href="/prefs/[^"]*mode=normal"', page):
                without_a_way_back.add(address)
    assert small == set()
    assert without_a_way_back == set()
    for part, at_least in (("/", 60), ("/desk/", 8), ("/console/", 25)):
        assert len([address for address in seen if address.startswith(part)]) >= at_least, part
