"""An application through its pages, also when things go wrong."""

import re
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.sites.portal_personal.conftest import (
    ANSWERS,
    CHAOTIAN,
    PDF,
    SITUATION,
    UNEMPLOYMENT,
    seen_by,
)
from yichuang.cases import services
from yichuang.cases.models import Case, Draft, StoredFile
from yichuang.catalog import queries as catalog
from yichuang.core import clock

pytestmark = pytest.mark.django_db


def form(draft):
    return f"/drafts/{draft.uuid}/form/"


def text(response):
    return response.content.decode()


def test_the_first_step_asks_for_the_situation_and_keeps_what_was_chosen(zhangsan):
    page = zhangsan.post(f"/apply/{UNEMPLOYMENT}/?region={CHAOTIAN}", {"before": "employed"})
    assert page.status_code == 422
    assert "请先回答：是否由他人代办？" in text(page)
    assert 'value="employed" checked' in text(page)
    assert not Draft.objects.filter(owner__username="zhangsan").exists()


def test_the_register_answers_are_shown_masked_and_cannot_be_posted_over(zhangsan, draft):
    page = text(zhangsan.get(form(draft)))
    assert "510812********9916" in page
    assert "510812198805129916" not in page
    zhangsan.post(
        form(draft), ANSWERS | {"person_name": "别人", "person_id_number": "510812196607089934"}
    )
    assert "别人" not in text(zhangsan.get(f"/drafts/{draft.uuid}/check/"))
    draft.refresh_from_db()
    assert draft.answers["person_name"] == "张三"


def test_going_back_to_an_item_goes_on_with_the_unfinished_draft(zhangsan, draft):
    page = zhangsan.get(f"/apply/{UNEMPLOYMENT}/?region={CHAOTIAN}")
    assert page.url == form(draft)


def test_what_is_wrong_is_told_at_the_field_and_everything_typed_stays(zhangsan, draft):
    page = zhangsan.post(form(draft), ANSWERS | {"last_job_end": "2061-01-01"})
    assert page.status_code == 422
    assert 'href="#f-last_job_end"' in text(page)
    assert "示例甲食品有限公司（虚构）" in text(page)


def test_a_wrong_digit_in_an_agents_number_is_told(zhangsan, draft):
    zhangsan.post(f"/drafts/{draft.uuid}/situation/", SITUATION | {"by_agent": "yes"})
    page = zhangsan.post(form(draft), ANSWERS | {"agent_id_number": "510812196607089935"})
    assert page.status_code == 422
    assert 'href="#f-agent_id_number"' in text(page)


def test_whoever_has_an_agent_is_asked_for_the_mandate_and_told_whose_matter_it_is(zhangsan, draft):
    situation = f"/drafts/{draft.uuid}/situation/"
    assert "申请人是您自己" in text(zhangsan.get(situation))
    zhangsan.post(situation, SITUATION | {"by_agent": "yes"})
    page = text(zhangsan.get(form(draft)))
    assert "代办人身份证件与授权委托书" in page
    assert "授权委托书</b>（可不交）" not in page


def test_whoever_applies_alone_meets_no_heading_about_an_agent(zhangsan, draft):
    assert '<section class="hang" id="s-agent"' not in text(zhangsan.get(form(draft)))
    zhangsan.post(f"/drafts/{draft.uuid}/situation/", SITUATION | {"by_agent": "yes"})
    assert '<section class="hang" id="s-agent"' in text(zhangsan.get(form(draft)))


def test_online_only_whoever_signed_in_can_sign(zhangsan, draft, signature):
    situation = f"/drafts/{draft.uuid}/situation/"
    zhangsan.post(situation, SITUATION | {"by_agent": "yes"})
    agent = {
        "agent_name": "孙七七",
        "agent_id_number": "510812194003079998",
        "agent_phone": "13900000002",
        "agent_relation": "99",
        "agent_scope": ["submit"],
        "agent_until": "2061-01-01",
    }
    file = SimpleUploadedFile("委托书.pdf", PDF, "application/pdf")
    zhangsan.post(form(draft), ANSWERS | agent | {"materials-M04": file})
    check = f"/drafts/{draft.uuid}/check/"
    signed = signature | seen_by(zhangsan, draft)
    refused = zhangsan.post(check, signed | {"signature-signer": "孙七七"})
    assert refused.status_code == 422
    assert "网上由登录的人自己签名" in text(refused)
    assert not Case.objects.filter(client_ref=str(draft.uuid)).exists()
    sent = zhangsan.post(check, signed)
    assert sent.status_code == 302
    assert Case.objects.filter(client_ref=str(draft.uuid)).exists()


def test_a_change_of_situation_drops_the_paper_that_is_no_longer_asked_for(zhangsan, draft):
    zhangsan.post(f"/drafts/{draft.uuid}/situation/", SITUATION | {"by_agent": "yes"})
    file = SimpleUploadedFile("委托书.pdf", PDF, "application/pdf")
    zhangsan.post(form(draft), ANSWERS | {"materials-M04": file, "_upload": "M04"})
    draft.refresh_from_db()
    assert draft.materials["M04"]["source"] == "file"
    zhangsan.post(f"/drafts/{draft.uuid}/situation/", SITUATION | {"by_agent": "no"})
    draft.refresh_from_db()
    assert draft.materials == {}


