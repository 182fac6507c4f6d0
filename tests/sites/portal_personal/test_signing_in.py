"""Accounts at the portal: in, out, registered, forgotten, locked."""

import re
from uuid import uuid4

import pytest
from django.test import Client

from tests.architecture.test_urls import views
from yichuang.accounts.models import User
from yichuang.adapters.faults import Faults
from yichuang.adapters.idcheck.simulator import Simulator
from yichuang.core import ports

pytestmark = pytest.mark.django_db
PASSWORD = "Yichuang#2026"
NEW = "Xin-mima-8842"
CHANGE = "/accounts/password/"
LISI = "510812196607089934"
ZHAOLIU = {
    "name": "赵六",
    "id_number": "510812200309159948",
    "phone": "13900000004",
    "password": NEW,
    "again": NEW,
}


def text(response):
    return response.content.decode()


def sign_in(client, username, password=PASSWORD, **more):
    return client.post("/accounts/login/", {"username": username, "password": password, **more})


@pytest.mark.parametrize(
    ("typed", "lands"),
    [
        ("zhangsan", "/"),
        ("13900000001", "/"),
        ("510812198805129916", "/"),
        ("91510812MA99999021", "/"),
        ("gy_clerk", "/desk/"),
        ("gy_reviewer", "/desk/worklist/"),
        ("gy_supervisor", "/console/"),
        ("gy_catalogue", "/console/admin/"),
    ],
)
def test_everybody_signs_in_by_what_they_know_and_lands_at_their_place(world, typed, lands):
    assert sign_in(Client(), typed).url == lands


def test_a_wrong_password_keeps_the_account_and_says_what_to_do(world):
    page = sign_in(Client(), "zhangsan", "wrong")
    assert page.status_code == 422
    assert 'value="zhangsan"' in text(page)
    assert "账号或密码不对" in text(page)
    assert "wrong" not in text(page)


def test_an_empty_form_names_both_fields(world):
    page = text(Client().post("/accounts/login/", {}))
    assert 'href="#f-username"' in page
    assert 'href="#f-password"' in page


def test_five_wrong_passwords_are_followed_by_a_wait_that_says_until_when(world):
    client = Client()
    statuses = [sign_in(client, "lisi", "wrong").status_code for _ in range(5)]
    assert statuses == [422] * 5
    waiting = sign_in(client, "lisi")
    assert waiting.status_code == 429
    assert re.search(r"请在[0-9:月日]+以后再试", text(waiting))
    assert sign_in(Client(REMOTE_ADDR="198.51.100.7"), "lisi").status_code == 302


def test_a_family_that_shares_phone_and_password_is_asked_which_of_them(world):
    child = {"name": "赵六", "id_number": "510812200309159948", "phone": "13900000001"}
    Client().post("/accounts/register/", child | {"password": PASSWORD, "again": PASSWORD})
    client = Client()
    asked = sign_in(client, "13900000001")
    assert asked.status_code == 200 and "是哪一位" in text(asked)
    assert "510812198805129916" not in text(asked) and "赵六" not in text(asked)
    choice = re.search(r'name="choice" value="([^"]+)"', text(asked))[1]
    child_id, own_id = User.objects.latest("id").uuid, User.objects.get(username="zhangsan").uuid
    stranger = User.objects.get(username="lisi").uuid
    assert client.post("/accounts/login/", {"choice": choice, "who": stranger}).status_code == 422
    assert (
        client.post("/accounts/login/", {"choice": choice + "x", "who": own_id}).status_code == 422
    )
    assert client.post("/accounts/login/", {"choice": choice, "who": child_id}).status_code == 302
    assert int(client.session["_auth_user_id"]) == User.objects.get(uuid=child_id).pk


def filled(address: str) -> str:
    """The address with something of its kind in each place that takes one: nobody gets as far as to look for it."""
    kinds = {"uuid": str(uuid4()), "int": "1", "slug": "answer", "str": "Y01"}
    return "/" + re.sub(r"<(\w+):\w+>", lambda place: kinds[place[1]], address)


@pytest.mark.parametrize(
    ("username", "audiences", "least"),
    [("zhangsan", ("resident", "signed_in", "public"), 75), ("gy_clerk", ("officer",), 115)],
)
def test_a_password_that_somebody_else_has_chosen_is_replaced_before_every_page(
    signed_in, username, audiences, least
):
    client = signed_in(username)
    User.objects.filter(username=username).update(must_change_password=True)
    escaped, asked = {}, 0
    for address, view in views():
        path = filled(address)
        of_machines = address.startswith("api/")  # keys and no sessions
        if of_machines or "^" in path or hasattr(view, "with_any_password"):
            continue
        if not view.audience.startswith(audiences):
            continue
        answer = client.get(path)
        asked += 1
        not_this_post = answer.status_code == 403 and username == "gy_clerk"
        if not not_this_post and getattr(answer, "url", "") != CHANGE:
            escaped[path] = answer.status_code
    assert asked >= least
    assert escaped == {}
    new = {"old": PASSWORD, "password": NEW, "again": NEW}
    assert client.post(CHANGE, new).status_code == 302
    assert client.get("/").status_code == 200


