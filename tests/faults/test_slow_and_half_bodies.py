"""Who sends slowly keeps nobody waiting, and what comes in half is done by nobody: the real server, through sockets."""

import re
import socket
import time
from contextlib import ExitStack, suppress

import httpx
import pytest
from django.db import connection

from tests.conftest import DEMO_PASSWORD
from yichuang.cases.models import Case, Draft, StoredFile
from yichuang.core import incoming

HOST = "Host: 127.0.0.1\r\n"
KEY = "X-Api-Key: yc-demo-key-try-it\r\nIdempotency-Key: half\r\n"
SEATS = 2
ASIDE = 3  # a look of the process at itself, one of this test, one of who asks whether all is well
FORM = "Content-Type: application/x-www-form-urlencoded\r\n"
JSON = "Content-Type: application/json\r\n"
FILES = "Content-Type: multipart/form-data; boundary=x\r\n"
PART = '--x\r\nContent-Disposition: form-data; name="{name}"; filename="a.pdf"\r\n\r\n%PDF-1.4 half of it'


@pytest.fixture
def address(outside):
    return outside.web()


@pytest.fixture
def person(address):
    """The head of whoever is signed in and has the token of a form."""
    client = httpx.Client(base_url=address, timeout=30)
    page = client.get("/accounts/login/").text
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]
    typed = {"csrfmiddlewaretoken": token, "username": "zhangsan", "password": DEMO_PASSWORD}
    assert (
        client.post("/accounts/login/", data=typed, headers={"Origin": address}).status_code == 302
    )
    cookies = "; ".join(f"{name}={value}" for name, value in client.cookies.items())
    token = client.cookies["csrftoken"]
    return f"Cookie: {cookies}\r\nOrigin: {address}\r\nX-CSRFToken: {token}\r\n"


def sent(stack, address, path, head, body, length="Content-Length: 900\r\n"):
    """A connection on which so much was sent."""
    url = httpx.URL(address)
    wire = stack.enter_context(socket.create_connection((url.host, url.port), 120))
    wire.sendall(f"POST {path} HTTP/1.1\r\n{HOST}{head}{length}\r\n{body}".encode())
    return wire


def connections():
    with connection.cursor() as cursor:
        cursor.execute(
            "select count(*) from pg_stat_activity where datname = current_database()"
            " and backend_type = 'client backend'"
        )
        return cursor.fetchone()[0]


def answered_soon(address):
    began = time.monotonic()
    for path in ("/", "/accounts/login/", "/readyz"):
        assert httpx.get(address + path, timeout=60).status_code == 200
    assert time.monotonic() - began < incoming.GRACE


def test_slow_senders_of_every_sort_leave_the_pages_answered(address, person):
    """More than there are seats, with a token, with a key and with nothing; and no connection more than seats."""
    before = connections()
    kinds = [
        ("/ask/", FORM, "question=a"),
        ("/ask/", FORM + f"Origin: {address}\r\nCookie: csrftoken={'a' * 32}\r\n", "question=a"),
        ("/my/", FORM + person, "a=1"),
        ("/account/", FILES + person, PART.format(name="a")),
        ("/api/v1/cases", JSON + KEY, "{"),
        ("/api/v1/files", FILES + KEY, PART.format(name="file")),
    ]
    with ExitStack() as stack:
        for path, head, body in kinds:
            sent(stack, address, path, head, body)
        sent(stack, address, "/ask/", FORM + person, "1\r\nq\r\n", "Transfer-Encoding: chunked\r\n")
        time.sleep(0.5)
        answered_soon(address)
        assert connections() <= max(before, SEATS + ASIDE)


CUT = {
    "shorter than announced": ("Content-Length: 900\r\n", "{body}"),
    "cut within a piece": ("Transfer-Encoding: chunked\r\n", "fff\r\n{body}"),
    "cut between pieces": ("Transfer-Encoding: chunked\r\n", "{size:x}\r\n{body}\r\n"),
    "no number of a piece": ("Transfer-Encoding: chunked\r\n", "zz\r\n{body}\r\n"),
}


def rows():
    return [kind.objects.count() for kind in (Case, Draft, StoredFile)]


@pytest.mark.parametrize("ends", ["half closed", "gone"])
@pytest.mark.parametrize("cut", list(CUT))
def test_what_comes_in_half_is_done_by_nobody(outside, address, person, cut, ends):
    before = rows()
    length, body = CUT[cut]
    kinds = [
        ("/ask/", FORM + person, "question=a"),
        ("/drafts/", FORM + person, "item=1"),
        ("/account/", FILES + person, PART.format(name="a")),
        ("/api/v1/cases", JSON + KEY, '{"item_code": "992014901002"'),
        ("/api/v1/tracking", JSON + KEY, '{"number": "1", "name": "a"}'),
        ("/api/v1/files", FILES + KEY, PART.format(name="file")),
    ]
    for path, head, half in kinds:
        with ExitStack() as stack:
            typed = body.format(body=half, size=len(half))
            wire = sent(stack, address, path, head, typed, length)
            if ends == "gone":
                continue
            wire.shutdown(socket.SHUT_WR)
            status = first_line(wire)
            assert not re.match(rb"HTTP/1.1 (2|5)", status), (path, status)
    answered_soon(address)
    assert rows() == before
    said = outside.said()
    assert "Traceback" not in said and '"status": 500' not in said, said


def first_line(wire):
    answer = b""
    with suppress(ConnectionError):
        while piece := wire.recv(65_536):
            answer += piece
    return answer.split(b"\r\n")[0]
