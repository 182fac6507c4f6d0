"""What is too large for its address is refused unread, and nobody without an account fills the database or the disk."""

import io
import json
import re
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from contextlib import ExitStack, suppress
from http.client import HTTPConnection
from pathlib import Path

import pytest
from django.conf import settings as configured
from django.contrib.sessions.models import Session
from django.core.handlers.wsgi import WSGIRequest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from tests.conftest import DEMO_PASSWORD
from tests.paper_files import PDF
from yichuang.cases.models import StoredFile
from yichuang.cases.services import files
from yichuang.core import bodies, clock, incoming, whole
from yichuang.core.errors import TooMany
from yichuang.core.limits import Limit

HUGE = 300_000_000
ROOT = Path(__file__).parents[2]
PARAMETER = re.compile(r"<[^>]+>")


class Unread(io.RawIOBase):
    """A body that must not be touched."""

    def read(self, *size):
        raise AssertionError("the body was read")

    readline = read


class Steady:
    """A line that brings what is asked for, after a pause."""

    def __init__(self, *, pause):
        self._pause = pause

    def read(self, size):
        time.sleep(self._pause)
        return b"a" * size


def addresses(resolver=None, prefix="/"):
    """One plausible address for each URL pattern of the platform."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            yield from addresses(entry, prefix + str(entry.pattern))
        elif isinstance(entry, URLPattern):
            yield prefix + str(entry.pattern), entry.callback


@pytest.mark.parametrize(
    "path", ["/", "/ask/", "/accounts/login/", "/drafts/x/form/", "/api/v1/cases", "/nowhere/"]
)
def test_a_huge_body_of_a_stranger_is_refused_without_reading_it(db, path):
    from config.wsgi import application

    answers = []
    environ = Client()._base_environ(
        REQUEST_METHOD="POST",
        PATH_INFO=path,
        CONTENT_TYPE="multipart/form-data; boundary=x",
        CONTENT_LENGTH=str(HUGE),
    )
    environ["wsgi.input"] = Unread()
    body = b"".join(application(environ, lambda status, headers: answers.append(status)))
    assert answers == ["413 Request Entity Too Large"]
    assert "最多收" in body.decode()


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """The port of a web server as the platform runs it, before a view that tells what it found."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = ["granian", "--interface", "wsgi", "tests.core.answering:application"]
    where = ["--host", "127.0.0.1", "--port", str(port)]
    manner = ["--http", "1", "--no-ws", "--blocking-threads", "32"]
    with (tmp_path_factory.mktemp("server") / "log").open("wb") as log:
        running = subprocess.Popen(
            [sys.executable, "-m", *command, *where, *manner], stdout=log, stderr=log, cwd=ROOT
        )
        try:
            wait_for(port)
            yield port
        finally:
            running.terminate()
            running.wait(20)


def wait_for(port):
    until = time.monotonic() + 60
    while time.monotonic() < until:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.1)
    raise AssertionError("the server did not start")


def in_pieces(port, path, content_type, body, size=7_000):
    """(status, body) of what the server answers to a body that comes in pieces, through a bare connection."""
    head = (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
        f"Content-Type: {content_type}\r\nTransfer-Encoding: chunked\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", port), 120) as wire:
        with suppress(ConnectionError):  # who refuses a body need not read it to its end
            wire.sendall(head.encode())
            for start in range(0, len(body), size):
                piece = body[start : start + size]
                wire.sendall(b"%x\r\n" % len(piece) + piece + b"\r\n")
            wire.sendall(b"0\r\n\r\n")
        answer = received(wire)
    head, _, told = answer.partition(b"\r\n\r\n")
    return int(head.split()[1]), told


def received(wire):
    answer = b""
    with suppress(ConnectionError):
        while piece := wire.recv(65_536):
            answer += piece
    return answer


LESS_PATIENT = 3.0  # seconds, in tests/core/answering.py
FORM = "application/x-www-form-urlencoded"
PART = (
    b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n%s\r\n--x--\r\n'
)


