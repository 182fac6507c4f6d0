"""An operation asks for the key before it reads a byte: who sends slowly and has no key holds no thread."""

import re

import pytest

from yichuang.api.keys import Key
from yichuang.api.urls import api  # with all routers, in the order of the addresses

KINDS = ("application/json", "multipart/form-data; boundary=x")
WITH_LENGTH = {"CONTENT_LENGTH": "1000"}
IN_PIECES = {"HTTP_TRANSFER_ENCODING": "chunked", "CONTENT_LENGTH": ""}
PARAMETER = re.compile(r"{\w+}")


@pytest.fixture(autouse=True)
def as_served(settings):
    """The door of the API alone, as config/wsgi.py opens it."""
    settings.MIDDLEWARE = settings.API_MIDDLEWARE


class NeverSent:
    """The body of a sender who announces it and falls silent: it notes who waits for it."""

    def __init__(self):
        self.asked = 0

    def read(self, *size):
        self.asked += 1
        return b""

    readline = read


def operations_with_a_key():
    for router in api._get_bound_routers():
        for route, view in router.path_operations.items():
            for operation in view.operations:
                if any(isinstance(auth, Key) for auth in operation.auth_callbacks):
                    for method in operation.methods:
                        yield method, "/api/v1" + PARAMETER.sub("1", route)


def answered_unread(client, method, address, kind, key="", sending=WITH_LENGTH):
    body = NeverSent()
    headers = {"X-Api-Key": key} if key else {}
    announced = {"wsgi.input": body, "CONTENT_TYPE": kind, **sending}
    answer = client.generic(method, address, headers=headers, **announced)
    assert body.asked == 0, f"{method} {address} read the body first"
    return answer


def test_there_are_operations_to_ask():
    asked = {address for method, address in operations_with_a_key() if method == "POST"}
    assert {"/api/v1/cases", "/api/v1/files", "/api/v1/tracking"} <= asked


@pytest.mark.parametrize("sending", [WITH_LENGTH, IN_PIECES], ids=["length", "pieces"])
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("key", "code"), [("", "missing_key"), ("yc-guess", "bad_key")])
def test_no_operation_reads_the_body_of_who_has_no_good_key(stranger, key, code, kind, sending):
    for method, address in operations_with_a_key():
        answer = answered_unread(stranger, method, address, kind, key, sending)
        assert (answer.status_code, answer.json()["code"]) == (401, code), address


def test_a_key_beyond_its_quota_is_told_so_unread(make_key):
    _, caller = make_key(scopes=["cases:read", "tracking:read"], daily_quota=1)
    assert caller.look("cases").status_code == 200
    answer = answered_unread(caller, "POST", "/api/v1/tracking", KINDS[0])
    assert (answer.status_code, answer.json()["code"]) == (429, "quota")


def test_what_no_column_holds_is_still_refused_in_a_body_that_may_be_read(caller):
    answer = caller.send("tracking", {"number": "5\x00", "password": "\ud800"})
    assert (answer.status_code, answer.json()["code"]) == (400, "unstorable")
