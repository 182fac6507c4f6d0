"""Online: whom a matter is about is asked, and what the law may not grant is told before it is sent."""

import pytest

from tests.sites.portal_personal.conftest import ANSWERS, CHAOTIAN, seen_by
from yichuang.cases.models import Case, Draft
from yichuang.core import clock
from yichuang.registry import services as registry

pytestmark = pytest.mark.django_db
CERTIFY = "992014202008"
FUNERAL = "990514205002"
MOTHER = {"about_name": "王秀英", "about_id_number": "510812194003079998"}
ABOUT_MOTHER = {"for_whom": "family", "about_id_type": "01", "about_relation": "50", **MOTHER}
CERTIFIED = {
    "person_phone": "13900000001",
    "notice_way": "sms",
    "residence_region": "510812100001",
    "residence_address": "演示路1号",
    "benefit_kind": ["resident"],
    "certify_way": "share",
    "live_region": "510812",
    "other_state": ["none"],
}


def text(response):
    return response.content.decode()


def begun(client, code, **situation):
    client.post(
        f"/apply/{code}/?region={CHAOTIAN}", {"by_agent": "no", "for_whom": "family"} | situation
    )
    return Draft.objects.get(owner__username="zhangsan", case_number="")


def test_a_condition_that_is_not_met_is_told_on_the_page_to_check_and_may_be_sent(
    zhangsan, draft, signature
):
    filled = zhangsan.post(
        f"/drafts/{draft.uuid}/form/", ANSWERS | {"promise-M03": "yes", "can_work": "false"}
    )
    assert filled.status_code == 302
    page = text(zhangsan.get(filled.url))
    assert "没有劳动能力" in page and "第六十三条" in page
    assert zhangsan.post(filled.url, signature | seen_by(zhangsan, draft)).url.endswith("/done/")


def test_another_name_in_the_signature_is_stopped(zhangsan, draft, signature):
    filled = zhangsan.post(f"/drafts/{draft.uuid}/form/", ANSWERS | {"promise-M03": "yes"})
    refused = zhangsan.post(
        filled.url, signature | seen_by(zhangsan, draft) | {"signature-signer": "孙八"}
    )
    assert refused.status_code == 422 and "网上由登录的人自己签名" in text(refused)
    assert not Case.objects.filter(person__cases__client_ref=str(draft.uuid)).exists()


def test_somebody_certifies_for_a_parent_who_becomes_a_party_and_is_offered_again(
    zhangsan, signature
):
    mother = registry.record_person(
        name="王秀英", id_number=MOTHER["about_id_number"], actor="test"
    )
    draft = begun(zhangsan, CERTIFY)
    filled = zhangsan.post(f"/drafts/{draft.uuid}/form/", CERTIFIED | ABOUT_MOTHER)
    assert filled.status_code == 302, text(filled)
    sent = zhangsan.post(filled.url, signature | seen_by(zhangsan, draft))
    case = Case.objects.get(client_ref=str(draft.uuid))
    assert sent.status_code == 302
    assert (case.form["person_name"], case.form["about_name"]) == ("张三", "王秀英")
    assert [(party.role, party.person) for party in case.parties.all()] == [("about", mother)]
    again = begun(zhangsan, CERTIFY)
    page = f"/drafts/{again.uuid}/form/"
    assert "王秀英" in text(zhangsan.get(page)) and MOTHER["about_id_number"] not in text(
        zhangsan.get(page)
    )
    zhangsan.post(page, {"for_whom": "family", "_person": str(mother.uuid)})
    again.refresh_from_db()
    assert {key: again.answers[key] for key in MOTHER} == MOTHER


def test_a_stranger_who_was_never_named_cannot_be_chosen(zhangsan):
    stranger = registry.record_person(
        name="王秀英", id_number=MOTHER["about_id_number"], actor="test"
    )
    draft = begun(zhangsan, CERTIFY)
    zhangsan.post(f"/drafts/{draft.uuid}/form/", {"_person": str(stranger.uuid)})
    draft.refresh_from_db()
    assert not draft.answers.get("about_id_number")


def test_nobody_whom_an_applicant_names_is_entered_in_the_register(zhangsan, signature):
    draft = begun(zhangsan, CERTIFY)
    filled = zhangsan.post(f"/drafts/{draft.uuid}/form/", CERTIFIED | ABOUT_MOTHER)
    zhangsan.post(filled.url, signature | seen_by(zhangsan, draft))
    case = Case.objects.get(client_ref=str(draft.uuid))
    assert case.received_at <= clock.now() and not case.parties.exists()


def test_the_deceased_is_asked_and_not_the_account_holder(zhangsan):
    draft = begun(zhangsan, FUNERAL)
    page = text(zhangsan.get(f"/drafts/{draft.uuid}/form/"))
    assert 'name="deceased_name"' in page and 'name="deceased_id_number"' in page
    assert not {"deceased_name", "deceased_id_number"} & set(draft.answers)