@pytest.mark.parametrize(
    ("path", "content_type", "body", "told"),
    [
        ("/ask/", FORM, b"question=a", {"bytes": 0, "fields": {"question": "a"}, "files": {}}),
        ("/ask/", FORM, b"", {"bytes": 0, "fields": {}, "files": {}}),
        (
            "/api/v1/cases",
            "application/json",
            b"[" + b"1," * 900_000 + b"1]",
            {"bytes": 1_800_003, "fields": {}, "files": {}},
        ),
        (
            "/api/v1/files",
            "multipart/form-data; boundary=x",
            PART % (b"%PDF" * 2_000_000),
            {"bytes": 0, "fields": {}, "files": {"file": 8_000_000}},
        ),
    ],
)
def test_a_body_that_comes_in_pieces_is_read_whole(server, path, content_type, body, told):
    status, answer = in_pieces(server, path, content_type, body)
    assert (status, json.loads(answer)) == (200, told)


def test_a_body_in_pieces_is_read_no_further_than_its_address_allows(server):
    status, answer = in_pieces(server, "/api/v1/cases", "application/json", b"1" * 5_000_000)
    assert status == 413 and "最多收4 MB" in answer.decode()
    status, answer = in_pieces(server, "/nowhere/", FORM, b"1" * 300_000)
    assert status == 413 and "最多收256 KB" in answer.decode()


HALF = b"POST /ask/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: %s\r\nContent-Length: 90\r\n\r\nquestion=a"
SERVED = {"bytes": 0, "fields": {"question": "a"}, "files": {}}


@pytest.fixture
def half_sent(server):
    """Five who have announced more than they send, and stay."""
    with ExitStack() as stack:
        wires = []
        for _ in range(5):
            wire = stack.enter_context(socket.create_connection(("127.0.0.1", server), 120))
            wire.sendall(HALF % FORM.encode())
            wires.append(wire)
        yield wires


def test_who_sends_half_and_stays_stops_nobody(server, half_sent):
    status, answer = in_pieces(server, "/ask/", FORM, b"question=a")
    assert (status, json.loads(answer)) == (200, SERVED)


def test_who_sends_a_byte_now_and_then_stops_nobody(server, half_sent):
    over = threading.Event()

    def drip():
        while not over.wait(0.3):
            for wire in half_sent:
                with suppress(OSError):
                    wire.sendall(b"a")

    dripping = threading.Thread(target=drip)
    dripping.start()
    try:
        status, answer = in_pieces(server, "/ask/", FORM, b"question=a")
    finally:
        over.set()
        dripping.join()
    assert (status, json.loads(answer)) == (200, SERVED)


def test_more_who_send_slowly_than_there_are_seats_keep_nobody_waiting(server, half_sent):
    began = time.monotonic()
    assert in_pieces(server, "/ask/", FORM, b"question=a")[0] == 200
    assert time.monotonic() - began < LESS_PATIENT, "none of the five was given up for it"


def test_one_visitor_lets_a_process_wait_for_so_many_and_no_more(server):
    with ExitStack() as stack:
        wires = []
        for _ in range(incoming.SHARE + 1):
            wire = stack.enter_context(socket.create_connection(("127.0.0.1", server), 120))
            wire.sendall(HALF % FORM.encode())
            wires.append(wire)
        statuses = Counter(received(wire).split()[1] for wire in wires)
    assert statuses == {b"408": incoming.SHARE, b"503": 1}
    assert in_pieces(server, "/ask/", FORM, b"question=a")[0] == 200


def test_who_sends_slowly_but_steadily_is_waited_for(server, half_sent):
    whole = b"1" * 100_000
    head = f"POST /ask/ HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: {len(whole)}\r\n\r\n"
    with socket.create_connection(("127.0.0.1", server), 120) as wire:
        wire.sendall(head.encode())
        for start in range(0, len(whole), 5_000):
            wire.sendall(whole[start : start + 5_000])
            time.sleep(0.1)
        answer = received(wire)
    assert answer.startswith(b"HTTP/1.1 200") and b'"bytes": 100000' in answer


