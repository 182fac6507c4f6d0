"""我的信用, and the page on which an approver answers an objection."""

import pytest
from django.test import Client

from tests.registry.test_credit_records import proposed
from tests.sites.desk import lives
from yichuang.accounts.models import User
from yichuang.core import clock
from yichuang.registry.models import CreditRecord
from yichuang.registry.services import credit

pytestmark = pytest.mark.django_db
OWN = "/account/credit/"
ANSWER = "查了参保记录，单位报错了月份"


def resident(username: str = "zhangsan"):
    client = Client()
    user = User.objects.get(username=username)
    client.force_login(user, backend="yichuang.accounts.backends.Backend")
    return client


@pytest.fixture
def row(world):
    fresh = proposed()
    approver = lives.officer("gy_approver")
    return credit.confirm_record(record_id=fresh.uuid, officer=approver, now=clock.now())


def test_whom_it_is_about_sees_what_and_until_when(row):
    page = lives.words(resident().get(OWN))
    assert row.facts in page and row.basis in page
    assert "不能用承诺代替材料" in page
    assert row.facts not in lives.words(resident("lisi").get(OWN))


def test_what_is_only_proposed_is_shown_to_nobody(world):
    fresh = proposed()
    page = lives.words(resident().get(OWN))
    assert fresh.facts not in page and "没有不守承诺的记录" in page


def test_an_objection_goes_to_somebody_who_had_no_hand_in_it(row):
    answer = resident().post(f"{OWN}{row.uuid}/object/", {"text": "那时我已经离职了"}, follow=True)
    assert "异议交了" in lives.words(answer)
    own_finding = lives.signed_in("gy_approver").get(f"/desk/credit/{row.uuid}/")
    assert "由别的审批人答复" in lives.words(own_finding)
    approver = lives.signed_in("gy_city_approver")
    page = lives.words(approver.get(f"/desk/credit/{row.uuid}/"))
    assert "那时我已经离职了" in page
    posted = {"upheld": "yes", "answer": ANSWER}
    approver.post(f"/desk/credit/{row.uuid}/answer/", posted)
    row.refresh_from_db()
    assert row.state == CreditRecord.WITHDRAWN
    page = lives.words(resident().get(OWN))
    assert ANSWER in page and "撤销了，不作数" in page


def test_an_objection_without_words_is_refused_at_its_field(row):
    answer = resident().post(f"{OWN}{row.uuid}/object/", {"text": " "})
    assert answer.status_code == 422
    assert "请写明哪里不对" in lives.words(answer)


def test_an_answer_without_a_choice_keeps_what_was_typed(row):
    resident().post(f"{OWN}{row.uuid}/object/", {"text": "不对"})
    approver = lives.signed_in("gy_city_approver")
    answer = approver.post(f"/desk/credit/{row.uuid}/answer/", {"answer": ANSWER})
    assert answer.status_code == 422
    assert ANSWER in lives.words(answer) and "请选异议成立还是不成立" in lives.words(answer)


@pytest.mark.parametrize("who", ["gy_reviewer", "qd_approver"])
def test_it_is_not_for_others(row, who):
    answer = lives.signed_in(who).get(f"/desk/credit/{row.uuid}/")
    assert answer.status_code in (403, 404)


@pytest.mark.parametrize("who", ["gy_head", "gy_supervisor"])
def test_who_stands_above_reads_it_and_answers_nothing(row, who):
    resident().post(f"{OWN}{row.uuid}/object/", {"text": "不对"})
    above = lives.signed_in(who)
    page = lives.words(above.get(f"/desk/credit/{row.uuid}/"))
    assert "不对" in page and "等审批的人答复" in page
    posted = {"upheld": "yes", "answer": ANSWER}
    assert above.post(f"/desk/credit/{row.uuid}/answer/", posted).status_code == 403
    row.refresh_from_db()
    assert row.state == CreditRecord.SHOWN