def test_names_with_markup_emoji_and_rare_characters_come_through_as_they_are(zhangsan, draft):
    name = "<script>alert(1)</script>'; drop table x;-- 㛃𬭎😀"
    zhangsan.post(form(draft), ANSWERS | {"last_employer_name": name})
    page = text(zhangsan.get(f"/drafts/{draft.uuid}/check/"))
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;&#x27;; drop table x;--㛃𬭎😀" in page


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("证明.pdf", b"MZ\x90\x00" + b"\0" * 200, "内容却不是"),
        ("证明.exe", b"MZ\x90\x00", "不能收 .exe 文件"),
        ("证明.pdf", b"%PDF-1.4" + b"0" * 21_000_000, "超过了 20 MB"),
        ("空.pdf", b"", "这个文件是空的"),
    ],
)
def test_a_file_that_is_not_taken_is_told_at_its_paper(zhangsan, draft, name, content, told):
    page = zhangsan.post(
        form(draft), ANSWERS | {"materials-M03": SimpleUploadedFile(name, content)}
    )
    assert page.status_code == 422
    assert told in text(page)
    assert 'href="#f-materials-M03"' in text(page)
    assert not StoredFile.objects.exists()
    draft.refresh_from_db()
    assert draft.answers["wanted_occupation"] == "4-02"


def test_scripts_get_the_reason_of_a_refused_file_as_json(zhangsan, draft):
    answer = zhangsan.post(
        f"/drafts/{draft.uuid}/files/",
        {"materials-M03": SimpleUploadedFile("a.pdf", b"MZ")},
        headers={"X-Requested-With": "fetch"},
    )
    assert answer.status_code == 422
    assert "另存成 PDF" in answer.json()["detail"]


def test_what_is_typed_is_saved_valid_or_not(zhangsan, draft):
    answer = zhangsan.post(
        f"/drafts/{draft.uuid}/save/", {"person_phone": "139", "last_employer_name": "半个名"}
    )
    assert answer.status_code == 200
    draft.refresh_from_db()
    assert (draft.answers["person_phone"], draft.answers["last_employer_name"]) == ("139", "半个名")


def test_a_script_that_saves_after_the_session_ended_is_told_so(draft):
    answer = Client().post(f"/drafts/{draft.uuid}/save/", {}, headers={"X-Requested-With": "fetch"})
    assert answer.status_code == 401


def test_a_form_sent_after_the_session_ended_is_there_again_after_signing_in(zhangsan, draft):
    stranger = zhangsan
    Session.objects.update(expire_date=clock.now() - timedelta(hours=1))
    away = stranger.post(form(draft), ANSWERS | {"last_employer_name": "过期时填的单位"})
    assert away.status_code == 302
    assert away.url == f"/accounts/login/?next={form(draft)}&kept=1"
    assert "过期时填的单位" not in str(dict(stranger.session.items()))
    assert "填的都替您存着" in text(stranger.get(away.url))
    back = stranger.post(
        "/accounts/login/",
        {"username": "zhangsan", "password": "Yichuang#2026", "next": form(draft)},
    )
    assert back.url == form(draft)
    page = text(stranger.get(back.url))
    assert "刚才填的都在" in page
    assert "过期时填的单位" in page
    draft.refresh_from_db()
    assert draft.answers["last_employer_name"] == "过期时填的单位"


def test_what_a_stranger_left_behind_never_enters_another_persons_draft(zhangsan, draft, signed_in):
    shared_computer = zhangsan
    Session.objects.update(expire_date=clock.now() - timedelta(hours=1))
    shared_computer.post(form(draft), ANSWERS | {"last_employer_name": "过期时填的单位"})
    shared_computer.post("/accounts/login/", {"username": "lisi", "password": "Yichuang#2026"})
    assert shared_computer.get(form(draft)).status_code == 404
    draft.refresh_from_db()
    assert "last_employer_name" not in draft.answers


def test_the_check_page_shows_all_and_sends_once(zhangsan, draft, signature):
    zhangsan.post(form(draft), ANSWERS)
    page = text(zhangsan.get(f"/drafts/{draft.uuid}/check/"))
    assert "510812198805129916" in page
    signed = signature | seen_by(zhangsan, draft)
    first = zhangsan.post(f"/drafts/{draft.uuid}/check/", signed)
    second = zhangsan.post(f"/drafts/{draft.uuid}/check/", signed)
    assert first.url == second.url == f"/drafts/{draft.uuid}/done/"
    assert Case.objects.count() == 1


def test_an_unsigned_application_is_not_sent(zhangsan, draft, signature):
    zhangsan.post(form(draft), ANSWERS)
    signed = signature | seen_by(zhangsan, draft)
    for missing in ("truth_promise", "signature-signer", "signature-method"):
        page = zhangsan.post(f"/drafts/{draft.uuid}/check/", {**signed, missing: ""})
        assert page.status_code == 422
        ticked = re.search(r'<input[^>]*name="data_check_consent"[^>]*>', text(page))[0]
        assert "checked" in ticked  # what was given is not asked again
    assert not Case.objects.exists()


