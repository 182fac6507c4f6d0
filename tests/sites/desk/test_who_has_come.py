"""Who stands at the counter: a document of any kind, the person who comes for an employer, what is printed for them."""

from datetime import date
from io import BytesIO

import pytest
from pypdf import PdfReader

from tests.sites.desk import lives
from yichuang.cases.models import Case
from yichuang.catalog.form_packs import load_forms
from yichuang.catalog.rules.forms.examples import check_answers
from yichuang.registry.models import Employer, Person
from yichuang.registry.queries import person_by_id_number

PACKS = load_forms()
UNIT = "91510812MA99999021"
OF_UNITS = "992014201003"  # 职工参保登记（增员）
IDENTITY = {"person_id_type", "person_id_number", "person_other_id"}
# every form whose sample tells a person's citizen number; two more ask it only where no unit applies
OF_PERSONS = sorted(
    code for code, form in PACKS.forms.items() if "person_id_number" in form["sample"]
)


def who(client, **typed):
    if typed.get("kind") == "06":
        typed.setdefault("country", "USA")
    return client.post("/desk/who/", typed)


def text_of(answer) -> str:
    pages = PdfReader(BytesIO(answer.content)).pages
    return "".join(page.extract_text() for page in pages).replace("\n", "").replace(" ", "")


@pytest.mark.parametrize(
    ("kind", "number"), [("06", "E12345678"), ("02", "H12345678"), ("03", "12345678")]
)
def test_a_person_without_a_citizen_number_is_entered_by_the_document_that_they_have(
    clerk, kind, number
):
    assert who(clerk, number=number, kind=kind, name="李外来").status_code == 302
    assert person_by_id_number(number, kind).name == "李外来"


NO_CITIZENS = [
    ("02", "H12345678", "港澳居民来往内地通行证"),
    ("03", "12345678", "台湾居民来往大陆通行证"),
    ("05", "ABC123456789012", "外国人永久居留身份证"),
    ("06", "E12345678", "护照"),
    ("99", "A-1234", "有效身份证件"),
]


@pytest.mark.parametrize(("kind", "number", "document"), NO_CITIZENS)
def test_of_somebody_who_is_no_citizen_the_register_of_citizens_says_nothing(
    clerk, kind, number, document
):
    who(clerk, number=number, kind=kind, name="李外来")
    come = person_by_id_number(number, kind)
    assert come.source == "self"
    page = lives.words(clerk.get(f"/desk/take/{lives.BENEFIT}/?person={come.uuid}"))
    assert "公安人口库已核对" not in page
    assert "没有联网核对，看好原件" in page
    named = page.split(document)[1:]
    assert named and not any("部门共享，免交" in after[:60] for after in named)


@pytest.mark.parametrize(("kind", "number", "document"), NO_CITIZENS)
def test_a_first_visit_says_what_was_done_and_not_that_the_register_of_citizens_is_asked(
    clerk, kind, number, document
):
    page = lives.words(who(clerk, number=number, kind=kind))
    assert f"请看{document}原件，照着填姓名；这种证件没有联网核对" in page
    assert "要和公安人口库核对" not in page
    assert "要和公安人口库核对" in lives.words(who(clerk, number="510812199003079958"))


@pytest.mark.parametrize(
    ("kind", "number"), [("06", "护照"), ("02", "E12345678"), ("01", "510812198805129917")]
)
def test_a_number_that_its_document_cannot_have_is_refused_and_nobody_is_entered(
    clerk, kind, number
):
    before = Person.objects.count()
    page = who(clerk, number=number, kind=kind, name="李外来")
    assert page.status_code == 422 and "李外来" in page.content.decode()
    assert Person.objects.count() == before


def test_a_citizen_whose_number_ends_as_a_code_would_is_no_unit(clerk):
    number = "370202197209099953"
    before = Employer.objects.count()
    who(clerk, number=number)
    assert who(clerk, number=number, name="姜建国").status_code == 302
    assert Employer.objects.count() == before
    assert person_by_id_number(number).name == "姜建国"


@pytest.mark.parametrize("number", ["abcdefghijk", "A", "12345678901", "张三丰"])
def test_what_is_no_number_of_any_kind_is_neither_a_phone_nor_a_credit_code(clerk, number):
    page = who(clerk, number=number)
    assert page.status_code == 422
    assert "校验" not in lives.words(page) and "没有人登记过" not in lives.words(page)


def test_a_name_typed_where_the_number_belongs_stays_as_the_name(clerk):
    page = who(clerk, number="钱新来")
    assert 'name="name" value="钱新来"' in " ".join(page.content.decode().split())


