"""My cases, their papers, messages, and looking in from outside."""

import re
from copy import deepcopy
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.looking import complete_instantly
from tests.paper_files import text_of
from tests.sites.desk import lives
from tests.sites.portal_personal.conftest import PDF
from yichuang.audit.models import Entry
from yichuang.audit.services import record
from yichuang.cases import services
from yichuang.cases.models import Case, Enquiry
from yichuang.cases.queries import cases
from yichuang.cases.services.corrections import Asked
from yichuang.catalog import queries as catalog
from yichuang.catalog import services as catalogue
from yichuang.core import clock
from yichuang.documents import queries as documents
from yichuang.notify import services as notify
from yichuang.notify.models import Message
from yichuang.registry.models import Person

pytestmark = pytest.mark.django_db
CORRECTED = "2026-10-01"
RARE = [
    Asked("material", "M03", "照片太糊，看不清日期"),
    Asked("field", "last_job_end", "和停保日期不一样"),
]


def text(response):
    return response.content.decode()


def at(case, page=""):
    return f"/my/cases/{case.uuid}/{page}"


@pytest.fixture
def correcting(case, clerk):
    services.ask_correction(case_id=case.uuid, officer=clerk, items=RARE, now=clock.now())
    return cases.get(case.uuid)


@pytest.fixture
def finished(case, clerk):
    complete_instantly(case_id=case.uuid, officer=clerk, now=clock.now(), result="已登记失业")
    return cases.get(case.uuid)


def test_the_list_says_what_waits_first(zhangsan, correcting):
    page = text(zhangsan.get("/my/"))
    assert page.index("等您办") < page.index("办过的和正在办的")
    assert "等您补材料" in page
    assert str(correcting.uuid) not in text(zhangsan.get("/my/?show=ended"))
    assert str(correcting.uuid) in text(zhangsan.get("/my/?show=waiting"))
    assert str(correcting.uuid) not in text(zhangsan.get("/my/?show=running"))


def test_the_case_page_tells_where_it_stands_and_how_the_date_came_about(zhangsan, case):
    page = text(zhangsan.get(at(case)))
    for words in ("办到哪了", "已提交", "正在看材料", "为什么是这一天", "我们承诺", "撤回这一件"):
        assert words in page


def test_the_case_page_shows_what_was_filled_in_with_names_for_codes_and_numbers_masked(
    zhangsan, case
):
    page = text(zhangsan.get(at(case)))
    assert "运输、仓储、快递" in page and ">4-02<" not in page
    assert "大学专科毕业" in page
    assert "四川省广元市朝天区" in page
    assert "510812********9916" in page and "510812198805129916" not in page


def test_the_case_page_leads_to_the_guide_as_it_was_when_the_case_was_handed_in(zhangsan, case):
    old = catalog.version_in_force(case.item_code)
    changed = deepcopy(old.definition) | {"conditions": "后来改过的条件"}
    catalogue.publish(
        definition=changed, form=old.form, effective_from=clock.today(), actor="officer:1"
    )
    page = unescape(text(zhangsan.get(at(case))))
    link = re.search(r'href="(/items/[^"]+version=1[^"]*)"', page).group(1)
    then = text(Client().get(link))
    assert old.revision in then and "后来改过的条件" not in then
    assert "这是第1版，现在的是第2版" in then


def test_a_correction_shows_each_reason_and_takes_only_what_was_asked(zhangsan, correcting):
    assert "请补2样东西" in text(zhangsan.get(at(correcting)))
    page = text(zhangsan.get(at(correcting, "correct/")))
    assert "照片太糊，看不清日期" in page
    assert "和停保日期不一样" in page
    assert "希望从事的职业" not in page
    answer = {
        "last_job_end": CORRECTED,
        "wanted_occupation": "6-31",
        "materials-M03": SimpleUploadedFile("新的.pdf", PDF),
    }
    shown = zhangsan.post(at(correcting, "correct/"), answer)
    assert "新的.pdf" in text(shown) and "希望从事的职业" not in text(shown)
    assert Case.objects.get(pk=correcting.pk).state == "correcting"
    assert sent_from(zhangsan, shown).url == at(correcting)
    after = Case.objects.get(pk=correcting.pk)
    assert (after.state, after.form["last_job_end"]) == ("supplied", CORRECTED)
    assert after.form["wanted_occupation"] == "4-02"
    assert after.materials.get(round=1).file.name == "新的.pdf"


def test_a_file_sent_with_a_wrong_answer_need_not_be_sent_again(zhangsan, correcting):
    wrong = {"last_job_end": "2061-01-01", "materials-M03": SimpleUploadedFile("新的.pdf", PDF)}
    page = zhangsan.post(at(correcting, "correct/"), wrong)
    assert page.status_code == 422
    kept = text(page).split('name="kept-M03" value="')[1].split('"')[0]
    shown = zhangsan.post(at(correcting, "correct/"), {"last_job_end": CORRECTED, "kept-M03": kept})
    assert sent_from(zhangsan, shown).status_code == 302


