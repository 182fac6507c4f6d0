"""A second application of one person for one item while the first is open (重复申请), at the door of partners."""

from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from django.db import connection

from tests.api.conftest import KEY, SEVERAL, ZHANG, Caller
from yichuang.api.models import ApiKey
from yichuang.cases import services
from yichuang.cases.models import Case
from yichuang.core import clock, crypto

ONE, MANY = "992014101002", SEVERAL  # 失业登记; 劳动保障监察举报投诉
UNIT = {
    "kind": "employer",
    "name": "示例甲食品有限公司（虚构）",
    "credit_code": "91510812MA99999021",
}


def of_zhang(code: str):
    return Case.objects.filter(
        item_code=code, person__id_blind=crypto.blind(ZHANG["id_number"]), open=True
    )


def test_while_one_is_open_the_next_is_refused_with_the_way_to_it(caller):
    first = caller.apply(caller.application(ONE)).json()
    before = of_zhang(ONE).count()
    refused = caller.apply(caller.application(ONE))
    told = refused.json()
    assert (refused.status_code, told["code"]) == (409, "one_is_open"), told
    assert first["number"] in told["detail"] and told["way_out"]
    assert caller.get(told["links"]["case"]).json()["number"] == first["number"]
    assert of_zhang(ONE).count() == before == 1


def test_another_partner_is_refused_without_being_told_of_the_first(caller, make_key):
    first = caller.apply(caller.application(ONE)).json()
    _, stranger = make_key()
    refused = stranger.apply(stranger.application(ONE))
    told = refused.json()
    assert (refused.status_code, told["code"]) == (409, "one_is_open")
    assert first["number"] not in refused.content.decode() and "links" not in told
    assert stranger.get(f"/api/v1/cases/{first['number']}").status_code == 404


def test_the_same_key_and_body_are_still_the_first(caller):
    body, ref = caller.application(ONE), str(uuid4())
    first, again = caller.apply(body, ref), caller.apply(body, ref)
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.json()["number"] == first.json()["number"]


def test_when_the_first_is_over_the_next_is_taken(caller):
    first = caller.apply(caller.application(ONE)).json()
    gone = caller.send(f"cases/{first['number']}/withdrawal", {"reason": "填错了"})
    assert gone.status_code == 200
    assert caller.apply(caller.application(ONE)).status_code == 201


def test_a_refused_application_leaves_nothing_of_its_own(caller):
    first = caller.apply(caller.application(ONE)).json()
    ref = str(uuid4())
    assert caller.apply(caller.application(ONE), ref).status_code == 409
    assert not Case.objects.filter(client_ref=ref).exists()
    services.withdraw(
        case_id=Case.objects.get(number=first["number"]).uuid,
        actor="person:test",
        reason="",
        now=clock.now(),
    )
    later = caller.apply(caller.application(ONE), ref)  # the key was not used up by the refusal
    assert later.status_code == 201
    assert int(later.json()["number"][13:20]) == int(first["number"][13:20]) + 1  # nor a serial


@pytest.mark.parametrize(("code", "subject"), [(MANY, ZHANG), (ONE, None), ("990514102006", UNIT)])
def test_the_guide_tells_who_may_have_several_and_they_may(caller, code, subject):
    many = caller.look(f"items/{code}").json()["many_at_once"]
    assert many is (code == MANY)
    if subject is None:
        return
    body = caller.application(code, subject=subject)
    assert [caller.apply(body).status_code for _ in range(2)] == [201, 201]


def test_of_eight_who_send_at_once_under_eight_keys_one_is_taken(real_db):
    body = Caller(headers={"X-Api-Key": KEY}).application(ONE)

    def one(_):
        try:
            response = Caller(headers={"X-Api-Key": KEY}).apply(body)
            return response.status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        answers = sorted(pool.map(one, range(8)))
    assert answers == [201] + [409] * 7
    assert of_zhang(ONE).count() == 1
    assert ApiKey.objects.filter(source="demo").exists()
