"""A case over its date: every page says so and is sorry; its applicant presses for it once, and learns where to
complain."""

from datetime import timedelta

import pytest
from django.test import Client

from yichuang.cases.models import Enquiry
from yichuang.cases.services import renew_password
from yichuang.core import clock

pytestmark = pytest.mark.django_db
LONG = timedelta(days=60)


@pytest.fixture
def later():
    with clock.frozen(clock.now() + LONG):
        yield


def text(response) -> str:
    return response.content.decode()


def test_the_page_of_the_case_says_sorry_and_how_to_press_and_complain(zhangsan, case, later):
    page = text(zhangsan.get(f"/my/cases/{case.uuid}/"))
    for words in ("已超期", "对不起，这一件超期了", "催办", "要投诉", "12333", "行政复议"):
        assert words in page
    assert f'action="/my/cases/{case.uuid}/urge/"' in page


def test_every_list_and_the_page_for_helpers_say_it_too(zhangsan, case, later):
    assert "已超期" in text(zhangsan.get("/my/")) and "对不起" in text(zhangsan.get("/my/"))
    assert "已超期" in text(zhangsan.get("/")) and "去催办" in text(zhangsan.get("/"))
    password = renew_password(case_id=case.uuid, actor="test:1")
    seen = text(Client().post("/track/", {"number": case.number, "password": password}))
    assert "已超期" in seen and "对不起，这一件超期了" in seen


def test_pressing_asks_the_unit_once_until_it_answers(zhangsan, case, later):
    for _ in range(2):
        zhangsan.post(f"/my/cases/{case.uuid}/urge/")
    asked = Enquiry.objects.get(item_code=case.item_code)
    assert asked.organisation == case.organisation
    assert case.number in asked.question and "催办" in asked.question
    page = text(zhangsan.get(f"/my/cases/{case.uuid}/"))
    assert "您催过了" in page and "/urge/" not in page


def test_a_case_in_time_cannot_be_pressed_for_and_says_nothing_of_it(zhangsan, case):
    zhangsan.post(f"/my/cases/{case.uuid}/urge/")
    assert not Enquiry.objects.exists()
    page = text(zhangsan.get(f"/my/cases/{case.uuid}/"))
    assert "对不起，这一件超期了" not in page and "/urge/" not in page


def test_nobody_presses_for_the_case_of_somebody_else(signed_in, case, later):
    assert signed_in("lisi").post(f"/my/cases/{case.uuid}/urge/").status_code in (403, 404)
    assert not Enquiry.objects.exists()
