"""The database stops while people work: they are told so at once, and afterwards nothing is lost or doubled."""

import re
import time
import uuid

import httpx
import pytest

from tests.cases.conftest import filled
from yichuang.core import clock

KEY = {"X-Api-Key": "yc-demo-key-try-it"}
ZHANG = {"kind": "person", "name": "张三", "id_number": "510812198805129916"}
NO_FILES = "992014901002"  # a person may have several at once
SOON = 15  # seconds within which somebody must have an answer, on a machine that others use as well


@pytest.fixture
def wanted(real_db):
    """The body of an application by API that needs no file."""
    made = filled(NO_FILES, now=clock.now())
    assert not made.materials
    return {
        "item_code": NO_FILES, "region": made.region, "subject": ZHANG, "situation": made.situation,
        "answers": made.answers,
    }  # fmt: skip


def _send(api, body, key):
    return api.post("/api/v1/cases", json=body, headers={"Idempotency-Key": key})


def _signed_in(address):
    """A person's session at the site."""
    person = httpx.Client(base_url=address, timeout=SOON * 2)
    page = person.get("/accounts/login/").text
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]
    fields = re.findall(r'<input[^>]*name="(\w+)"', page)
    typed = {"csrfmiddlewaretoken": token, "username": "zhangsan", "password": "Yichuang#2026"}
    assert set(typed) <= set(fields)
    answer = person.post("/accounts/login/", data=typed, headers={"Referer": address})
    assert answer.status_code == 302, answer.text[:500]
    return person


def _asked(client, method, path, **options):
    """The answer, and that it came soon."""
    began = time.monotonic()
    answer = client.request(method, path, **options)
    assert time.monotonic() - began < SOON, path
    return answer


def _outage(private, wanted, seconds):
    server, outside = private
    address = outside.web()
    worker = outside.worker()
    person, api = _signed_in(address), httpx.Client(base_url=address, headers=KEY, timeout=SOON * 2)
    watchdog = httpx.Client(base_url=address)
    assert person.get("/my/").status_code == 200
    told, tried, unknown = {}, [str(uuid.uuid4()) for _ in range(6)], []
    for key in tried[:2]:
        told[key] = _send(api, wanted, key).json()["number"]

    assert server.tool("pg_ctl", "-D", server.cluster, "-w", "-m", "fast", "stop").returncode == 0
    began = time.monotonic()
    while True:
        for path in ("/my/", "/", "/search/?q=失业", "/accounts/login/"):
            page = _asked(person, "GET", path)
            assert page.status_code in (200, 503), (path, page.status_code, page.text[:300])
            assert page.status_code == 200 or "请过一会儿再来" in page.text, page.text[:300]
        assert _asked(person, "GET", "/my/").status_code == 503
        assert _asked(watchdog, "GET", "/readyz").status_code == 503
        assert _asked(watchdog, "GET", "/healthz").status_code == 200
        if tried[2:4] != unknown:
            key = tried[2 + len(unknown)]
            refused = _asked(
                api, "POST", "/api/v1/cases", json=wanted, headers={"Idempotency-Key": key}
            )
            assert refused.status_code == 503
            assert refused.headers["content-type"].startswith("application/problem+json")
            assert refused.json()["status"] == 503 and "幂等键" in str(refused.json())
            unknown.append(key)
        if time.monotonic() - began > seconds:
            break
        time.sleep(min(1, seconds / 3))
    server.start()

    outside.wait(lambda: person.get("/readyz").status_code == 200, seconds=SOON)
    for _ in range(8):  # every thread of the server finds the database again
        assert person.get("/my/").status_code == 200
        assert person.get("/").status_code == 200
    for key in tried:
        answer = _send(api, wanted, key)
        assert answer.status_code == 201, answer.text
        assert answer.json()["number"] == told.setdefault(key, answer.json()["number"])
    numbers = "','".join(told.values())
    count = f"select count(*) from cases_case where number in ('{numbers}')"
    assert (
        server.sql(count, "copy").stdout.strip() == str(len(tried)) == str(len(set(told.values())))
    )
    return server, outside, worker


def _goes_on(server, outside, worker):
    """The worker that met the outage is the one that delivers what waited."""
    waiting = "select count(*) from core_outboxevent where done_at is null"
    outside.wait(lambda: server.sql(waiting, "copy").stdout.strip() == "0", worker)
    assert worker.poll() is None


def test_three_seconds_without_a_database_lose_nothing_and_the_worker_goes_on(private, wanted):
    _goes_on(*_outage(private, wanted, 3))


@pytest.mark.long(kind="faults")
def test_twenty_seconds_without_a_database_lose_nothing_and_the_worker_goes_on(private, wanted):
    _goes_on(*_outage(private, wanted, 20))
