"""A correction asked at the desk, seen and answered over the API."""

import re

import pytest
from django.test import Client

from yichuang.accounts.models import Officer, User
from yichuang.cases import services
from yichuang.cases.queries import cases as reads
from yichuang.cases.queries import versions
from yichuang.cases.services.corrections import Asked
from yichuang.catalog.rules.forms import json_schema
from yichuang.core import clock

WORKS = ["handwriting"]


@pytest.fixture
def asked(caller):
    """(number, its application) of a case whose material M03 is to be mended."""
    body = caller.application()
    number = caller.apply(body).json()["number"]
    services.ask_correction(
        case_id=reads.by_number(number).uuid,
        officer=Officer.objects.get(user__username="gy_clerk"),
        items=[Asked("material", "M03", "第二页看不清，请重新拍")],
        now=clock.now(),
    )
    return number, body


def test_the_notice_is_seen_and_answered(caller, asked):
    number, _ = asked
    notice = caller.look(f"cases/{number}").json()["correction"]
    assert [row["code"] for row in notice["asked"]] == ["M03"] and "看不清" in notice["asked"][0][
        "reason"
    ]
    answer = {"materials": [{"code": "M03", "file": caller.upload()}]}
    done = caller.send(f"cases/{number}/corrections", answer)
    assert done.status_code == 200 and done.json()["exchange_code"] == "05"
    assert caller.look(f"cases/{number}").json()["correction"] is None


def test_an_answer_without_the_asked_paper_is_refused(caller, asked):
    number, _ = asked
    refused = caller.send(f"cases/{number}/corrections", {"answers": {}, "materials": []})
    assert refused.status_code == 422 and refused.json()["problems"][0]["field"] == "materials.M03"


def test_only_the_signature_that_works_is_described_and_taken(caller):
    """刷脸, certificate and seal are not connected: neither described for a form nor taken in a correction."""
    body = caller.application()
    number = caller.apply(body).json()["number"]
    case = reads.by_number(number)
    version = versions.of_case(case)
    signed = next(key for key, field in version.form.fields.items() if field.type == "signature")
    described = json_schema(version.form)["properties"][signed]
    assert described["properties"]["method"]["enum"] == WORKS
    services.ask_correction(
        case_id=case.uuid,
        officer=Officer.objects.get(user__username="gy_clerk"),
        items=[Asked("field", signed, "签的不是本人的名字")],
        now=clock.now(),
    )
    for method in ("face", "certificate", "seal", "thumb", "", None):
        answer = {"answers": {signed: body["answers"][signed] | {"method": method}}}
        refused = caller.send(f"cases/{number}/corrections", answer)
        assert refused.status_code == 422, method
        problem = refused.json()["problems"][0]
        assert problem["field"] == signed and "签名" in problem["message"]
    page = Client()
    page.force_login(
        User.objects.get(username="zhangsan"), backend="yichuang.accounts.backends.Backend"
    )
    html = page.get(f"/my/cases/{case.uuid}/correct/").content.decode()
    offered = re.findall(rf'name="{signed}-method"[^>]*value="([^"]*)"', html)
    assert offered == WORKS
    again = {"answers": {signed: body["answers"][signed]}, "confirmed": [signed]}
    assert caller.send(f"cases/{number}/corrections", again).status_code == 200


def _last_seq(caller, number):
    return caller.look(f"cases/{number}").json()["trail"][-1]["seq"]


@pytest.mark.parametrize("verb", ["corrections", "withdrawal"])
def test_who_has_not_seen_what_came_since_is_told_it_and_nothing_is_written(caller, asked, verb):
    number, _ = asked
    before = caller.look(f"cases/{number}").json()
    refused = caller.send(f"cases/{number}/{verb}", {"seq": before["trail"][0]["seq"]})
    problem = refused.json()
    assert (refused.status_code, problem["code"]) == (409, "unseen")
    assert problem["trail"] == before["trail"][1:] != []
    assert problem["links"]["case"] == f"/api/v1/cases/{number}"
    after = caller.look(f"cases/{number}").json()
    assert (after["state"], after["trail"]) == (before["state"], before["trail"])


@pytest.mark.parametrize("says", ["the last step", "nothing"])
def test_who_has_seen_all_or_says_nothing_of_it_is_heard(caller, asked, says):
    number, _ = asked
    seen = {"seq": _last_seq(caller, number)} if says == "the last step" else {}
    answer = {"materials": [{"code": "M03", "file": caller.upload()}]} | seen
    assert caller.send(f"cases/{number}/corrections", answer).status_code == 200
    seen = {"seq": _last_seq(caller, number)} if says == "the last step" else {}
    taken = caller.send(f"cases/{number}/withdrawal", {"reason": "不办了"} | seen)
    assert (taken.status_code, taken.json()["state"]) == (200, "withdrawn")


def test_a_step_that_is_none_is_refused_by_name(caller, asked):
    number, _ = asked
    refused = caller.send(f"cases/{number}/withdrawal", {"seq": 0})
    assert refused.status_code == 422 and refused.json()["problems"][0]["field"] == "seq"


def test_a_step_that_is_still_to_come_has_not_been_seen(caller, asked):
    number, _ = asked
    refused = caller.send(f"cases/{number}/withdrawal", {"seq": _last_seq(caller, number) + 1})
    assert (refused.status_code, refused.json()["trail"]) == (409, [])
