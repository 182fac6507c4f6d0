"""大字 everywhere: whatever page is opened without naming a case or a person stands in large type, and goes back."""

import re

import pytest
from django.test import Client

from tests.architecture.test_urls import views
from tests.sites.desk import lives

pytestmark = pytest.mark.django_db
ACCOUNTS = {
    "public": "",
    "signed_in": "zhangsan",
    "resident": "zhangsan",
    "clerk": "gy_clerk",
    "issuer": "gy_issuer",
    "supervisor": "gy_supervisor",
    "org_admin": "gy_org",
    "channel_admin": "gy_channel",
    "catalogue_admin": "gy_catalogue",
    "auditor": "gy_auditor",
}
NAMES_NOTHING = {f"/{at}": view.audience for at, view in views() if not re.search(r"[<(^]", at)}


@pytest.fixture(autouse=True)
def filled(world):
    """Packs and demo people."""


def in_large_type(username: str) -> Client:
    """A client of this account (of nobody) that has pressed 大字."""
    client = lives.signed_in(username) if username else Client()
    assert client.get("/prefs/", {"mode": "elder", "next": "/"}).status_code == 302
    return client


def account_for(audience: str) -> str:
    """Who opens an address that says so of itself; of several roles the first that has an account here."""
    roles = re.split("[:,]", audience)
    accounts = [ACCOUNTS[role] for role in roles if role in ACCOUNTS]
    return accounts[0] if accounts else "gy_clerk"


def test_sys_052_every_page_stands_in_large_type_and_leads_back():
    clients = {username: in_large_type(username) for username in {*ACCOUNTS.values()}}
    opened, small, without_a_way_back = [], [], []
    for address, audience in NAMES_NOTHING.items():
        answer = clients[account_for(audience)].get(address)
        is_page = answer.get("Content-Type", "").startswith("text/html")
        if answer.status_code != 200 or not is_page:
            continue
        page = answer.content.decode()
        opened.append(address)
        if 'data-mode="elder"' not in page.split("<body")[0]:
            small.append(address)
        if not re.search(r'href="/prefs/[^"]*mode=normal"', page):
            without_a_way_back.append(address)
    assert small == []
    assert without_a_way_back == []
    for part, at_least in (("/", 60), ("/desk/", 8), ("/console/", 25)):
        assert len([address for address in opened if address.startswith(part)]) >= at_least, part
