"""Applications over the API: once, by their own channel, with every mistake told."""

import json
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from django.db import connection

from tests.api.conftest import KEY, SEVERAL, ZHANG, Caller
from yichuang.api.samples import EMPLOYER
from yichuang.api.schemas import cases as shapes
from yichuang.audit.models import Entry
from yichuang.cases.models import Case, Material
from yichuang.cases.queries import cases as reads
from yichuang.cases.rules.numbers import case_number, is_case_number
from yichuang.core import clock


def test_an_application_becomes_a_case_with_its_channel_its_papers_and_its_trail(caller):
    response = caller.apply()
    told = response.json()
    assert response.status_code == 201, told
    assert is_case_number(told["number"]) and len(told["password"]) == 6
    case = reads.by_number(told["number"])
    assert (case.channel, case.source, case.state, case.person.name) == (
        2,
        "api:demo",
        "received",
        "张三",
    )
    assert told["due_at"].startswith(f"{case.due_at.date()}T17:00")
    assert Material.objects.filter(case=case, source="file", file__owner="api:demo").count() == 2
    assert Entry.objects.filter(subject=case.ref, verb="case.submit", actor="api:demo").count() == 1


def test_the_same_key_and_body_give_the_same_case_without_its_password(caller):
    body, ref = caller.application(), str(uuid4())
    first, again = caller.apply(body, ref), caller.apply(body, ref)
    assert (first.status_code, again.status_code) == (201, 201)
    assert again["Idempotent-Replayed"] == "true" and "Idempotent-Replayed" not in first
    assert again.json() == first.json() | {"password": None}
    assert Case.objects.filter(client_ref=ref).count() == 1


def test_the_same_key_with_another_body_is_a_conflict(caller):
    body, ref = caller.application(), str(uuid4())
    assert caller.apply(body, ref).status_code == 201
    changed = body | {
        "answers": body["answers"] | {"unit_account_bank": "示例银行另一支行（虚构）"}
    }
    response = caller.apply(changed, ref)
    assert response.status_code == 409 and response.json()["code"] == "idempotency_conflict"


def test_eight_racing_threads_with_one_key_make_one_case(real_db):
    caller = Caller(headers={"X-Api-Key": KEY})
    body, ref = caller.application(), str(uuid4())

    def one(_):
        try:
            response = Caller(headers={"X-Api-Key": KEY}).apply(body, ref)
            return response.status_code, response.json()["number"], response.json()["password"]
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(one, range(8)))
    assert {status for status, *_ in answers} == {201}
    assert len({number for _, number, _ in answers}) == 1
    assert len([password for *_, password in answers if password]) == 1
    assert Case.objects.filter(client_ref=ref).count() == 1


def test_every_wrong_answer_is_named_by_its_field(caller):
    body = caller.application()
    body["answers"] = body["answers"] | {"handler_phone": "123", "unknown_field": 1}
    response = caller.apply(body)
    told = response.json()
    assert response.status_code == 422 and response["Content-Type"].startswith(
        "application/problem+json"
    )
    assert {p["field"] for p in told["problems"]} >= {"handler_phone", "unknown_field"}
    assert all(p["message"] for p in told["problems"])


def test_missing_papers_are_told_with_the_receipt(caller):
    body = caller.application(subject=EMPLOYER)  # a unit may have several at once
    wanted = {m["code"] for m in body["materials"]}
    assert caller.apply(body).json()["missing"] == []
    received = caller.apply(body | {"materials": []})
    assert received.status_code == 201
    assert {m["code"] for m in received.json()["missing"]} <= wanted and received.json()["missing"]


def test_wrong_people_are_refused(caller):
    body = caller.application()
    wrong_name = caller.apply(caller.application(subject=ZHANG | {"name": "李四"}))
    assert (
        wrong_name.status_code == 422
        and wrong_name.json()["problems"][0]["field"] == "subject.name"
    )
    wrong_digit = caller.apply(
        body | {"subject": body["subject"] | {"id_number": "510812198805129917"}}
    )
    assert wrong_digit.status_code == 422


PENSION = "990514206001"  # 失业保险金申领: a person's own form


def test_the_subject_and_the_answers_are_one(caller):
    body = caller.application(PENSION)
    strange = caller.apply(
        body | {"subject": ZHANG | {"name": "测试甲", "id_number": "510812196607089934"}}
    )
    told = {p["field"]: p["message"] for p in strange.json()["problems"]}
    assert strange.status_code == 422 and {"person_name", "person_id_number"} == set(told)
    assert "申请人" in told["person_name"]
    assert not Case.objects.filter(item_code=PENSION).exists()


