"""What an officer types is never lost to a session that ended, whatever page it was for."""

import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from tests.core.test_bodies import addresses
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


def sent_too_late(address: str, **typed) -> Client:
    """A client whose session ended before it sent this."""
    client = lives.signed_in("gy_clerk")
    end_sessions()
    away = client.post(address, typed)
    assert away.status_code == 302, address
    asked = urlsplit(away.url)
    assert (asked.path, asked.query) == ("/accounts/login/", "next=/typed/&kept=1"), address
    return client


def sign_in(client: Client, username: str) -> None:
    client.force_login(
        User.objects.get(username=username), backend="yichuang.accounts.backends.Backend"
    )


def test_every_page_of_officers_keeps_what_was_sent_too_late(world):
    pages = pages_of_officers()
    assert len(pages) > 80
    for address in pages:
        client = sent_too_late(address, reason=TYPED)
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
