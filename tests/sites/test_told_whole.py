"""What people type is told whole and in Chinese: nothing is cut unsaid, no fault hides another, no English word."""

import re
from pathlib import Path

import pytest
from django.test import Client

from tests.api.conftest import KEY, Caller
from tests.sites.desk import lives
from tests.sites.portal_personal.conftest import ANSWERS, CHAOTIAN, SITUATION, UNEMPLOYMENT
from tests.sites.test_typing_is_kept import signed_in
from yichuang.cases import services
from yichuang.cases.models import Case, Draft, Enquiry
from yichuang.cases.rules.numbers import case_number_problem
from yichuang.cases.services.corrections import Asked
from yichuang.core import clock
from yichuang.core.spelling import number_of_paper
from yichuang.identity.services.registration import password_problems

pytestmark = pytest.mark.django_db
TEMPLATES = Path(__file__).parents[2] / "yichuang" / "sites" / "templates"
NEW = {"name": "钱新来", "id_number": "510812199001010033", "phone": "13900000888"}


def test_no_browser_is_told_to_cut_what_is_pasted():
    cutting = [
        str(path)
        for path in TEMPLATES.rglob("*.html")
        if "maxlength" in path.read_text(encoding="utf-8")
    ]
    assert cutting == []


LONG = "长" * 135


def online(typed):
    client = signed_in("zhangsan")
    client.post(f"/apply/{UNEMPLOYMENT}/?region={CHAOTIAN}", SITUATION)
    draft = Draft.objects.get(owner__username="zhangsan", case_number="")
    return client.post(f"/drafts/{draft.uuid}/form/", ANSWERS | typed)


def at_a_window(typed):
    client = signed_in("gy_clerk")
    posted = lives.typed(client, UNEMPLOYMENT, lives.met(client))
    return client.post(f"/desk/take/{UNEMPLOYMENT}/", posted | typed)


def _waiting():
    case = lives.submitted(UNEMPLOYMENT)
    services.ask_correction(
        case_id=case.uuid,
        officer=lives.officer("gy_clerk"),
        items=[Asked("field", "last_employer_name", "单位名称不对")],
        now=clock.now(),
    )
    return case


def in_a_correction(typed):
    return signed_in("zhangsan").post(f"/my/cases/{_waiting().uuid}/correct/", typed)


def in_a_correction_at_a_window(typed):
    clerk = signed_in("gy_clerk")
    lives.met(clerk)
    return clerk.post(f"/desk/cases/{_waiting().uuid}/supply/", typed)


def by_a_program(typed):
    caller = Caller(headers={"X-Api-Key": KEY})
    body = caller.application(UNEMPLOYMENT)
    return caller.apply(body | {"answers": body["answers"] | typed})


def in_a_correction_by_a_program(typed):
    caller = Caller(headers={"X-Api-Key": KEY})
    number = caller.apply(caller.application(UNEMPLOYMENT)).json()["number"]
    services.ask_correction(
        case_id=Case.objects.get(number=number).uuid,
        officer=lives.officer("gy_clerk"),
        items=[Asked("field", "last_employer_name", "单位名称不对")],
        now=clock.now(),
    )
    return caller.send(f"cases/{number}/corrections", {"answers": typed, "materials": []})


PAGES = [online, at_a_window, in_a_correction, in_a_correction_at_a_window]


@pytest.mark.parametrize("door", [*PAGES, by_a_program, in_a_correction_by_a_program])
def test_a_text_that_is_too_long_is_told_with_both_numbers_and_stays_whole(world, door):
    answered = door({"last_employer_name": LONG})
    text = answered.content.decode()
    assert answered.status_code == 422 and re.search(r"最多120字，现在是?135字", text)
    if door in PAGES:
        assert LONG in text
    forms = [case.form.get("last_employer_name", "") for case in Case.objects.all()]
    assert not any(name.startswith("长长") for name in forms)


def test_a_question_that_is_too_long_is_told_and_not_cut(world):
    typed = {"question": "问" * 2001, "name": "", "phone": "13900000001"}
    page = Client().post("/ask/", typed)
    assert page.status_code == 422 and "最多2000字，现在2001字" in page.content.decode()
    assert "问" * 2001 in page.content.decode()
    assert not any(row.question.startswith("问问") for row in Enquiry.objects.all())


def test_a_question_says_where_it_is_answered_without_an_address_that_nobody_can_write_down(world):
    page = Client().post(
        "/ask/", {"question": "几点上班", "name": "", "phone": "13900000001"}, follow=True
    )
    words = re.sub(r"<[^>]*>", "", page.content.decode())
    assert "会打您留的电话" in words and "记下这一页的地址" not in words
    assert not re.search(r"[0-9a-f]{8}-[0-9a-f]{4}-", words)


@pytest.mark.parametrize(
    ("password", "told"),
    [
        ("ab1", "密码太短，至少要8位"),
        ("password1", "这个密码太常见"),
        ("12345678901", "密码不能只有数字"),
    ],
)
def test_what_is_wrong_with_a_password_is_told_in_chinese(password, told):
    problems = password_problems(password, name="qianxinlai", known=())
    assert told in problems[0].message
    assert not re.search(r"[A-Za-z]{3}", problems[0].message)


def test_two_passwords_that_differ_hide_no_other_fault(world):
    typed = NEW | {"id_number": "1", "password": "ab1", "again": "ab2"}
    page = Client().post("/accounts/register/", typed)
    text = page.content.decode()
    assert page.status_code == 422
    for fault in ("身份号码应为18位", "密码太短，至少要8位", "两次填的密码不一样"):
        assert fault in text
    change = signed_in("zhangsan").post(
        "/accounts/password/", {"old": "x", "password": "ab1", "again": "ab2"}
    )
    for fault in ("原来的密码不对", "密码太短", "两次填的密码不一样"):
        assert fault in change.content.decode()


def test_a_password_may_hold_blanks(world):
    page = Client().post(
        "/accounts/register/", NEW | {"password": "my pass word 8", "again": "my pass word 8"}
    )
    assert page.status_code == 302
    again = Client().post(
        "/accounts/login/", {"username": NEW["id_number"], "password": "my pass word 8"}
    )
    assert again.status_code == 302


@pytest.mark.parametrize(
    "pair",
    [
        "[]",
        "［］",
        "【】",
        "（）",
        "()",
        "{}",
        "〖〗",
        "《》",
        "〈〉",
        "<>",
        "「」",
        "『』",
        "〔〕",
    ],
)
def test_the_year_of_a_paper_may_stand_in_any_brackets(pair):
    assert number_of_paper(f"川人社失{pair[0]}2026{pair[1]}第318号") == "川人社失〔2026〕318号"


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("510812260101100000017", "末位校验不对"),
        ("5108122601011000000", "应为21位数字，现在是19位"),
        ("51081226010110000001X", "只有数字"),
    ],
)
def test_a_case_number_is_told_what_is_wrong_with_it(typed, told):
    assert told in case_number_problem(typed)
