"""No address of ours is a dead end: one that only takes forms says so on a page, and leads to one that opens."""

import html
import re
from functools import cache
from urllib.parse import parse_qs, urlsplit

import pytest
from django.http import HttpResponse
from django.test import Client

from tests.core.test_bodies import addresses
from tests.sites.desk import lives
from tests.sites.test_officers_typing_is_kept import ANY, PART

pytestmark = pytest.mark.django_db
WAY_BACK = re.compile(r'<a class="btn btn-main" href="([^"]+)">回到那一页</a>')
LARGER = re.compile(r'href="(/prefs/\?[^"]*mode=elder)"')
OFFICERS = {
    "clerk": "gy_clerk",
    "reviewer": "gy_reviewer",
    "approver": "gy_approver",
    "issuer": "gy_issuer",
    "supervisor": "gy_supervisor",
    "org_admin": "gy_org",
    "catalogue_admin": "gy_catalogue",
    "legal": "gy_legal",
    "channel_admin": "gy_channel",
    "auditor": "gy_auditor",
}


def who_opens(view) -> str:
    """The account of somebody whom the page is for."""
    audience = getattr(view, "audience", "")
    if not audience.startswith("officer"):
        return "zhangsan"
    roles = audience.partition(":")[2].split(",")
    return OFFICERS.get(roles[0], "gy_clerk")


@cache
def pages_of_ours() -> tuple[tuple[str, str], ...]:
    """(address, who opens it) for each page of people; machines are answered by the gateway in its own way."""
    pages = set()
    for pattern, view in addresses():
        if pattern.startswith("/api/"):
            continue
        address = PART.sub(lambda part: ANY[part[1] or "str"], pattern)
        pages.add((address, who_opens(view)))
    return tuple(sorted(pages))


@pytest.fixture
def clients(world) -> dict[str, Client]:
    """One signed-in client for each account."""
    names = {username for _, username in pages_of_ours()}
    return {username: lives.signed_in(username) for username in names}


def only_takes_forms(clients) -> list[tuple[str, str, HttpResponse]]:
    """(address, who, answer) wherever a GET is refused."""
    refused = []
    for address, username in pages_of_ours():
        answer = clients[username].get(address)
        if answer.status_code == 405:
            refused.append((address, username, answer))
    return refused


def test_an_address_that_only_takes_forms_is_a_page_with_a_way_back(clients):
    refused = only_takes_forms(clients)
    assert len(refused) > 15
    for address, username, answer in refused:
        page = html.unescape(answer.content.decode())
        assert "这个地址不能直接打开" in page, address
        back = WAY_BACK.search(page)
        assert back, address
        opened = clients[username].get(back[1])
        assert opened.status_code in (200, 302, 404), (address, back[1])


def test_larger_type_after_a_refused_form_leads_to_a_page(clients):
    looked_at = 0
    for address, username, _ in only_takes_forms(clients):
        if address == "/accounts/logout/":
            continue
        client = clients[username]
        refused = client.post(address)
        larger = LARGER.search(refused.content.decode())
        if larger is None:
            continue
        looked_at += 1
        question = urlsplit(html.unescape(larger[1])).query
        page = parse_qs(question)["next"][0]
        assert client.get(page).status_code != 405, (address, page)
    assert looked_at > 10


def test_from_a_refused_step_it_is_the_case(world):
    case = lives.reviewing()
    client = lives.signed_in("gy_reviewer")
    answer = client.post(f"/desk/cases/{case.uuid}/accept/")
    assert answer.status_code in (403, 409)
    larger = LARGER.search(answer.content.decode())
    question = urlsplit(html.unescape(larger[1])).query
    assert parse_qs(question)["next"] == [f"/desk/cases/{case.uuid}/"]