def sent_from(client, shown, *confirmed: str):
    """The last look is read and its button pressed; confirmed: the boxes that are ticked."""
    assert shown.status_code in (200, 422)
    named = re.findall(
        r'<input type="hidden" name="([^"]+)" value="([^"]*)"', shown.content.decode()
    )
    typed = {name: unescape(value) for name, value in named if name != "csrfmiddlewaretoken"}
    return client.post(shown.request["PATH_INFO"], typed | {"confirmed": confirmed, "_send": "yes"})


def test_an_answer_that_stays_is_named_and_confirmed_before_it_is_sent(zhangsan, correcting):
    same = correcting.form["last_job_end"]
    papers = {"materials-M03": SimpleUploadedFile("新的.pdf", PDF)}
    shown = zhangsan.post(at(correcting, "correct/"), {"last_job_end": same, **papers})
    assert "没有改的内容" in text(shown) and 'name="confirmed"' in text(shown)
    refused = sent_from(zhangsan, shown)
    assert refused.status_code == 422 and "和原来一样，不改请确认" in text(refused)
    assert Case.objects.get(pk=correcting.pk).state == "correcting"
    assert sent_from(zhangsan, refused, "last_job_end").url == at(correcting)
    assert Case.objects.get(pk=correcting.pk).form == correcting.form


def test_going_back_from_the_last_look_keeps_what_was_typed_and_uploaded(zhangsan, correcting):
    papers = {"materials-M03": SimpleUploadedFile("新的.pdf", PDF)}
    shown = zhangsan.post(at(correcting, "correct/"), {"last_job_end": CORRECTED, **papers})
    named = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', text(shown))
    back = text(zhangsan.post(at(correcting, "correct/"), dict(named) | {"_back": "yes"}))
    assert f'value="{CORRECTED}"' in back and 'name="kept-M03"' in back


def test_a_correction_without_the_paper_says_so_at_the_paper(zhangsan, correcting):
    page = zhangsan.post(at(correcting, "correct/"), {"last_job_end": CORRECTED})
    assert page.status_code == 422
    assert 'href="#f-materials-M03"' in text(page)


def test_a_case_is_withdrawn_only_after_asking(zhangsan, case):
    assert "撤回这一件" in text(zhangsan.get(at(case, "withdraw/")))
    assert Case.objects.get(pk=case.pk).state == "received"
    zhangsan.post(at(case, "withdraw/"), {"reason": "找到工作了"})
    assert Case.objects.get(pk=case.pk).state == "withdrawn"
    assert "您已撤回" in text(zhangsan.get(at(case)))


def test_a_finished_case_cannot_be_withdrawn(zhangsan, finished):
    assert zhangsan.get(at(finished, "withdraw/")).status_code == 409
    assert "撤回这一件" not in text(zhangsan.get(at(finished)))


def test_opening_the_result_is_its_delivery(zhangsan, finished):
    assert "查看结果" in text(zhangsan.get(at(finished)))
    page = zhangsan.post(at(finished, "result/"), follow=True)
    source = re.search(r'<iframe[^>]* src="([^"]+)"', text(page))[1]
    assert finished.number in text_of(zhangsan.get(source).content)
    assert cases.get(finished.uuid).delivery.state == "delivered"
    assert "已送达" in text(zhangsan.get(at(finished)))
    assert zhangsan.post(at(finished, "result/"), follow=True).status_code == 200
    assert finished.events.filter(kind="deliver").count() == 1


def test_there_is_no_result_before_the_end(zhangsan, case):
    assert zhangsan.post(at(case, "result/")).status_code == 409


def test_the_receipt_is_made_at_once_and_its_reading_is_recorded(zhangsan, case):
    receipt = text_of(zhangsan.get(at(case, "receipt.pdf")).content)
    assert "申请材料收件凭证" in receipt and case.number in receipt
    assert Entry.objects.filter(verb="paper.read", subject=case.ref).exists()
    paper = documents.of_subject(case.ref).get()
    assert zhangsan.get(f"/my/papers/{paper.uuid}.pdf").status_code == 200


def test_nobody_sees_another_persons_case_or_paper(zhangsan, case, signed_in):
    zhangsan.get(at(case, "receipt.pdf"))
    paper = documents.of_subject(case.ref).get()
    lisi = signed_in("lisi")
    for page in ("", "withdraw/", "password/", "ask/", "correct/", "receipt.pdf", "receipt/"):
        assert lisi.get(at(case, page)).status_code == 404
    assert lisi.post(at(case, "result/")).status_code == 404
    assert lisi.post(at(case, "withdraw/")).status_code == 404
    assert lisi.get(f"/my/papers/{paper.uuid}.pdf").status_code == 404
    assert lisi.get(f"/my/papers/{paper.uuid}/").status_code == 404
    assert Case.objects.get(pk=case.pk).state == "received"


def test_a_new_query_password_ends_the_old_one(zhangsan, draft, case):
    old = text(zhangsan.get(f"/drafts/{draft.uuid}/done/")).split('<b class="big2">')[1][:6]
    new = text(zhangsan.post(at(case, "password/"))).split('<b class="big2">')[1][:6]
    assert Client().post("/track/", {"number": case.number, "password": new}).status_code == 200
    if new != old:
        assert Client().post("/track/", {"number": case.number, "password": old}).status_code == 404