def test_a_wrong_name_of_an_employer_is_refused(clerk):
    page = who(clerk, number=UNIT, name="随便写的名字公司")
    assert page.status_code == 422 and "单位名称和这个代码登记的不一样" in lives.words(page)


def test_nobody_is_served_for_an_employer_before_it_is_known_who_stands_there(clerk):
    unit = lives.employer()
    assert who(clerk, number=UNIT).status_code == 302
    assert "谁来替单位办" in lives.words(clerk.get(f"/desk/?employer={unit.uuid}"))
    turned = clerk.get(f"/desk/take/{OF_UNITS}/?employer={unit.uuid}", follow=True)
    assert turned.request["PATH_INFO"] == "/desk/" and "谁来替单位办" in lives.words(turned)
    wrong = who(clerk, number="13900000005", employer=str(unit.uuid))
    assert wrong.status_code == 422 and "证件号码" in lives.words(wrong)
    assert who(clerk, number="510812199203039950", employer=str(unit.uuid)).status_code == 302
    page = lives.words(clerk.get(f"/desk/take/{OF_UNITS}/?employer={unit.uuid}"))
    assert "来办的人" in page and "孙七" in page


def test_whoever_comes_for_an_employer_is_a_party_of_its_case(clerk):
    unit = lives.employer()
    who(clerk, number=UNIT)
    who(clerk, number="510812199203039950", employer=str(unit.uuid))
    case = lives.taken(clerk, OF_UNITS, f"employer={unit.uuid}")
    parties = case.parties.filter(role="agent")
    assert [party.person.name for party in parties] == ["孙七"]


@pytest.mark.parametrize("code", OF_PERSONS)
def test_every_form_of_a_person_takes_a_passport_and_refuses_what_is_none(code):
    form, pack = PACKS.compiled(code), PACKS.forms[code]
    answers = {key: value for key, value in pack["sample"].items() if key != "person_id_number"}
    passport = answers | {"person_id_type": "06", "person_other_id": "E12345678"}
    assert _told(form, passport, pack) == set()
    assert _told(form, passport | {"person_other_id": "E1"}, pack) == {"person_other_id"}


def _told(form, answers, pack) -> set[str]:
    problems = check_answers(form, answers, date.fromisoformat(pack["as_of"])).problems
    return {problem.field for problem in problems} & IDENTITY


def test_one_key_prints_every_paper_of_the_step_with_the_slip_first_and_the_password_once(clerk):
    query = who(clerk, number=lives.ZHANGSAN)["Location"].partition("?")[2]
    case = lives.taken(clerk, lives.UNEMPLOYED, query)
    first = text_of(clerk.get(f"/desk/cases/{case.uuid}/print.pdf"))
    again = text_of(clerk.get(f"/desk/cases/{case.uuid}/print.pdf"))
    assert "查询密码" in first and "收件凭证" in first
    assert "收件凭证" in again and first != again
    assert "收件小票" not in again


def test_a_lost_slip_is_printed_again_with_a_new_password_only_after_a_document_was_seen(clerk):
    case = lives.submitted(lives.UNEMPLOYED, channel=1)
    refused = clerk.post(f"/desk/cases/{case.uuid}/slip/")
    assert refused.status_code == 403 and "看证件" in lives.words(refused)
    before = Case.objects.get(pk=case.pk).password_hash
    who(clerk, number=lives.ZHANGSAN)
    assert clerk.post(f"/desk/cases/{case.uuid}/slip/").status_code == 302
    assert Case.objects.get(pk=case.pk).password_hash != before
    assert "查询密码" in text_of(clerk.get(f"/desk/cases/{case.uuid}/slip.pdf"))


def test_somebody_else_collects_a_result_by_a_document_and_the_receipt_says_so(world):
    case = lives.decided("992014401001", channel=1)
    issuer = lives.signed_in("gy_issuer")
    give = f"/desk/issue/{case.uuid}/deliver/"
    assert issuer.post(give, {"signer": "孙七"}).status_code == 422
    card = {"signer": "孙七", "document": "510812199203039950"}
    assert issuer.post(give, card | {"relation": "朋友"}).status_code == 422
    shown = {"by": "mandate", "signed_on": "2026-01-05"}
    assert issuer.post(give, card | shown).status_code == 302
    receipt = text_of(issuer.get(f"/desk/cases/{case.uuid}/papers/delivery_receipt.pdf"))
    assert "孙七" in receipt and "授权委托书" in receipt and "9950" in receipt
    assert "510812199203039950" not in receipt
