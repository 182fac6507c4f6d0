"""A phone or a name finds somebody; only a document seen today lets a desk do anything for them, through any door."""

import pytest

from tests.sites.desk import lives
from yichuang.cases import services
from yichuang.cases.models import Case
from yichuang.cases.services.corrections import Asked
from yichuang.core import clock

PHONE = "13900000001"
TAKE = f"/desk/take/{lives.UNEMPLOYED}/"
WHAT = '<label for="what">办什么？</label>'
NEEDED = "先看来办事的人的证件"
COLLEAGUE = "gy_clerk"


def found_by_phone(client) -> str:
    """The query that names 张三, whom the phone has found."""
    return client.post("/desk/who/", {"number": PHONE})["Location"].partition("?")[2]


def begins_an_item(client) -> bool:
    answer = client.get(f"{TAKE}?{found_by_phone(client)}")
    return answer.status_code == 200


def sends_a_draft(client) -> bool:
    """A draft that was filled in a session in which the document was seen, sent from another one."""
    before = lives.signed_in(COLLEAGUE)
    typed = lives.typed(before, lives.UNEMPLOYED, lives.met(before))
    found_by_phone(client)
    cases = Case.objects.count()
    client.post(TAKE, typed)
    return Case.objects.count() > cases


def prints_a_new_password(client) -> bool:
    case = lives.submitted(lives.BENEFIT, channel=1)
    found_by_phone(client)
    client.post(f"/desk/cases/{case.uuid}/slip/")
    return lives.again(case).password_hash != case.password_hash


def takes_in_what_a_correction_asked_for(client) -> bool:
    case = lives.submitted(lives.BENEFIT)
    paper = case.materials.first().code
    services.ask_correction(
        case_id=case.uuid,
        officer=lives.officer(COLLEAGUE),
        items=[Asked("material", paper, "字看不清")],
        now=clock.now(),
    )
    found_by_phone(client)
    client.post(f"/desk/cases/{case.uuid}/supply/", {f"material-{paper}": "seen"})
    return lives.again(case).state != "correcting"


DOORS = (begins_an_item, sends_a_draft, prints_a_new_password, takes_in_what_a_correction_asked_for)


@pytest.mark.parametrize("door", DOORS)
def test_nothing_is_done_for_somebody_whom_a_phone_has_found(clerk, door):
    assert not door(clerk)


@pytest.mark.parametrize("door", DOORS)
def test_the_same_is_done_once_the_document_was_seen(clerk, door):
    lives.met(clerk)
    assert door(clerk)


def test_the_page_asks_for_the_document_and_compares_it(clerk):
    query = found_by_phone(clerk)
    asked = clerk.get(f"/desk/?{query}")
    assert "看张三的证件" in lives.words(asked) and WHAT not in asked.content.decode()
    person = str(lives.person().uuid)
    for number in (lives.LISI, PHONE, ""):
        refused = clerk.post("/desk/who/", {"number": number, "person": person})
        assert refused.status_code == 422 and "登记的证件号码" in lives.words(refused)
    seen = clerk.post("/desk/who/", {"number": lives.ZHANGSAN, "person": person})
    assert WHAT in clerk.get(seen["Location"]).content.decode()


def test_what_was_typed_before_the_document_was_seen_is_kept(clerk):
    before = lives.signed_in(COLLEAGUE)
    typed = lives.typed(before, lives.UNEMPLOYED, lives.met(before), skills="会修电机")
    turned = clerk.post(TAKE, typed, follow=True)
    assert NEEDED in lives.words(turned) and "没填完的" in lives.words(turned)
    assert "会修电机" in clerk.get(f"{TAKE}?draft={typed['draft']}").content.decode()


def test_a_correction_is_taken_in_with_the_document_told_on_its_own_page(clerk):
    case = lives.submitted(lives.BENEFIT)
    paper = case.materials.first().code
    services.ask_correction(
        case_id=case.uuid,
        officer=lives.officer(COLLEAGUE),
        items=[Asked("material", paper, "字看不清")],
        now=clock.now(),
    )
    address, brought = f"/desk/cases/{case.uuid}/supply/", {f"material-{paper}": "seen"}
    assert 'name="number"' in clerk.get(address).content.decode()
    refused = clerk.post(address, brought | {"number": lives.LISI})
    assert refused.status_code == 422 and 'href="#f-number"' in refused.content.decode()
    assert clerk.post(address, brought | {"number": lives.ZHANGSAN}).status_code == 302
    assert lives.again(case).state != "correcting"
