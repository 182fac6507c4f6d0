"""No link leads to a page that its reader may not open, and no page that says so leads to a second one."""

import html
import re
from collections import Counter, deque
from urllib.parse import urljoin, urlsplit

import pytest
from django.test import Client
from django.urls import Resolver404, resolve

from tests.lives import lived
from yichuang.accounts.models import Assignment, User
from yichuang.core import clock

__all__ = ["lived"]
EVERY_HREF = re.compile(r'<a\b[^>]*\bhref="([^"#][^"]*)"')
PER_PAIR = 2  # links of one pattern that are tried from pages of one pattern
PER_PATTERN = 4  # addresses of one pattern that are tried
READ = 2  # pages of one pattern whose own links are tried
HREF = re.compile(r'<a\b[^>]*\bhref="(/[^"#?]*)')
MENU = re.compile(r"(?s)<nav\b.*?</nav>")
BUTTON = re.compile(r'<a class="btn[^"]*" href="(/[^"#?]*)')
STARTS = (
    "/desk/",
    "/desk/worklist/",
    "/desk/issue/",
    "/console/",
    "/console/reports/",
    "/console/admin/",
)
ENDS_THE_SESSION = ("/accounts/logout/",)
PORTAL = ("/", "/my/", "/search/?q=失业", "/my/messages/")
RESIDENTS = ("person", "employer")


@pytest.fixture
def officers(world) -> dict[str, Client]:
    """One account of each set of roles, signed in."""
    found = {}
    for user in User.objects.filter(kind="officer", is_active=True).order_by("username"):
        rows = Assignment.objects.filter(officer__user=user).values_list("role", flat=True)
        roles = "+".join(sorted(set(rows)))
        if roles and roles not in found:
            client = Client()
            client.force_login(user, backend="yichuang.accounts.backends.Backend")
            found[roles] = client
    return found


def menus(page: str) -> set[str]:
    """Where the menus of a page lead."""
    return {href for menu in MENU.findall(page) for href in HREF.findall(menu)}


def test_no_menu_entry_of_any_role_is_refused(officers):
    assert len(officers) >= 6
    refused, looked = [], 0
    for roles, client in officers.items():
        for start in STARTS:
            page = client.get(start)
            if page.status_code != 200:
                continue
            for href in menus(page.content.decode()):
                looked += 1
                if client.get(href).status_code == 403:
                    refused.append(f"{roles}: {start} → {href}")
    assert looked >= 60
    assert refused == []


def test_a_refusal_leads_to_no_second_one(officers):
    refused, seen = [], 0
    for roles, client in officers.items():
        for start in (*STARTS, "/my/"):
            page = client.get(start)
            if page.status_code != 403:
                continue
            seen += 1
            text = page.content.decode()
            for href in BUTTON.findall(text):
                if client.get(href).status_code == 403:
                    refused.append(f"{roles}: {start} → {href}")
    assert seen >= 6
    assert refused == []


@pytest.fixture
def residents(world) -> dict[str, Client]:
    """A person and an employer, signed in."""
    found = {}
    for kind in RESIDENTS:
        client = Client()
        user = User.objects.filter(kind=kind, is_active=True).order_by("username").first()
        client.force_login(user, backend="yichuang.accounts.backends.Backend")
        found[kind] = client
    return found


@pytest.fixture
def lives(lived):
    """Cases at every stand, so that the lists have something to lead to."""
    now = clock.now()
    lived("王五", "转移接续", 2, 40, "15:20", "accept@1.0930", now=now)
    lived("张三", "失业登记", 3, 3, "09:12", "instant@0.0921", now=now)
    lived(
        "周八",
        "困难认定",
        1,
        20,
        "09:15",
        "accept@0.0930 begin@1.0900 approve@3.1000 deliver@4.0900",
        now=now,
    )


def pattern(address: str) -> str:
    """The pattern of an address of ours; "" for what is no page of ours."""
    try:
        return resolve(urlsplit(address).path).route
    except Resolver404:
        return ""


def links(page: str, address: str) -> list[str]:
    """Where a page leads inside this site, as a browser would ask for it."""
    found = []
    for written in EVERY_HREF.findall(page):
        target = urlsplit(urljoin(address, html.unescape(written)))
        if target.scheme or target.netloc or target.path in ENDS_THE_SESSION:
            continue
        found.append(target._replace(fragment="").geturl())
    return list(dict.fromkeys(found))


def refused_links(client: Client, starts) -> tuple[list[str], int]:
    """Every link that leads to a refusal or nowhere, found by walking on from the first pages; and how many were
    tried."""
    waiting, tried = deque(("", start) for start in starts), set()
    pairs, patterns = Counter(), Counter()
    wrong = []
    while waiting:
        source, address = waiting.popleft()
        route, pair = pattern(address), (pattern(source), pattern(address))
        is_known = address in tried or pairs[pair] >= PER_PAIR or patterns[route] >= PER_PATTERN
        if source and (is_known or not route):
            continue
        tried.add(address)
        pairs[pair] += 1
        patterns[route] += 1
        answer = client.get(address)
        leads_nowhere = source and answer.status_code in (403, 404)
        if leads_nowhere or answer.status_code >= 500:
            wrong.append(f"{source} → {address}: {answer.status_code}")
        is_page = answer.status_code == 200 and "text/html" in answer["Content-Type"]
        if is_page and patterns[route] <= READ:
            page = answer.content.decode()
            waiting.extend((address, link) for link in links(page, address))
    return wrong, len(tried)


def test_no_link_of_any_page_of_any_officer_is_refused(officers, lives):
    wrong, tried = [], 0
    for roles, client in officers.items():
        found, count = refused_links(client, STARTS)
        wrong += [f"{roles}: {line}" for line in found]
        tried += count
    assert tried >= 300
    assert wrong == []


def test_no_link_of_any_page_of_a_resident_is_refused(residents, lives):
    wrong = []
    for kind, client in residents.items():
        found, count = refused_links(client, PORTAL)
        assert count >= 40
        wrong += [f"{kind}: {line}" for line in found]
    assert wrong == []