@pytest.mark.parametrize(
    ("target", "lands"), [("/my/", "/my/"), ("https://evil.example/", "/"), ("//evil.example", "/")]
)
def test_after_signing_in_one_goes_on_but_never_elsewhere(world, target, lands):
    assert sign_in(Client(), "zhangsan", next=target).url == lands


def test_signing_out_needs_a_press_and_ends_the_session(zhangsan):
    assert zhangsan.get("/accounts/logout/").status_code == 405
    zhangsan.post("/accounts/logout/")
    assert zhangsan.get("/my/").url.startswith("/accounts/login/")


def test_a_session_is_extended_by_a_press_and_a_dead_one_is_told(zhangsan):
    assert zhangsan.post("/accounts/extend/").status_code == 204
    assert (
        Client().post("/accounts/extend/", headers={"X-Requested-With": "fetch"}).status_code == 401
    )


def test_an_officer_does_not_see_residents_pages(signed_in):
    page = signed_in("gy_clerk").get("/my/")
    assert page.status_code == 403


def test_a_person_registers_and_is_signed_in(world):
    client = Client()
    done = client.post("/accounts/register/", ZHAOLIU | {"next": "/my/"})
    assert done.url == "/my/"
    assert "赵六" in text(client.get("/my/"))


def test_registering_tells_each_fault_and_keeps_what_was_typed_except_passwords(world):
    page = Client().post(
        "/accounts/register/", ZHAOLIU | {"id_number": "510812200309159949", "again": "other"}
    )
    assert page.status_code == 422
    assert 'value="赵六"' in text(page)
    assert "两次填的密码不一样" in text(page)
    page = Client().post("/accounts/register/", ZHAOLIU | {"id_number": "510812200309159949"})
    assert 'href="#f-id_number"' in text(page)
    assert NEW not in text(page)


def test_a_name_that_the_police_do_not_know_is_refused_at_the_name(world):
    page = Client().post("/accounts/register/", ZHAOLIU | {"name": "赵七"})
    assert page.status_code == 422
    assert "姓名和身份号码对不上" in text(page)


def test_while_the_police_register_is_down_nothing_typed_is_lost(world, monkeypatch):
    down = Simulator(Faults(outage=True))
    monkeypatch.setattr(ports, "adapter", lambda kind: down)
    page = Client().post("/accounts/register/", ZHAOLIU)
    assert page.status_code == 503
    assert "公安人口库暂时连不上" in text(page)
    assert 'value="赵六"' in text(page)


def test_who_has_an_account_is_sent_to_sign_in(world):
    page = Client().post(
        "/accounts/register/",
        ZHAOLIU | {"name": "张三", "id_number": "510812198805129916", "phone": "13900000001"},
    )
    assert page.status_code == 409
    assert "已经注册过账号" in text(page)


def test_a_unit_registers_through_its_handler(world):
    form = {
        "for": "employer", "employer_name": "示例乙建筑工程有限公司（虚构）", "credit_code": "91510812MA9999910U",
        "handler_name": "王五", "id_number": "510812197606209927", "phone": "13900000102",
        "password": NEW, "again": NEW,
    }  # fmt: skip
    client = Client()
    wrong = client.post("/accounts/register/", form | {"credit_code": "91510812MA9999910X"})
    assert 'href="#f-credit_code"' in text(wrong)
    assert client.post("/accounts/register/", form).status_code == 302


def test_a_forgotten_password_is_replaced_with_the_code_on_the_phone(world):
    client = Client()
    page = text(client.post("/accounts/reset/", {"phone": "13900000002", "number": LISI}))
    assert "演示短信" in page
    code = re.search(r"(?<!\d)(\d{6})(?!\d)", page.split("演示短信")[1])[1]
    form = {"step": "code", "phone": "13900000002", "number": LISI, "password": NEW, "again": NEW}
    wrong = client.post(
        "/accounts/reset/", form | {"code": "000000" if code != "000000" else "111111"}
    )
    assert wrong.status_code == 422
    assert "验证码不对" in text(wrong)
    assert client.post("/accounts/reset/", form | {"code": code}).url == "/accounts/login/"
    assert sign_in(Client(), "lisi", NEW).url == "/"


def test_a_stranger_cannot_learn_whether_an_account_exists(world):
    page = Client().post("/accounts/reset/", {"phone": "13912345678", "number": LISI})
    assert page.status_code == 200
    assert "如果有这个账号" in text(page)


def test_a_new_password_keeps_this_session_and_ends_the_others(signed_in):
    here, there = signed_in("wangwu"), signed_in("wangwu")
    wrong = here.post("/accounts/password/", {"old": "no", "password": NEW, "again": NEW})
    assert 'href="#f-old"' in text(wrong)
    assert (
        here.post(
            "/accounts/password/", {"old": PASSWORD, "password": NEW, "again": NEW}
        ).status_code
        == 302
    )
    assert here.get("/my/").status_code == 200
    assert there.get("/my/").status_code == 302
