"""What is too large for its address is refused unread, and nobody without an account fills the database or the disk."""

import io

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
from yichuang.core import bodies, clock
from yichuang.core.errors import TooMany
from yichuang.core.limits import Limit

HUGE = 300_000_000


class Unread(io.RawIOBase):
    """A body that must not be touched."""

    def read(self, *size):
        raise AssertionError("the body was read")

    readline = read


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