def test_who_is_late_is_told_and_ended_and_nobody_else_of_the_same_address(server):
    idle = HTTPConnection("127.0.0.1", server, timeout=120)
    with socket.create_connection(("127.0.0.1", server), 120) as wire:
        idle.request("POST", "/ask/", "question=a", {"Content-Type": FORM})
        assert json.loads(idle.getresponse().read()) == SERVED
        wire.sendall(HALF % FORM.encode())
        answer = received(wire)
        assert answer.startswith(b"HTTP/1.1 408") and "再送一次" in answer.decode()
    idle.request("POST", "/ask/", "question=a", {"Content-Type": FORM})
    assert json.loads(idle.getresponse().read()) == SERVED


def test_in_pieces_each_has_its_time_however_many_come(monkeypatch):
    monkeypatch.setattr(incoming, "GRACE", 0.2)
    monkeypatch.setattr(incoming, "SLOWEST", 10)
    body = incoming.Body(Steady(pause=0.1), length=0)
    assert [body.read(5) for _ in range(6)] == [b"aaaaa"] * 6
    monkeypatch.setattr(incoming, "SLOWEST", 10_000_000)
    body = incoming.Body(Steady(pause=0.1), length=0)
    with pytest.raises(incoming.CutShort):
        for _ in range(6):
            body.read(5)
    assert body.is_late


def test_frames_are_refused_because_nobody_can_end_one_of_their_requests():
    answers = []
    whole.or_nothing(
        None, {"SERVER_PROTOCOL": "HTTP/2"}, lambda status, headers: answers.append(status)
    )
    assert answers == ["505 HTTP Version Not Supported"]


def heads():
    """Of requests that are no form of ours: without cookies though of our origin, or of another site."""
    own = {"HTTP_ORIGIN": "http://testserver"}
    cookies = {"HTTP_COOKIE": f"{configured.CSRF_COOKIE_NAME}={'a' * 32}"}
    return {
        "nothing": {},
        "own origin, no cookie": own,
        "another site": cookies | {"HTTP_ORIGIN": "https://elsewhere.example"},
        "another site's page": cookies | {"HTTP_REFERER": "https://elsewhere.example/a"},
    }


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("sent", list(heads()))
@pytest.mark.parametrize(
    "length",
    [{"HTTP_TRANSFER_ENCODING": "chunked", "CONTENT_LENGTH": ""}, {"CONTENT_LENGTH": "900"}],
)
def test_no_page_waits_for_the_body_of_what_its_head_denies(world, method, sent, length):
    refused = 0
    for path, _ in addresses():
        client = Client(enforce_csrf_checks=True)
        head = heads()[sent] | length
        body = {"wsgi.input": Unread()}
        where = PARAMETER.sub("1", path)
        if sent == "another site's page" and not path.startswith("/api/"):
            body |= {"wsgi.url_scheme": "https"}  # only there a browser always says it
        answer = client.generic(method, where, content_type=FORM, **body, **head)
        assert answer.status_code < 500, path
        refused += answer.status_code == 403
    assert method == "GET" or refused > 100


def test_pieces_that_are_refused_unread_hold_no_thread(server):
    head = b"POST /refused/ HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{\r\n"
    with ExitStack() as stack:
        began = time.monotonic()
        for _ in range(5):
            wire = stack.enter_context(socket.create_connection(("127.0.0.1", server), 120))
            wire.sendall(head)
            assert wire.recv(65_536).startswith(b"HTTP/1.1 403")
        assert time.monotonic() - began < incoming.GRACE


def test_a_body_that_ends_before_its_length_is_acted_on_by_nobody(server):
    with socket.create_connection(("127.0.0.1", server), 120) as wire:
        wire.sendall(HALF % FORM.encode())
        wire.shutdown(socket.SHUT_WR)
        answer = received(wire)
    assert b"200 OK" not in answer
    answers = []

    def acts(environ, start_response):
        answers.append(WSGIRequest(environ).POST)

    short = {
        "REQUEST_METHOD": "POST",
        "CONTENT_TYPE": FORM,
        "CONTENT_LENGTH": "90",
        "wsgi.input": io.BytesIO(b"question=a"),
    }
    answer = whole.or_nothing(acts, short, lambda status, headers: answers.append(status))
    assert answers == ["408 Request Timeout"] and "再送一次" in b"".join(answer).decode()


