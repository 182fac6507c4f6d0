"""What every module stands on: clock, ids, errors, doors, masks, plug-ins, safe settings, the log."""

import base64
import re
import uuid
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.db import OperationalError
from django.http import HttpResponse
from django.test import Client, RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from config.env import ROOT, Env
from yichuang.core import access, checks, clock, health, masking, revision
from yichuang.core.errors import (
    Conflict,
    FieldProblem,
    Forbidden,
    Invalid,
    NotFound,
    Problem,
    TooMany,
)
from yichuang.core.ids import uuid7
from yichuang.core.plugins import Registry


def test_the_clock_is_in_beijing_and_can_be_held_still():
    moment = datetime(2026, 2, 16, 23, 30, tzinfo=UTC)
    with clock.frozen(moment):
        assert clock.now() == moment and clock.now().utcoffset() == timedelta(hours=8)
        assert clock.today().isoformat() == "2026-02-17"
        with clock.frozen(moment + timedelta(days=1)):
            assert clock.today().day == 18
        assert clock.today().day == 17
    assert abs(clock.now() - clock.AHEAD - datetime.now(UTC)) < timedelta(seconds=5)
    assert clock.local(datetime(2026, 1, 1, 8)).isoformat() == "2026-01-01T08:00:00+08:00"


def test_ids_are_version_seven_and_in_order_of_time():
    made = [uuid7() for _ in range(200)]
    assert len(set(made)) == 200
    assert all(one.version == 7 and one.variant == uuid.RFC_4122 for one in made)
    stamps = [one.int >> 80 for one in made]
    assert stamps == sorted(stamps) and abs(stamps[0] / 1000 - datetime.now(UTC).timestamp()) < 5


@pytest.mark.parametrize(
    ("kind", "status", "code"),
    [(NotFound, 404, "not_found"), (Forbidden, 403, "forbidden"), (Conflict, 409, "conflict"),
     (TooMany, 429, "too_many"), (Problem, 422, "invalid")],
)  # fmt: skip
def test_a_problem_says_what_to_do_and_how_the_edge_tells_it(kind, status, code):
    problem = kind("不行", way_out="那样", field="name")
    assert (problem.status, problem.code, problem.message, problem.way_out) == (
        status,
        code,
        "不行",
        "那样",
    )
    assert kind("不行", code="own", status=418).status == 418


def test_wrong_answers_are_told_all_at_once():
    problem = Invalid([FieldProblem("a", "少了", "required"), FieldProblem("b", "多了")])
    assert problem.status == 422 and "a 少了" in str(problem) and "b 多了" in str(problem)


# --- doors -----------------------------------------------------------------------------------------------------------


def _asked(kind, signed_in=True, path="/x/?a=1", **headers):
    request = RequestFactory().get(path, headers=headers)
    request.user = SimpleNamespace(is_authenticated=signed_in, kind=kind)
    return request


def _view(request):
    return HttpResponse("in")


@pytest.mark.parametrize(
    ("guard", "let_in"),
    [
        (access.public, {"", "person", "employer", "officer"}),
        (access.signed_in, {"person", "employer", "officer"}),
        (access.resident, {"person", "employer"}),
        (access.officer("clerk"), {"officer"}),
    ],
)
def test_each_door_lets_in_whom_it_names(guard, let_in, monkeypatch):
    monkeypatch.setattr(access, "_role_check", [lambda user, roles: roles == ("clerk",)])
    view = guard(_view)
    assert view.audience
    for kind in ("person", "employer", "officer"):
        if kind in let_in:
            assert view(_asked(kind)).content == b"in"
        else:
            with pytest.raises(Forbidden):
                view(_asked(kind))
    answer = view(_asked("", signed_in=False))
    assert (answer.status_code == 200) is ("" in let_in)
    if "" not in let_in:
        assert answer.status_code == 302 and answer.url == "/accounts/login/?next=/x/%3Fa%3D1"


def test_an_officer_without_the_role_stays_outside(monkeypatch):
    monkeypatch.setattr(access, "_role_check", [lambda user, roles: False])
    with pytest.raises(Forbidden, match="岗位"):
        access.officer("clerk")(_view)(_asked("officer"))


def test_a_script_gets_no_sign_in_page_for_an_answer():
    request = _asked("", signed_in=False, **{"X-Requested-With": "fetch"})
    assert access.signed_in(_view)(request).status_code == 401


# --- masks, plug-ins -------------------------------------------------------------------------------------------------


@given(st.text(min_size=1, max_size=40))
def test_a_mask_never_shows_the_whole(text):
    assert masking.name(text) != text or text[1:] == "**" or text == "**"
    assert len(masking.name(text)) in (2, 3)
    assert masking.id_number(text) != text or "*" in text
    assert masking.phone(text) != text or "*" in text


def test_masks_show_what_the_standard_allows():
    assert masking.name("张三丰") == masking.name("张三") == "张**" and masking.name("张") == "**"
    assert masking.id_number("510812198805129916") == "510812********9916"
    assert masking.phone("13900000001") == "139****0001" and masking.phone("123") == "****"


def test_a_plug_in_has_its_key_alone_and_says_what_is_wrong_with_it():
    registry = Registry("papers")
    good, bad = SimpleNamespace(), SimpleNamespace(check=lambda: ["no template"])
    registry.register("good")(good)
    registry.register("bad")(bad)
    registry.register("good")(good)
    with pytest.raises(ValueError, match="twice"):
        registry.register("good")(bad)
    assert registry.get("good") is good and registry.get("none") is None
    assert registry.check() == ["papers.bad: no template"]


# --- settings, log, health -------------------------------------------------------------------------------------------

