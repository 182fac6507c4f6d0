"""Keys: who may do what, how often, through which channel."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.management import call_command

from tests.api.conftest import ITEM
from yichuang.api import rules, services
from yichuang.api.models import ApiKey, QuotaUse
from yichuang.audit.models import Entry
from yichuang.cases.models import Case
from yichuang.catalog import services as catalog
from yichuang.core import clock
from yichuang.core.errors import Invalid

AT_KIOSKS = "990514206001"

NEEDS = [
    ("GET", "items", "catalogue:read"),
    ("GET", "cases", "cases:read"),
    ("POST", "cases", "cases:write"),
    ("POST", "tracking", "tracking:read"),
    ("POST", "files", "materials:write"),
]


@pytest.mark.parametrize(("method", "path", "scope"), NEEDS)
def test_a_key_without_the_scope_is_refused_and_the_refusal_recorded(make_key, method, path, scope):
    key, caller = make_key(scopes=[s for s in rules.SCOPES if s != scope])
    response = caller.generic(method, f"/api/v1/{path}", "{}", content_type="application/json")
    assert response.status_code == 403 and response.json()["code"] == "scope"
    assert scope in response.json()["way_out"]
    assert Entry.objects.filter(verb="api.refuse", subject=f"key:{key.id}").count() == 1


def test_no_key_a_wrong_key_a_revoked_key_and_an_expired_key_are_refused(stranger, make_key):
    assert stranger.look("cases").json()["code"] == "missing_key"
    assert (
        stranger.get("/api/v1/cases", headers={"X-Api-Key": "yc-guess"}).json()["code"] == "bad_key"
    )
    key, caller = make_key()
    assert caller.look("cases").status_code == 200
    services.revoke_key(key_id=key.id, actor="test")
    assert caller.look("cases").status_code == 401
    key, caller = make_key()
    ApiKey.objects.filter(pk=key.pk).update(expires_on=clock.today() - timedelta(days=1))
    response = caller.look("cases")
    assert response.status_code == 401 and response["WWW-Authenticate"] == "ApiKey"


def test_the_minute_quota_ends_in_429_with_the_seconds_to_wait(make_key):
    _, caller = make_key(minute_quota=2)
    noon = clock.now().replace(hour=12, minute=0, second=40, microsecond=0)
    with clock.frozen(noon):
        codes = [caller.look("cases").status_code for _ in range(3)]
        refused = caller.look("cases")
    assert codes == [200, 200, 429] and refused["Retry-After"] == "20"
    with clock.frozen(noon + timedelta(seconds=20)):
        assert caller.look("cases").status_code == 200


def test_the_daily_quota_ends_at_midnight(make_key):
    key, caller = make_key(daily_quota=1)
    late = clock.now().replace(hour=23, minute=59, second=0, microsecond=0)
    with clock.frozen(late):
        assert caller.look("cases").status_code == 200
        refused = caller.look("cases")
    assert refused.status_code == 429 and 60 <= int(refused["Retry-After"]) <= 61
    with clock.frozen(late + timedelta(minutes=2)):
        assert caller.look("cases").status_code == 200
    assert QuotaUse.objects.filter(key=key).count() == 2


def test_an_item_turned_off_for_a_channel_is_hidden_from_its_keys_and_refused(make_key):
    _, kiosk = make_key(channel=4)
    _, hall = make_key(channel=2)
    code, body = AT_KIOSKS, kiosk.application(AT_KIOSKS)
    item = {"item_code": code}
    shown = {row["code"] for row in kiosk.look("items", limit=100).json()["items"]}
    assert code in shown
    catalog.switch_channel(code=code, channel="kiosk", enabled=False, actor="test", reason="演练")
    after = kiosk.look("items", limit=100).json()["items"]
    assert code not in {row["code"] for row in after} and len(after) == len(shown) - 1
    assert kiosk.look(f"items/{code}").status_code == 404
    refused = kiosk.apply(body | item)
    assert refused.status_code == 404 and refused.json()["code"] == "channel_off"
    assert Entry.objects.filter(verb="api.refuse", subject=f"item:{code}").count() == 1
    accepted = hall.apply(hall.application())
    assert accepted.status_code == 201
    assert Case.objects.get(number=accepted.json()["number"]).channel == 2


def test_an_item_that_is_not_done_at_kiosks_is_hidden_from_their_keys_refused_and_written_down(
    make_key,
):
    _, kiosk = make_key(channel=4)
    assert ITEM not in {row["code"] for row in kiosk.look("items", limit=100).json()["items"]}
    refused = kiosk.apply(kiosk.application(ITEM))
    assert (refused.status_code, refused.json()["code"]) == (409, "not_offered")
    assert Entry.objects.filter(verb="api.refuse", subject=f"item:{ITEM}").count() == 1
    assert not Case.objects.filter(item_code=ITEM).exists()


def test_a_replay_is_answered_even_when_the_item_is_off_by_now(make_key):
    _, kiosk = make_key(channel=4)
    body, ref = kiosk.application(AT_KIOSKS), str(uuid4())
    first = kiosk.apply(body, ref)
    catalog.switch_channel(code=AT_KIOSKS, channel="kiosk", enabled=False, actor="test")
    again = kiosk.apply(body, ref)
    assert (
        again["Idempotent-Replayed"] == "true" and again.json()["number"] == first.json()["number"]
    )


def test_keys_are_kept_as_hashes_and_shown_once(world, capsys):
    call_command(
        "api_key",
        "create",
        "--name",
        "自助机",
        "--channel",
        "4",
        "--source",
        "kiosk-x",
        "--scope",
        "cases:write",
    )
    text = re.search(r"yc-\S+", capsys.readouterr().out).group()
    assert bytes(ApiKey.objects.get(source="kiosk-x").key_hash) == rules.key_hash(text)
    call_command("api_key", "list")
    assert text not in capsys.readouterr().out


@pytest.mark.parametrize(
    "wrong", [{"channel": 9}, {"scopes": ["all"]}, {"scopes": []}, {"source": "有空格 的"}]
)
def test_keys_that_make_no_sense_are_not_issued(world, wrong):
    facts = {
        "name": "x",
        "channel": 4,
        "source": "x",
        "scopes": ["cases:read"],
        "actor": "test",
    } | wrong
    with pytest.raises(Invalid):
        services.issue_key(**facts)


def test_a_source_of_another_place_is_not_given_again_in_other_letters(make_key):
    facts = {"name": "x", "channel": 4, "scopes": ["cases:read"], "actor": "test"}
    services.issue_key(source="kiosk-one", **facts)
    with pytest.raises(Invalid) as refused:
        services.issue_key(source="Kiosk-ONE", place="510802000000", **facts)
    assert "别处" in refused.value.message


def test_refused_calls_do_not_eat_the_day(make_key):
    key, partner = make_key(daily_quota=5, minute_quota=100)
    for _ in range(12):
        assert partner.apply({"nothing": "of an application"}).status_code == 422
    assert partner.send("ratings", {"token": "x", "grade": 5}).status_code == 403
    assert partner.look("cases/" + "1" * 21).status_code == 404
    assert [partner.look("cases").status_code for _ in range(5)] == [200] * 5
    assert [partner.look("cases").status_code for _ in range(3)] == [429] * 3
    assert QuotaUse.objects.get(key=key).n == 5


def test_a_minute_that_is_full_leaves_the_day_as_it_was(make_key):
    key, partner = make_key(daily_quota=50, minute_quota=2)
    statuses = [partner.look("cases").status_code for _ in range(9)]
    assert set(statuses) == {200, 429}
    assert QuotaUse.objects.get(key=key).n == statuses.count(200)