CHANGES = {
    "an answer": lambda draft: {"answers": {"last_employer_name": "别的窗口填的单位"}},
    "a paper": lambda draft: {"materials": draft.materials | {"M03": {"source": "missing"}}},
    "the situation": lambda draft: {"situation": draft.situation | {"agent": "yes"}},
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_what_was_changed_elsewhere_after_it_was_looked_over_is_not_sent(
    zhangsan, draft, signature, change
):
    zhangsan.post(form(draft), ANSWERS)
    signed = signature | seen_by(zhangsan, draft)
    draft.refresh_from_db()
    services.keep(draft_id=draft.uuid, owner=draft.owner, **change(draft))
    page = zhangsan.post(f"/drafts/{draft.uuid}/check/", signed)
    assert page.status_code == 409 and "刚才在别的窗口改过" in text(page)
    assert not Case.objects.exists()
    zhangsan.post(f"/drafts/{draft.uuid}/check/", signature)
    assert not Case.objects.exists()


def test_the_check_page_leads_back_to_what_is_missing(zhangsan, draft):
    page = zhangsan.get(f"/drafts/{draft.uuid}/check/", follow=True)
    assert page.redirect_chain[-1][0] == f"{form(draft)}?check=1"
    assert 'href="#f-needs_service"' in text(page)


def test_the_password_is_shown_once_and_works(zhangsan, draft, case):
    page = text(zhangsan.get(f"/drafts/{draft.uuid}/done/"))
    password = page.split('<b class="big2">')[1][:6]
    tracked = Client().post("/track/", {"number": case.number, "password": password})
    assert "失业登记" in text(tracked)
    assert "big2" not in text(zhangsan.get(f"/drafts/{draft.uuid}/done/"))


def test_a_receipt_whose_password_was_lost_on_the_way_gets_one_that_works(zhangsan, draft, case):
    session = zhangsan.session
    assert session.pop(f"query_password:{case.uuid}")
    session.save()
    page = text(zhangsan.get(f"/drafts/{draft.uuid}/done/"))
    password = page.split('<b class="big2">')[1][:6]
    assert (
        Client().post("/track/", {"number": case.number, "password": password}).status_code == 200
    )


def test_later_saves_and_lists_the_draft(zhangsan, draft):
    zhangsan.post(form(draft), {"last_employer_name": "先存着的单位", "_later": "1"})
    page = text(zhangsan.get("/my/"))
    assert "没填完的" in page
    assert f"/drafts/{draft.uuid}/form/" in page
    zhangsan.post(f"/drafts/{draft.uuid}/discard/")
    assert not Draft.objects.filter(pk=draft.pk).exists()


def test_a_persons_account_cannot_begin_what_units_do(zhangsan):
    page = zhangsan.get("/apply/992014201001/")
    assert page.status_code == 409
    assert "由单位来办" in text(page)


def test_a_phone_begins_what_is_done_on_the_web_as_web_and_what_is_done_by_phone_as_phone(zhangsan):
    phone = {"user-agent": "Mozilla/5.0 (iPhone) Mobile"}
    web_only, both = "992014402005", UNEMPLOYMENT
    for code, channel in ((web_only, 2), (both, 3)):
        asked = {s.key: s.options[0].value for s in catalog.guide(code).situations}
        zhangsan.post(f"/apply/{code}/?region={CHAOTIAN}", asked, headers=phone)
        assert Draft.objects.get(version__item__code=code).channel == channel


def test_what_is_done_at_windows_only_is_not_begun_here(zhangsan):
    page = zhangsan.get(f"/apply/992014401003/?region={CHAOTIAN}")
    assert page.status_code == 409 and "可以从这里办：窗口" in text(page)


def test_an_item_that_does_not_exist_is_a_plain_404(zhangsan):
    assert zhangsan.get("/apply/000000000000/").status_code == 404


def test_nobody_opens_another_persons_draft(draft, signed_in):
    lisi = signed_in("lisi")
    for step in ("", "situation/", "form/", "check/", "done/"):
        assert lisi.get(f"/drafts/{draft.uuid}/{step}").status_code == 404
    assert lisi.post(f"/drafts/{draft.uuid}/save/", {"person_phone": "1"}).status_code == 404
    assert lisi.post(f"/drafts/{draft.uuid}/discard/").status_code == 404


def test_another_persons_file_cannot_stand_for_a_paper(zhangsan, draft, stored, signed_in):
    theirs = stored("lisi")
    assert zhangsan.get(f"/my/files/{theirs.uuid}/").status_code == 404
    assert signed_in("lisi").get(f"/my/files/{theirs.uuid}/").content == PDF


def test_how_to_photograph_is_said_only_where_there_is_something_to_upload(zhangsan):
    begun = zhangsan.post("/apply/992014203006/?region=510812000000", {"by_agent": "no"})
    page = zhangsan.get(begun["Location"]).content.decode()
    assert "部门数据" in page or "免交" in page
    assert "拍照、扫描都行" not in page