DRAWN = base64.b64encode(bytes(range(32))).decode()
SAFE = {
    "secret_key": "kept-secret-" * 5, "field_keys": f"1:{DRAWN}", "blind_key": DRAWN,
    "allowed_hosts": "yichuang.example", "database_url": "postgresql:///yichuang",
    "base_url": "https://yichuang.example", "clock_ahead": 0, "trusted_proxies": "10.0.0.0/8",
}  # fmt: skip
REAL = {"sms": "yichuang.adapters.sms.gateway.Gateway"}


def _found(monkeypatch, settings, adapters=REAL, demo=False, **changes):
    monkeypatch.setattr(checks, "env", Env(**SAFE | changes))
    settings.ADAPTERS = adapters
    settings.DEVELOPMENT, settings.DEMO = False, demo
    return {e.id for check in (checks.keys_are_set, checks.production_is_safe) for e in check(None)}


def test_a_safe_production_start_is_let_through(monkeypatch, settings):
    assert _found(monkeypatch, settings) == set()


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"secret_key": ""}, "core.E001"),
        ({"field_keys": ""}, "core.E001"),
        ({"blind_key": ""}, "core.E001"),
        ({"demo": True}, "core.E002"),
        ({"base_url": "http://yichuang.example"}, "core.E003"),
        ({"adapters": {"sms": "yichuang.adapters.sms.simulator.Simulator"}}, "core.E004"),
        ({"secret_key": "short"}, "core.E005"),
        ({"clock_ahead": 60}, "core.E006"),
        ({"trusted_proxies": ""}, "core.E007"),
    ],
)
def test_an_unsafe_production_start_is_refused(monkeypatch, settings, changes, error):
    assert error in _found(monkeypatch, settings, **changes)


ZEROS = base64.b64encode(bytes(32)).decode()
WEAK = {
    "core.E020": [
        {"allowed_hosts": "*"},
        {"allowed_hosts": "yichuang.example, *"},
        {"allowed_hosts": ".cn"},
        {"allowed_hosts": "yichuang.example,.GOV.cn"},
        {"allowed_hosts": ".sc.cn"},
    ],
    "core.E021": [
        {"trusted_proxies": "0.0.0.0/0"},
        {"trusted_proxies": "10.0.0.0/8,::/0"},
        {"trusted_proxies": "0.0.0.0/1,128.0.0.0/1"},
    ],
    "core.E022": [{"secret_key": "a" * 48}],
    "core.E023": [{"field_keys": f"1:{ZEROS}"}, {"field_keys": f"2:{DRAWN},1:{ZEROS}"}],
    "core.E024": [{"blind_key": "YQ=="}, {"blind_key": ZEROS}, {"blind_key": "no base64 at all"}],
    "core.E025": [{"session_seconds": 86_401}],
    "core.E026": [{"upload_max_mb": 201}],
    "core.E027": [{"base_url": "https://"}, {"base_url": "https://:443"}],
    "core.E028": [{"files_endpoint": "http://store.example:9000"}, {"files_endpoint": "store"}],
    "core.E029": [
        {"database_url": "postgresql://db.example/yichuang"},
        {"database_url": "postgresql:///yichuang?host=db.example"},
        {"database_url": "postgresql://10.1.2.3/yichuang?sslmode=disable"},
        {"database_url": "postgresql://10.1.2.3/yichuang?sslmode=allow"},
        {"database_url": "postgresql://10.1.2.3/yichuang?sslmode=prefer"},
    ],
}
STRONG = [
    {"trusted_proxies": "10.0.0.0/8,127.0.0.1,fc00::/7"},
    {"session_seconds": 86_400, "upload_max_mb": 200},
    {"files_endpoint": "https://store.example"},
    {"allowed_hosts": ".yichuang.example,.rsj.gov.cn"},
    {"files_endpoint": "http://127.0.0.1:9000"},
    {"database_url": "postgresql://db.example/yichuang?sslmode=verify-full"},
    {"database_url": "postgresql://127.0.0.1:5432/yichuang"},
    {"database_url": "postgresql:///yichuang?host=/run/postgresql"},
]


@pytest.mark.parametrize(
    ("error", "changes"), [(error, changes) for error, weak in WEAK.items() for changes in weak]
)
def test_what_is_said_and_protects_nothing_is_refused(monkeypatch, settings, error, changes):
    assert _found(monkeypatch, settings, **changes) == {error}


@pytest.mark.parametrize("changes", STRONG)
def test_what_protects_is_let_through(monkeypatch, settings, changes):
    assert _found(monkeypatch, settings, **changes) == set()


def test_the_guide_names_every_refusal_of_a_start():
    guide = (ROOT / "docs" / "guides" / "run-in-production.md").read_text(encoding="utf-8")
    missing = [error for error in WEAK if f"({error.removeprefix('core.')})" not in guide]
    assert missing == []


def test_the_request_log_has_one_line_without_query_or_body(world, capsys, caplog):
    caplog.set_level("INFO", logger="request")
    answer = Client().post("/healthz?name=张三&id=510812198805129916", {"phone": "13900000001"})
    lines = [r for r in caplog.records if r.name == "request"]
    assert len(lines) == 1
    text = str(lines[0].msg)
    assert answer["X-Request-Id"] in text and "/healthz" in text and "status" in text
    assert not re.search("张三|510812198805129916|13900000001", text + capsys.readouterr().err)


@pytest.mark.django_db
def test_alive_and_ready():
    client = Client()
    assert client.get("/healthz").content == b"ok"
    assert client.get("/readyz").json()["ready"] is True


def test_without_its_database_it_is_alive_and_not_ready(monkeypatch):
    def gone():
        raise OperationalError("the server closed the connection")

    monkeypatch.setattr(revision, "exact", gone)
    request = RequestFactory().get("/readyz")
    assert health.readyz(request).status_code == 503
    assert health.healthz(request).status_code == 200
