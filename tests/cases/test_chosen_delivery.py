"""Every way of delivery that a form offers is the way that the result goes, and every place says where."""

import re

import pytest

from tests.sites.desk import lives
from yichuang.cases.queries import versions
from yichuang.cases.services import messages
from yichuang.cases.services.contexts import handing_over
from yichuang.catalog import form_packs, tables
from yichuang.catalog.rules.receiving import Chosen, chosen
from yichuang.core import clock
from yichuang.notify.models import Message

BRANCH = "示例银行朝天支行（虚构）"
STREET = "朝天区示例街道3号（虚构）"
SPEAKS_OF_DELIVERY = re.compile(
    "领取方式|领卡方式|领卡网点|获取方式|提供形式|答复方式|通知方式|转递方式|邮寄地址|送达地址"
    "|接收地址|接收邮箱|接收电话|收件|寄送|取件|领证"
)
# field and answer → way, place, whether the address of the form is used; written by hand from the labels of the forms
EXPECTED = {
    ("card_delivery", "instant"): Chosen("counter", f"{BRANCH}（即时制卡网点）"),
    ("card_delivery", "bank"): Chosen("counter", BRANCH),
    ("card_delivery", "mail"): Chosen("mail", "", STREET),
    ("card_delivery", "unit"): Chosen("counter", "您的单位（由单位统一领取）"),
    ("delivery_way", "online"): Chosen("electronic"),
    ("delivery_way", "pickup"): Chosen("counter"),
    ("delivery_way", "mail"): Chosen("mail", "", STREET),
    ("delivery_way", "bank"): Chosen("counter", "合作网点（由网点通知您）"),
    ("get_way", "pdf"): Chosen("electronic"),
    ("get_way", "kiosk"): Chosen("electronic"),
    ("get_way", "window"): Chosen("counter"),
    ("form_wanted", "paper"): Chosen("counter"),
    ("form_wanted", "email"): Chosen("electronic"),
    ("form_wanted", "view"): Chosen("counter"),
    ("reply_way", "sms"): Chosen("electronic"),
    ("reply_way", "app"): Chosen("electronic"),
    ("reply_way", "phone"): Chosen("electronic"),
    ("reply_way", "email"): Chosen("electronic"),
    ("reply_way", "mail"): Chosen("mail", "", STREET),
    ("notice_way", "sms"): Chosen(),
    ("notice_way", "app"): Chosen(),
    ("notice_way", "phone"): Chosen(),
    ("notice_way", "email"): Chosen(),
    ("notice_way", "mail"): Chosen("mail", "", STREET),
}
ADDRESSES = ("card_mail_address", "delivery_address", "serve_address", "postal_address")
CARD = "992014301007"  # 社会保障卡补领、换领、换发


def fields_of_all_forms():
    forms = form_packs.load_forms()
    for row in sorted(tables.results()["items"]):
        yield row, forms.compiled(row).fields


def known_fields() -> set[str]:
    """Fields of packs/results/receiving: those that decide, those that say where, those that are something else."""
    table = tables.receiving()
    known = set(table["beside"])
    for row in table["chosen"]:
        choices = row.get("answers", {"": row.get("filled")})
        known.add(row["field"])
        for choice in choices.values():
            known.add(choice.get("address", ""))
            known.update(re.findall(r"{(\w+)}", choice.get("at", "")))
    return known


def test_every_field_of_every_form_that_speaks_of_delivery_is_decided_about():
    known = known_fields()
    left_out = set()
    for code, fields in fields_of_all_forms():
        for key, field in fields.items():
            if SPEAKS_OF_DELIVERY.search(field.label) and key not in known:
                left_out.add((code, key, field.label))
    assert left_out == set()


def test_every_answer_of_every_form_goes_the_way_that_its_words_say():
    asked = set()
    deciding = {key for key, _ in EXPECTED}
    for code, fields in fields_of_all_forms():
        for key in deciding & set(fields):
            for answer, _label in fields[key].options:
                told = {key: answer, "card_branch": BRANCH} | dict.fromkeys(ADDRESSES, STREET)
                del told["serve_address"]
                assert chosen(told, tables.receiving()) == EXPECTED[key, answer], (code, key)
                asked.add((key, answer))
    assert asked == set(EXPECTED)


def test_an_address_of_service_is_the_address():
    answers = {"serve_address": STREET, "notice_way": "sms"}
    assert chosen(answers, tables.receiving()) == Chosen("mail", "", STREET)


@pytest.fixture
def says(monkeypatch):
    """Answers that the next application gives instead of those of the sample."""
    real = lives.sample_of
    answers = {}
    monkeypatch.setattr(lives, "sample_of", lambda *args: real(*args) | answers)
    return answers


def finished():
    """A card that was asked for at the window and finished there."""
    case = lives.submitted(CARD, channel=1)
    clerk = lives.officer("gy_clerk")
    lives.complete_instantly(case_id=case.uuid, officer=clerk, now=clock.now(), result="补领成功")
    return lives.again(case)


def told(case) -> Message:
    seq = case.events.get(kind="close").seq
    messages.tell(case_id=case.uuid, verb="close", seq=seq)
    return Message.objects.get(
        recipient=f"person:{case.person.uuid}", kind__in=("result_ready", "result_by_post")
    )


@pytest.mark.parametrize(
    ("way", "place"), [("bank", BRANCH), ("instant", f"{BRANCH}（即时制卡网点）")]
)
def test_the_branch_of_a_card_stands_in_the_message_the_notice_and_at_the_counter(
    world, says, way, place
):
    says |= {"card_delivery": way, "card_branch": BRANCH}
    case = finished()
    assert f"到 {place} 领取" in told(case).body
    notice = handing_over.completion(case, versions.of_case(case), None)
    assert (notice["place"], notice["hours"]) == (place, "")
    counter = lives.words(lives.signed_in("gy_issuer").get("/desk/issue/?list=elsewhere"))
    assert f"申请人选了到{place}领，不在这个窗口" in counter
    owner = lives.signed_in("zhangsan")
    page = lives.words(owner.get(f"/my/cases/{case.uuid}/"))
    assert f"到{place}，带身份证" in page and f"到{place}领" in page
    assert place in lives.words(owner.get("/"))


def test_a_card_that_is_to_be_sent_waits_for_the_courier_with_its_address(world, says):
    says |= {"card_delivery": "mail", "card_mail_address": STREET, "card_branch": None}
    case = finished()
    assert (case.delivery.way, case.delivery.address) == ("mail", STREET)
    assert "结果寄到申请时写的地址" in told(case).body
    notice = handing_over.completion(case, versions.of_case(case), None)
    assert (notice["delivery"], notice["place"]) == ("邮寄送达", "")
    posted = lives.words(lives.signed_in("gy_issuer").get("/desk/issue/?list=mail"))
    assert STREET in posted


def test_a_refusal_is_not_given_out_by_a_bank(world, says):
    says["delivery_way"] = "bank"
    case = lives.denied("992014101004", channel=1)
    assert (case.delivery.way, case.delivery.place) == ("counter", "")
