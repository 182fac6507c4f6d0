"""Whoever has no identity card is asked for the document that they have: in papers, messages and pages."""

import pytest
from django.test import Client

from tests.sites.desk import lives
from tests.sites.portal_personal.conftest import SITUATION
from yichuang.accounts.models import User
from yichuang.cases import services
from yichuang.cases.models import Case
from yichuang.cases.queries import cases, noticed, versions
from yichuang.cases.services import Concerned, messages
from yichuang.cases.services.contexts import CONTEXT
from yichuang.cases.services.corrections import Asked
from yichuang.core import clock
from yichuang.identity import services as identity
from yichuang.notify.models import Message
from yichuang.registry import queries as register
from yichuang.registry import services as registry
from yichuang.registry.models import Person

TALENT = "992014401001"  # its result waits at a counter
PHONE = "13900000091"
CARD = "居民身份证或社会保障卡（或电子证照）"
DOCUMENTS = [
    ("01", "510812199003079958", "身份证"),
    ("02", "H12345678", "港澳居民来往内地通行证"),
    ("03", "12345678", "台湾居民来往大陆通行证"),
    ("04", "810000199003079917", "港澳台居民居住证"),
    ("05", "ABC123456789012", "外国人永久居留身份证"),
    ("06", "E12345678", "护照"),
    ("99", "A-1234", "有效身份证件"),
]
OF_NO_CITIZENS = DOCUMENTS[1:]


def person(kind: str, number: str) -> Person:
    return registry.record_person(name="李外来", id_number=number, id_type=kind, actor="test")


def applied(someone: Person, code: str = lives.BENEFIT, **more) -> dict:
    """How somebody applies: by the number of the document that they have."""
    answers = {}
    if code != TALENT and someone.id_type in ("02", "03", "06", "99"):
        answers = {"person_other_id": someone.id_number}
    return {"code": code, "subject": someone, "other_answers": answers, **more}


def account_of(someone: Person) -> Client:
    """Signed in with the account that a window opens for who shows this document."""
    identity.confirm_person(
        actor=lives.officer("gy_clerk").actor,
        person=someone,
        number=someone.id_number,
        phone=PHONE,
        open_account=True,
        now=clock.now(),
    )
    user = User.objects.get(real_name__person=someone)
    user.must_change_password = False
    user.save(update_fields=["must_change_password"])
    client = Client()
    client.force_login(user, backend="yichuang.accounts.backends.Backend")
    return client


def card_of(case: Case) -> str:
    """The code of the paper that says who somebody is."""
    papers = versions.of_case(case).all_materials
    (code,) = [paper.code for paper in papers if paper.name == CARD]
    return code


def asked_for_the_card(case: Case) -> None:
    items = [Asked("material", card_of(case), "看不清")]
    clerk = lives.officer("gy_clerk")
    services.ask_correction(case_id=case.uuid, officer=clerk, items=items, now=clock.now())


def last_told(someone: Person, kind: str) -> str:
    rows = Message.objects.filter(recipient=f"person:{someone.uuid}", kind=kind)
    return rows.latest("id").body


@pytest.mark.parametrize(("kind", "number", "document"), OF_NO_CITIZENS)
def test_a_correction_names_the_document_that_the_applicant_has(world, kind, number, document):
    someone = person(kind, number)
    case = lives.submitted(**applied(someone))
    asked_for_the_card(case)
    case = lives.again(case)
    step = [step for step in cases.trail(case) if step.kind == "ask_correction"][0]
    paper = CONTEXT["correction"](case, versions.of_case(case), step)
    assert paper["corrections"] == [[document, "看不清"]]
    assert noticed.in_words(case, step) == f"要补的：{document}，看不清。"
    messages.tell(case_id=case.uuid, verb="ask_correction", seq=case.seq)
    assert f"{document}：看不清" in last_told(someone, "case_correction")


def test_window_and_own_page_name_it_where_it_is_supplied(world):
    clerk = lives.signed_in("gy_clerk")
    someone = person("06", "E12345678")
    case = lives.submitted(**applied(someone))
    page = lives.words(clerk.get(f"/desk/cases/{case.uuid}/"))
    assert "护照" in page and CARD not in page
    asked_for_the_card(case)
    lives.met(clerk, someone)
    window = lives.words(clerk.get(f"/desk/cases/{case.uuid}/supply/"))
    own = account_of(someone).get(f"/my/cases/{case.uuid}/correct/")
    for page in (window, lives.words(own)):
        assert "护照" in page and CARD not in page


@pytest.mark.parametrize(("kind", "number", "document"), DOCUMENTS)
def test_whoever_collects_is_told_in_every_way_what_to_bring(world, kind, number, document):
    someone = person(kind, number)
    case = lives.decided(**applied(someone, TALENT, channel=1))
    bring = "身份证或社会保障卡" if kind == "01" else document
    paper = CONTEXT["completion"](case, versions.of_case(case), None)
    assert paper["bring"] == bring
    messages.tell(case_id=case.uuid, verb="close", seq=case.seq)
    assert f"请带{bring}到" in last_told(someone, "result_ready")
    page = account_of(someone).get(f"/my/cases/{case.uuid}/")
    assert f"，带{bring}。" in lives.words(page)


def test_a_unit_is_told_to_send_who_handles_it(world):
    unit = lives.employer()
    assert register.document_of(unit) == "有效身份证件"


@pytest.mark.parametrize(("kind", "number", "document"), DOCUMENTS)
def test_whom_a_case_is_about_is_told_to_come_with_their_own_document(
    world, kind, number, document
):
    someone = person(kind, number)
    case = lives.submitted(lives.UNEMPLOYED, parties=(Concerned("about", someone),))
    page = account_of(someone).get(f"/my/concerned/{case.uuid}/")
    assert f"或者带{document}到窗口" in lives.words(page)


def test_nothing_is_said_of_a_register_that_does_not_hold_them(world):
    someone = person("06", "E12345678")
    version = versions.of_case(lives.submitted(**applied(someone)))
    (citizens,) = [paper for paper in version.all_materials if paper.name == CARD]
    own = citizens.of_whom("06")
    assert "亮证" in citizens.note
    assert (own.name, own.exempt, own.note) == ("护照", False, "")


NUMBERS = [
    ("02", "H12345678", "港澳居民来往内地通行证号码"),
    ("03", "12345678", "台湾居民来往大陆通行证号码"),
    ("06", "E12345678", "护照号码"),
    ("99", "A-1234", "其他证件号码"),
]


@pytest.mark.parametrize(("kind", "number", "label"), NUMBERS)
def test_the_number_is_called_by_its_document(world, kind, number, label):
    someone = person(kind, number)
    client = account_of(someone)
    case = lives.submitted(**applied(someone))
    begun = client.post(f"/apply/{lives.UNEMPLOYED}/?region={lives.CHAOTIAN}", SITUATION)
    pages = [
        lives.words(client.get(begun.url)),
        lives.words(client.get(f"/my/cases/{case.uuid}/")),
        lives.words(lives.signed_in("gy_clerk").get(f"/desk/cases/{case.uuid}/")),
    ]
    for page in pages:
        assert label in page
        assert kind == "99" or "其他证件号码" not in page