def test_a_partner_may_send_json_in_pieces(world):
    caller = Client(headers={"X-Api-Key": "yc-demo-key-try-it"})
    pieces = {
        "wsgi.input": io.BytesIO(b'{"number": "1", "strange": 3}'),
        "HTTP_TRANSFER_ENCODING": "Chunked",
    }
    answer = caller.generic("POST", "/api/v1/tracking", b"", "application/json", **pieces)
    assert answer.status_code == 422 and "strange" in answer.content.decode()


def test_every_address_has_a_limit_and_only_those_that_say_so_take_files(db):
    taking = {path for path, view in addresses() if getattr(view, "takes_files", False)}
    assert len(taking) >= 7
    for path, view in addresses():
        assert view.audience != "public" or path not in taking, f"{path}: strangers send no files"
    environ = Client()._base_environ(
        REQUEST_METHOD="POST", PATH_INFO="/ask/", CONTENT_LENGTH="1000"
    )
    assert bodies.most(WSGIRequest(environ)) == bodies.SMALL


def test_somebody_signed_in_may_send_a_form_and_files(world):
    client = Client()
    client.post("/accounts/login/", {"username": "zhangsan", "password": DEMO_PASSWORD})
    sent = {configured.SESSION_COOKIE_NAME: client.cookies[configured.SESSION_COOKIE_NAME].value}
    limits = {}
    for path in ("/drafts/00000000-0000-0000-0000-000000000000/form/", "/account/", "/ask/"):
        environ = Client()._base_environ(REQUEST_METHOD="POST", PATH_INFO=path)
        request = WSGIRequest(environ)
        request.COOKIES = sent
        limits[path] = bodies.most(request)
    assert sorted(limits.values()) == [
        bodies.SMALL,
        configured.DATA_UPLOAD_MAX_MEMORY_SIZE,
        125_000_000,
    ]


def test_a_stranger_leaves_no_session_behind(world):
    before = Session.objects.count()
    path = "/drafts/00000000-0000-0000-0000-000000000000/form/"
    typed = {"person_name": "字" * 50_000}
    for cookies in ({}, {configured.SESSION_COOKIE_NAME: "a" * 32}):
        stranger = Client()
        stranger.cookies.load(cookies)
        assert "kept" not in stranger.post(path, typed)["Location"]
    assert Session.objects.count() == before


def test_whose_session_ended_keeps_what_was_typed(world):
    client = Client()
    client.post("/accounts/login/", {"username": "zhangsan", "password": DEMO_PASSWORD})
    key = client.cookies[configured.SESSION_COOKIE_NAME].value
    Session.objects.filter(session_key=key).update(expire_date=clock.now().replace(year=2000))
    path = "/drafts/00000000-0000-0000-0000-000000000000/form/"
    answer = client.post(path, {"person_name": "张三"})
    assert "kept=1" in answer["Location"]
    assert not Session.objects.filter(session_key=key).exists(), (
        "once, and then the old one is gone"
    )


def test_files_of_one_owner_have_a_quota_by_number_and_by_size(world, monkeypatch):
    monkeypatch.setattr(files, "FILES_A_DAY", Limit("test:files", 3, files.FILES_A_DAY.within))
    owner = "person:quota"
    for _ in range(3):
        files.store_file(owner=owner, name="材料.pdf", content=PDF, now=clock.now())
    with pytest.raises(TooMany):
        files.store_file(owner=owner, name="材料.pdf", content=PDF, now=clock.now())
    files.store_file(owner="person:other", name="材料.pdf", content=PDF, now=clock.now())
    monkeypatch.setattr(
        files, "MEGABYTES_A_DAY", Limit("test:megabytes", 3, files.FILES_A_DAY.within)
    )
    page = PDF.replace(b"trailer", b"%" + b"x" * 2_500_000 + b"\ntrailer")
    files.store_file(owner="person:large", name="材料.pdf", content=page, now=clock.now())
    with pytest.raises(TooMany):
        files.store_file(owner="person:large", name="材料.pdf", content=page, now=clock.now())
    assert StoredFile.objects.filter(owner="person:large").count() == 1
