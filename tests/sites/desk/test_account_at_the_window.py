"""Who has no identity card gets an account where the document is seen, and signs in with its number."""

import re

import pytest
from django.test import Client

from tests.sites.desk import lives
from tests.sites.desk.test_mandates import HANDLER, paper
from yichuang.identity import queries as identity
from yichuang.identity.models import RealName
from yichuang.registry.models import Person
from yichuang.registry.rules import name_blind

PHONE = "13900000091"


def come(client, kind: str, number: str) -> Person:
    """Somebody whose document is seen here for the first time."""
    typed = {"number": number, "kind": kind, "name": "李外来", "country": "USA"}
    answer = client.post("/desk/who/", typed)
    assert answer.status_code == 302, lives.words(answer)
    return Person.objects.get(id_type=kind, name_blind=name_blind("李外来"))


def password_on(page) -> str:
    return re.search(r"[a-z]{6}[0-9]{6}", page.content.decode()).group(0)


@pytest.mark.parametrize(("kind", "number"), lives.DOCUMENTS)
def test_the_window_opens_the_account_and_its_number_signs_in(clerk, kind, number):
    person = come(clerk, kind, number)
    address = f"/desk/account/?person={person.uuid}"
    assert 'name="open" value="1" checked' in clerk.get(address).content.decode()
    typed = {"number": number, "phone": PHONE, "open": "1", "seen": "1"}
    page = clerk.post(address, typed)
    password = password_on(page)
    assert number not in lives.words(page) and PHONE not in page.content.decode()
    account = RealName.objects.get(person=person)
    window = lives.officer("gy_clerk").actor.replace("officer:", "window:")
    assert (account.proved_by, account.receipt) == (window, window)
    assert identity.may_see_all(account.user)
    signing = Client()
    answer = signing.post("/accounts/login/", {"username": number, "password": password})
    assert answer.status_code == 302
    assert signing.session.get("_auth_user_id") == str(account.user.pk)


def test_an_account_needs_a_phone_and_nothing_is_opened_without(clerk):
    person = come(clerk, "06", "E12345678")
    address = f"/desk/account/?person={person.uuid}"
    refused = clerk.post(address, {"number": "E12345678", "open": "1", "seen": "1"})
    assert refused.status_code == 422
    assert "开账号要手机号" in lives.words(refused)
    assert 'name="open" value="1" checked' in refused.content.decode()


def test_a_refusal_keeps_the_ticks_of_the_clerk(clerk):
    person = come(clerk, "06", "E12345678")
    address = f"/desk/account/?person={person.uuid}"
    for ticks, checked in (({"open": "1"}, True), ({}, False)):
        refused = clerk.post(address, {"number": "E99999999", "phone": PHONE} | ticks)
        assert refused.status_code == 422
        assert ('name="open" value="1" checked' in refused.content.decode()) is checked
    assert not RealName.objects.filter(person=person).exists()


def bring_mandate(client, unit) -> None:
    """孙七, of whom the register has only the name, brings the mandate that makes them the handler."""
    handler = lives.person(HANDLER)
    typed = paper(unit, _comer=str(handler.uuid), as_handler="1")
    assert client.post("/desk/mandate/", typed).status_code == 302


def test_a_unit_without_an_account_gets_one_with_its_handler(clerk):
    unit = lives.employer()
    RealName.objects.filter(employer=unit).delete()
    lives.come_for(clerk, unit)
    bring_mandate(clerk, unit)
    typed = {
        "number": unit.credit_code,
        "employer_name": unit.name,
        "handler_number": HANDLER,
        "handler_name": "孙七",
        "phone": PHONE,
        "open": "1",
        "seen": "1",
    }
    page = clerk.post(f"/desk/account/?employer={unit.uuid}", typed)
    assert page.status_code == 200, lives.words(page)
    assert password_on(page)
    account = RealName.objects.get(employer=unit)
    assert account.handler.name == "孙七"


def test_a_citizen_is_offered_the_same_and_does_not_get_it_unasked(clerk):
    person = come(clerk, "01", "510812199001019935")
    RealName.objects.filter(person=person).delete()
    page = clerk.get(f"/desk/account/?person={person.uuid}").content.decode()
    assert 'name="open" value="1">' in page


@pytest.mark.parametrize(("kind", "number"), lives.DOCUMENTS)
def test_registration_says_the_one_way_that_works(world, kind, number):
    typed = {
        "for": "person",
        "name": "李外来",
        "id_number": number,
        "phone": PHONE,
        "password": "Yichuang#2026",
        "again": "Yichuang#2026",
    }
    page = Client().post("/accounts/register/", typed)
    assert page.status_code == 422
    assert "到就近的人社窗口，看过证件当场开账号" in lives.words(page)


def test_a_passport_holder_becomes_the_handler_of_a_unit(clerk):
    unit = lives.employer()
    foreigner = come(clerk, "06", "E12345678")
    typed = {
        "number": unit.credit_code,
        "employer_name": unit.name,
        "handler_kind": "06",
        "handler_number": foreigner.id_number,
        "handler_name": foreigner.name,
        "rep_kind": "06",
        "rep_number": foreigner.id_number,
        "rep_name": foreigner.name,
        "licence_name": foreigner.name,
        "phone": PHONE,
        "seen": "1",
    }
    page = clerk.post(f"/desk/account/?employer={unit.uuid}", typed)
    assert page.status_code == 200, lives.words(page)
    assert RealName.objects.get(employer=unit).handler == foreigner
