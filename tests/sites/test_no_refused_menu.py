"""No menu leads to a page that its reader may not open, and no page that says so leads to a second one."""

import re

import pytest
from django.test import Client

from yichuang.accounts.models import Assignment, User

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
