"""What an officer types is never lost to a session that ended, whatever page it was for and however it ended."""

import html
import re
from collections.abc import Callable
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from tests.core.test_bodies import addresses
from tests.core.test_private import pages_of_somebody, plain_addresses
from tests.sites import first_button
from tests.sites.desk import lives
from tests.sites.posting import posted_by
from yichuang.accounts.models import User
from yichuang.core import clock

TYPED = "写了一半的理由"
ANY = {
    "uuid": "01930000-0000-7000-8000-000000000000",
    "int": "1",
    "slug": "x",
    "str": "x",
    "path": "x",
}
FORM = re.compile(r'(?s)(<form\b[^>]*method="post"[^>]*>)(.*?)</form>')
KINDS_OF_CHANGE = ("revised", "taken_over", "sent_down", "cancelled")
OFFICERS = ("gy_clerk", "gy_reviewer", "gy_supervisor", "gy_catalogue", "gy_channel", "gy_org")
PART = re.compile(r"<(?:(\w+):)?\w+>")


def pages_of_officers() -> list[str]:
    """One address for each page of officers that does not put what was typed back by itself."""
    found = []
    for pattern, view in addresses():
        audience = getattr(view, "audience", "")
        if audience.startswith("officer") and not hasattr(view, "keeps_typing"):
            found.append(PART.sub(lambda part: ANY[part[1] or "str"], pattern))
    return sorted(set(found))


def end_sessions() -> None:
    Session.objects.update(expire_date=clock.now() - timedelta(hours=1))


def expire(client: Client) -> None:
    """The session lasted its time."""
    end_sessions()


def sign_out_elsewhere(client: Client) -> None:
    """The same person signed out in another tab."""
    assert client.post("/accounts/logout/").status_code == 302


def lose_the_cookie(client: Client) -> None:
    """The browser has forgotten everything."""
    client.cookies.clear()


def send_from_another_tab(client: Client) -> None:
    """The session lasted its time, and the form of another tab was sent first."""
    form = {"name": "另一页上写的", "_by": author_on_a_page(client)}
    end_sessions()
    assert client.post("/desk/who/", form).url.endswith("kept=1")


WAYS = (expire, sign_out_elsewhere, lose_the_cookie, send_from_another_tab)


def author_on_a_page(client: Client, address: str = "/desk/todos/") -> str:
    """What a form of a page says of whose it is."""
    page = client.get(address).content.decode()
    return html.unescape(re.search(r'name="_by" value="([^"]+)"', page)[1])


def sent_too_late(address: str, end: Callable = expire, author: str = "", **typed) -> Client:
    """A client whose session ended in a way before it sent this. author: what an earlier page said of whose it is."""
    client = lives.signed_in("gy_clerk")
    form = {"_by": author or author_on_a_page(client), **typed}
    end(client)
    away = client.post(address, form)
    assert away.status_code == 302, address
    asked = urlsplit(away.url)
    assert (asked.path, asked.query) == ("/accounts/login/", "next=/typed/&kept=1"), address
    return client


def sign_in(client: Client, username: str) -> None:
    client.force_login(
        User.objects.get(username=username), backend="yichuang.accounts.backends.Backend"
    )


@pytest.mark.parametrize("end", WAYS)
def test_every_page_of_officers_keeps_what_was_sent_too_late(world, end):
    pages = pages_of_officers()
    assert len(pages) > 80
    author = author_on_a_page(lives.signed_in("gy_clerk"))
    for address in pages:
        client = sent_too_late(address, end, author, reason=TYPED)
        sign_in(client, "gy_clerk")
        offered = client.get("/typed/").content.decode()
        assert TYPED in offered, address
        assert f'action="{address}"' in offered, address


def test_nobody_else_is_shown_it(world):
    client = sent_too_late("/desk/who/", name=TYPED)
    sign_in(client, "gy_reviewer")
    assert client.get("/typed/").url == "/"
    sign_in(client, "gy_clerk")
    assert client.get("/typed/").url == "/"


def test_what_two_tabs_sent_is_offered_side_by_side(world):
    client = sent_too_late("/desk/enquiries/ask/", send_from_another_tab, question=TYPED)
    sign_in(client, "gy_clerk")
    offered = client.get("/typed/").content.decode()
    assert TYPED in offered
    assert "另一页上写的" in offered
    assert 'action="/desk/who/"' in offered


def test_a_form_that_nobody_of_ours_was_given_keeps_nothing(world):
    client = Client()
    away = client.post("/desk/who/", {"name": TYPED, "_by": "IjEi:1abcde:forged"})
    assert "kept" not in away.url
    sign_in(client, "gy_clerk")
    assert client.get("/typed/").url == "/"


def test_an_old_form_of_one_officer_is_not_shown_to_another(world):
    author = author_on_a_page(lives.signed_in("gy_clerk"))
    other = Client(enforce_csrf_checks=True)
    sign_in(other, "gy_reviewer")
    form = {"name": TYPED, "_by": author, "csrfmiddlewaretoken": "x" * 64}
    refused = other.post("/desk/who/", form, headers={"origin": "http://testserver"})
    assert refused.status_code == 403
    assert TYPED not in refused.content.decode()


def test_every_form_that_officers_send_says_whose_it_is_and_enter_presses_its_main_button(world):
    pages = [page for page in pages_of_somebody() if page[0] not in ("zhangsan",)]
    pages.append(("gy_reviewer", f"/desk/cases/{lives.reviewing().uuid}/"))
    for kind in KINDS_OF_CHANGE:
        pages.append(("tm_catalogue", f"/console/admin/items/{lives.UNEMPLOYED}/change/{kind}/"))
    for account in OFFICERS:
        for address, view in plain_addresses():
            if view.audience.startswith("officer"):
                pages.append((account, address))
    clients = {account: lives.signed_in(account) for account, _ in pages}
    asked = 0
    nobodys, gives_away = set(), set()
    for account, address in pages:
        answer = clients[account].get(address)
        if answer.status_code != 200 or answer.streaming:
            continue
        for head, form in FORM.findall(answer.content.decode("utf-8", "replace")):
            asked += 1
            if 'name="_by"' not in form:
                nobodys.add(f"{address}: {head}")
            other = first_button.fault(form)
            if other:
                gives_away.add(f"{address}: {other}")
    assert asked > 150
    assert sorted(nobodys) == []
    assert sorted(gives_away) == []


def test_a_password_is_not_kept(world):
    client = lives.signed_in("gy_clerk")
    end_sessions()
    away = client.post("/desk/who/", {"new_password": "Secret-123"})
    assert "kept" not in away.url


@pytest.mark.parametrize("verb", ["refuse", "correct"])
def test_it_stands_in_its_form_again_and_nothing_is_done_yet(world, verb):
    case = lives.submitted()
    address = f"/desk/cases/{case.uuid}/{verb}/"
    client = sent_too_late(address, reason=TYPED, _seq=str(case.seq))
    sign_in(client, "gy_clerk")
    carried = posted_by(client.get("/typed/").content.decode(), "放回那一页")
    page = client.post(address, carried)
    assert page.status_code == 200
    assert TYPED in page.content.decode()
    assert lives.again(case).seq == case.seq