def test_a_question_goes_to_the_unit_that_has_the_case(zhangsan, case):
    assert zhangsan.post(at(case, "ask/"), {"question": "", "phone": "1"}).status_code == 422
    zhangsan.post(at(case, "ask/"), {"question": "什么时候能办好？", "phone": "13900000001"})
    asked = next(row for row in Enquiry.objects.all() if row.question == "什么时候能办好？")
    assert (asked.organisation, asked.person.name) == (case.organisation, "张三")


def test_tracking_takes_a_grouped_number_and_masks_the_person(zhangsan, draft, case):
    password = text(zhangsan.get(f"/drafts/{draft.uuid}/done/")).split('<b class="big2">')[1][:6]
    grouped = " ".join(case.number[i : i + 4] for i in range(0, 21, 4))
    page = text(Client().post("/track/", {"number": grouped, "password": password}))
    assert "张**" in page
    assert "张三" not in page
    assert "已收到" in page


def test_the_number_of_a_qr_code_is_filled_in(case):
    page = text(Client().get(f"/t/{case.number}"))
    assert case.number[:4] in page
    assert "失业登记" not in page


def test_five_wrong_tries_lock_the_number_and_say_until_when(case):
    client = Client()
    for _ in range(5):
        page = client.post("/track/", {"number": case.number, "password": "xxxxxx"})
        assert page.status_code == 404
    locked = client.post("/track/", {"number": case.number, "password": "xxxxxx"})
    assert locked.status_code == 429
    assert "以后再试" in text(locked)


@pytest.mark.parametrize(
    ("form", "told"),
    [
        ({"number": "12", "password": "123456"}, "21位数字"),
        ({"number": "1" * 21}, "请填6位查询密码"),
    ],
)
def test_a_tracking_form_filled_wrongly_keeps_what_was_typed(world, form, told):
    page = Client().post("/track/", form)
    assert page.status_code == 422
    assert told in text(page)


def test_a_refusal_is_told_as_one_and_opens_the_decision_that_gives_its_reasons(zhangsan):
    """行政复议法 20: the time to object runs from the day the decision came, not a notice that the matter is over."""
    case = lives.denied()
    page = text(zhangsan.get(f"/my/cases/{case.uuid}/"))
    told = page.split("how-far")[0]
    assert "决定作出了，没有同意" in told and "没有同意" in told and "办好了" not in told
    opened = zhangsan.post(f"/my/cases/{case.uuid}/result/", follow=True)
    assert "决定书" in text(opened)
    assert case.events.filter(kind="deliver").count() == 1
    assert case.delivery.state == "delivered"
    issued = [paper.kind for paper in documents.of_subject(case.ref)]
    assert "decision" in issued and "completion" not in issued


def test_messages_are_counted_in_the_header_until_they_are_read(zhangsan):
    me = Person.objects.get(pk=zhangsan_person().pk)
    for n in range(2):
        notify.send(
            recipient=f"person:{me.uuid}",
            kind="account_opened",
            context={},
            key=f"t{n}",
            link="/my/",
        )
    before = text(zhangsan.get("/messages/"))
    assert "条消息没看" in before
    first = before.split('action="/messages/')[2].split('"')[0]
    assert zhangsan.post(f"/messages/{first}").url == "/my/"
    zhangsan.post("/messages/read/")
    assert "条消息没看" not in text(zhangsan.get("/messages/"))


def test_somebody_elses_message_does_not_exist(zhangsan, signed_in):
    me = zhangsan_person()
    notify.send(recipient=f"person:{me.uuid}", kind="account_opened", context={}, key="t9")
    sent = Message.objects.get(key="t9")
    assert signed_in("lisi").post(f"/messages/{sent.uuid}/").status_code == 404


def test_contact_details_are_changed_and_fill_the_next_form(zhangsan, draft):
    assert zhangsan.post("/account/", {"phone": "12", "address": "新街2号"}).status_code == 422
    zhangsan.post("/account/", {"phone": "13900000009", "address": "新街2号"})
    assert zhangsan_person().address == "新街2号"
    assert "13900000009" in text(zhangsan.get("/account/"))


def test_a_unit_changes_its_handler(signed_in):
    unit = signed_in("shilijia")
    unit.post(
        "/account/", {"handler_name": "周八", "phone": "13900000006", "address": "演示路100号"}
    )
    assert "周八" in text(unit.get("/account/"))


def test_who_has_looked_is_listed_by_name_without_my_own_looking(zhangsan, case, clerk):
    record(actor=clerk.actor, verb="case.read", subject=case.ref)
    page = text(zhangsan.get("/my/access/"))
    assert clerk.name in page
    assert "看了这件事：失业登记" in page
    assert page.count("看了这件事") == 1


def zhangsan_person():
    from yichuang.accounts.models import User
    from yichuang.identity import queries as identity

    return identity.subject_of(User.objects.get(username="zhangsan"))