def test_a_condition_that_is_not_met_is_told_with_its_article_and_taken(caller):
    body = caller.application(PENSION)
    why = "单位长期不安排工作，只好离开"
    own_wish = {"unemployment_reason": "21", "leave_reason": "unclear", "leave_statement": why}
    file = caller.upload()
    body["situation"] = {**body["situation"], "leave_reason": "unclear"}
    body["answers"] = body["answers"] | own_wish
    body["materials"] = [*body["materials"], {"code": "M04", "file": file}]
    first, again = caller.apply(body, ref="told-1"), caller.apply(body, ref="told-1")
    assert first.status_code == 201
    warned = [(warning["field"], warning["basis"][:12]) for warning in first.json()["warnings"]]
    assert warned == [("unemployment_reason", "《社会保险法》第四十五条")]
    assert again.json()["warnings"] == first.json()["warnings"]
    event = Case.objects.get(number=first.json()["number"]).events.get(seq=1)
    assert json.loads(event.data)["data"]["notices"] == [["unemployment_reason", "left_by_himself"]]


def test_a_file_of_another_caller_is_not_accepted(caller, make_key):
    _, other = make_key()
    body = caller.application() | {"materials": other.application()["materials"]}
    response = caller.apply(body)
    assert response.status_code == 422 and response.json()["code"] == "unknown_file"


def test_each_caller_sees_its_own_cases_only(caller, make_key):
    _, other = make_key()
    number = caller.apply().json()["number"]
    assert other.look("cases").json()["cases"] == []
    for response in (
        other.look(f"cases/{number}"),
        other.send(f"cases/{number}/withdrawal", {"reason": ""}),
    ):
        assert response.status_code == 404
    seen = caller.look(f"cases/{number}").json()
    assert (seen["state"], seen["exchange_code"], seen["trail"][0]["exchange_code"]) == (
        "received",
        "01",
        "01",
    )
    assert Entry.objects.filter(verb="case.read", actor="api:demo").exists()


def test_pages_of_cases_stay_put_while_new_ones_come_in(make_key):
    _, caller = make_key()
    body = caller.application(SEVERAL)
    numbers = [caller.apply(body).json()["number"] for _ in range(5)]
    first = caller.look("cases", limit=2).json()
    caller.apply(body)
    second = caller.look("cases", limit=2, cursor=first["next_cursor"]).json()
    last = caller.look("cases", limit=2, cursor=second["next_cursor"]).json()
    seen = [row["number"] for page in (first, second, last) for row in page["cases"]]
    assert seen == numbers[::-1] and last["next_cursor"] is None


def test_a_case_is_withdrawn_once(caller):
    number = caller.apply().json()["number"]
    taken = caller.send(f"cases/{number}/withdrawal", {"reason": "填错了"})
    assert taken.status_code == 200 and taken.json()["exchange_code"] == "17"
    again = caller.send(f"cases/{number}/withdrawal", {"reason": ""})
    assert again.status_code == 409 and "刷新" in again.json()["way_out"]


def test_wrong_tries_of_some_citizens_lock_the_server_of_a_partner_for_no_other(caller):
    receipt = caller.apply().json()
    day = clock.today()
    for n in range(31):
        other = {"number": case_number("510812", day, 5, 7000000 + n), "password": "000000"}
        assert caller.send("tracking", other).status_code == 404
    right = {"number": receipt["number"], "password": receipt["password"]}
    assert caller.send("tracking", right).status_code == 200


def test_tracking_needs_the_password(caller):
    receipt = caller.apply().json()
    right = caller.send("tracking", {"number": receipt["number"], "password": receipt["password"]})
    assert right.status_code == 200 and right.json()["state_name"] == "已收到"
    wrong = f"{(int(receipt['password']) + 1) % 1_000_000:06d}"
    assert (
        caller.send("tracking", {"number": receipt["number"], "password": wrong}).status_code == 404
    )
    assert (
        caller.send("tracking", {"number": "123", "password": wrong}).json()["problems"][0]["field"]
        == "number"
    )


@pytest.mark.parametrize(
    ("path", "shape"), [("cases", shapes.CasePage), ("cases/{number}", shapes.Case)]
)
def test_what_is_answered_at_once_has_the_shape_that_is_described(caller, path, shape):
    number = caller.apply().json()["number"]
    told = caller.look(path.format(number=number)).json()
    read = shape.model_validate(told, strict=False)
    assert described(shape) == set(told)
    parts = "cases" if path == "cases" else "trail"
    for part, row in zip(getattr(read, parts), told[parts], strict=True):
        assert described(type(part)) == set(row)


def described(shape) -> set[str]:
    return set(shape.model_fields)
