"""What a rule decided, on the pages of who applied, of the desk and of who lets rules decide (SYS-022)."""

import pytest

from tests.cases.ruled_by import CARD, OWN_CARD, agree, decided
from tests.sites.console_admin.writer import Desk
from tests.sites.desk import lives
from yichuang.cases.models import Look
from yichuang.eligibility.models import Approval

pytestmark = [pytest.mark.django_db, pytest.mark.asks]
RULE = f"rules/{CARD}/2026-07-01/"


def test_the_applicant_reads_each_condition_and_has_a_person_look(world):
    agree()
    case = decided()
    client = lives.signed_in("zhangsan")
    address = f"/my/cases/{case.uuid}/"
    words = lives.words(client.get(address))
    for said in (
        "没有人参与",
        "是本人的卡",
        "人社业务系统·社会保障卡",
        "回执",
        "周正言",
        "请人来看",
    ):
        assert said in words
    refused = client.post(f"{address}look/", {"kind": "", "words": ""})
    assert refused.status_code == 422
    sent = client.post(f"{address}look/", {"kind": "explain", "words": "想听人讲"})
    assert sent.status_code == 302
    assert "正在请人看" in lives.words(client.get(address))
    desk = lives.signed_in("gy_reviewer")
    page = f"/desk/cases/{case.uuid}/"
    assert "想听人讲" in lives.words(desk.get(page))
    case.refresh_from_db()
    answer = {"_seq": case.seq, "finding": "kept", "answer": "卡是您的，没有要改的"}
    assert desk.post(f"{page}answer-look/", answer).status_code == 302
    assert Look.objects.get(case=case).finding == "kept"
    assert "没有要改的" in lives.words(client.get(address))


def test_the_desk_has_the_trace_of_what_was_left_to_it(world):
    agree()
    case = decided(answers=OWN_CARD | {"card_no": "A00000009"})
    words = lives.words(lives.signed_in("gy_clerk").get(f"/desk/cases/{case.uuid}/"))
    assert "规则没有说“行”，由您来办" in words
    assert "两处说的不一样" in words
    own = lives.words(lives.signed_in("zhangsan").get(f"/my/cases/{case.uuid}/"))
    assert "是规则决定的" not in own


def test_a_legal_officer_agrees_on_the_page_and_takes_it_back(world):
    legal = Desk("tm_legal")
    page = legal.see(RULE)
    assert "都符合" in page
    assert "同意由这条规则决定" in page
    assert "同意由这条规则决定" not in Desk("gy_supervisor").see(RULE)
    legal.client.post(f"/console/admin/{RULE}approve/", {"_confirm": "yes"})
    assert Approval.objects.get(item_code=CARD).withdrawn_at is None
    assert "周正言" in legal.see("rules/")
    legal.client.post(f"/console/admin/{RULE}withdraw/", {"_confirm": "yes"})
    assert Approval.objects.get(item_code=CARD).withdrawn_at is not None
