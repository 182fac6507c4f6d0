"""What somebody sees as themselves is stored nowhere on the way, and no log tells what they looked for."""

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from tests.conftest import DEMO_PASSWORD
from tests.sites.desk import lives
from yichuang.api.tables import demo_keys

TOKENS = {
    "/verify/SECRETCODE12345678/": "SECRETCODE",
    "/t/510812202611200000017": "510812202611200000017",
    "/rate/SECRETTOKEN123456/": "SECRETTOKEN",
    "/nowhere/SECRETPLACE/": "SECRETPLACE",
    "/verify/?number=SECRETNUMBER&check=SECRETCHECK": "SECRET",
}


def plain_addresses(resolver=None, prefix="/"):
    """Addresses without parameters, with their views."""
    for entry in (resolver or get_resolver()).url_patterns:
        here = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from plain_addresses(entry, here)
        elif isinstance(entry, URLPattern) and not set("<(^$") & set(here):
            yield here, entry.callback


def signed_in(username: str) -> Client:
    client = Client()
    client.post("/accounts/login/", {"username": username, "password": DEMO_PASSWORD})
    return client


def everything(caplog) -> str:
    return "\n".join(
        f"{record.getMessage()} {record.msg} {record.args}" for record in caplog.records
    )


def lines(caplog) -> list[dict]:
    return [record.msg for record in caplog.records if isinstance(record.msg, dict)]


# account → how many private pages without parameters it opens, at least
OPENED = {"zhangsan": 6, "gy_clerk": 8, "gy_supervisor": 15, "gy_auditor": 3, "gy_channel": 5}


@pytest.mark.parametrize("username", OPENED)
def test_no_private_page_is_stored(world, username):
    client, seen = signed_in(username), 0
    for path, view in plain_addresses():
        if (
            view.audience.split(":")[0] not in ("signed_in", "resident", "officer")
            or "logout" in path
        ):
            continue
        answer = client.get(path)
        if answer.status_code == 200:
            seen += 1
            assert "no-store" in answer["Cache-Control"], path
    assert seen >= OPENED[username], seen


def pages_of_somebody() -> list[tuple[str, str]]:
    """(account, address) of what stands at an address that says of what or of whom: cases, people, officers, drafts,
    papers, spreadsheets."""
    person = lives.person()
    case = lives.decided("992014401001", channel=1)
    mine = f"/my/cases/{case.uuid}/"
    work = f"/desk/cases/{case.uuid}/"
    clerk = lives.officer("gy_clerk")
    unit = clerk.organisation.code
    code = case.item_code
    return [
        ("zhangsan", mine),
        ("zhangsan", f"{mine}receipt/"),
        ("zhangsan", f"/apply/{lives.BENEFIT}/"),
        ("gy_clerk", work),
        ("gy_clerk", f"/desk/?person={person.uuid}"),
        ("gy_reviewer", work),
        ("gy_supervisor", "/console/targets/TGT-001/"),
        ("gy_supervisor", "/console/reports/overdue/"),
        ("gy_auditor", f"/console/audit/cases/{case.uuid}/"),
        ("gy_auditor", f"/console/audit/people/{person.uuid}/"),
        ("gy_auditor", f"/console/audit/officers/{clerk.uuid}/"),
        ("gy_org", f"/console/admin/officers/{clerk.uuid}/"),
        ("gy_org", f"/console/admin/officers/{clerk.uuid}/grant/"),
        ("gy_org", f"/console/admin/units/{unit}/"),
        ("gy_org", f"/console/admin/units/{unit}/join/"),
        ("gy_catalogue", f"/console/admin/items/{code}/"),
        ("tm_channel", f"/console/admin/channels/{code}/kiosk/"),
    ]


def test_no_page_of_somebody_is_stored(world):
    pages = pages_of_somebody()
    clients = {username: lives.signed_in(username) for username, _ in pages}
    wrong = []
    for username, address in pages:
        answer = clients[username].get(address)
        kept = answer.headers.get("Cache-Control", "")
        if answer.status_code != 200 or "no-store" not in kept:
            wrong.append((username, address, answer.status_code, kept))
    assert wrong == []


def test_a_spreadsheet_and_an_answer_to_a_key_are_not_stored(world):
    sheet = signed_in("gy_supervisor").get("/console/cases/?format=xlsx")
    assert sheet.status_code == 200 and "no-store" in sheet["Cache-Control"]
    answer = Client().get("/api/v1/cases", headers={"X-Api-Key": demo_keys()[0]["text"]})
    assert answer.status_code == 200 and "no-store" in answer["Cache-Control"]


def test_a_person_is_looked_for_without_an_address_that_says_whom(world):
    clerk = signed_in("gy_clerk")
    assert "510812********9916" in clerk.post("/desk/find/", {"q": "13900000001"}).content.decode()
    assert "510812********9916" not in clerk.get("/desk/find/?q=13900000001").content.decode()
    assert 'action="/desk/find/" method="post"' in clerk.get("/desk/").content.decode()


def test_no_token_number_or_password_stands_in_a_log(world, caplog):
    caplog.set_level("INFO")
    for path, token in TOKENS.items():
        caplog.clear()
        Client().get(path)
        assert lines(caplog) and token not in everything(caplog), path


def test_each_line_says_who_from_where_and_which_request(world, caplog):
    client = signed_in("gy_clerk")
    caplog.set_level("INFO")
    caplog.clear()
    answer = client.get("/desk/", REMOTE_ADDR="203.0.113.9")
    line = next(one for one in lines(caplog) if one["event"] == "request")
    assert line["request_id"] == answer["X-Request-Id"] and line["address"] == "203.0.113.9"
    assert line["who"].startswith("officer:") and line["route"] == "/desk/"


def test_what_a_port_logs_carries_the_request_too(world, caplog):
    caplog.set_level("INFO")
    answer = Client().post(
        "/accounts/reset/", {"phone": "13900000001", "number": "510812198805129916"}
    )
    asked = [one for one in lines(caplog) if one["event"] == "port"]
    assert asked and {one["request_id"] for one in asked} == {answer["X-Request-Id"]}
