"""Who has no identity card comes for a unit, brings its mandate and handles its business: checked by their document."""

from datetime import timedelta

import pytest
from django.test import Client

from tests.sites.desk import lives
from yichuang.cases.models import Mandate
from yichuang.core import clock
from yichuang.identity.models import RealName
from yichuang.registry.models import Employer, Person

NAME = "李外来"
PHONE = "13900000096"


def come(client, unit: Employer, kind: str, number: str) -> Person:
    """Somebody whose document is seen here for the first time stands here for the unit."""
    client.post("/desk/who/", {"number": unit.credit_code})
    card = {"number": number, "kind": kind, "name": NAME, "country": "USA"}
    seen = client.post("/desk/who/", card | {"employer": str(unit.uuid)})
    assert seen.status_code == 302, lives.words(seen)
    return next(person for person in Person.objects.filter(id_type=kind) if person.name == NAME)


def bring(client, unit: Employer, person: Person):
    """A mandate that makes them the handler for a month."""
    today = clock.today()
    paper = {
        "employer": str(unit.uuid),
        "_comer": str(person.uuid),
        "how": "seen",
        "signed_by": "李四",
        "signed_on": today.isoformat(),
        "until": (today + timedelta(days=30)).isoformat(),
        "scope": "all",
        "as_handler": "1",
    }
    return client.post("/desk/mandate/", paper)


def confirm(client, unit: Employer, **changes):
    """The page of the unit's account."""
    typed = {
        "number": unit.credit_code,
        "employer_name": unit.name,
        "handler_name": NAME,
        "phone": PHONE,
        "seen": "1",
    }
    return client.post(f"/desk/account/?employer={unit.uuid}", typed | changes)


@pytest.mark.parametrize(("kind", "number"), lives.DOCUMENTS)
def test_a_mandate_makes_the_handler_of_whatever_document(clerk, kind, number):
    unit = lives.employer()
    person = come(clerk, unit, kind, number)
    assert "凭什么替单位办" in lives.words(clerk.get(f"/desk/?employer={unit.uuid}"))
    assert bring(clerk, unit, person).status_code == 302
    assert Mandate.objects.get(employer=unit, person=person).as_handler
    page = confirm(clerk, unit, handler_kind=kind, handler_number=number)
    assert page.status_code == 200, lives.words(page)
    assert RealName.objects.get(employer=unit).handler == person


WRONG = [
    ("02", "E12345678", "港澳居民来往内地通行证的号码是H或M"),
    ("06", "ABCDEF", "护照号码是6到12位"),
    ("04", "510812199203039950", "港澳台居民居住证的号码以81"),
    ("", "E12345678", "请先选证件类型"),
]


@pytest.mark.parametrize(("kind", "number", "words"), WRONG)
def test_the_number_of_a_handler_is_checked_by_its_kind(clerk, kind, number, words):
    unit = lives.employer()
    lives.come_for(clerk, unit)
    page = confirm(clerk, unit, handler_kind=kind, handler_number=number)
    assert page.status_code == 422
    assert words in lives.words(page)
    assert 'href="#f-handler_number"' in page.content.decode()


def test_a_unit_that_registers_online_is_told_where_such_a_handler_goes(world):
    unit = {
        "for": "employer",
        "employer_name": "示例丙公司",
        "credit_code": "91510812MA99999099",
        "handler_name": NAME,
        "id_number": "E12345678",
        "phone": PHONE,
        "password": "Yichuang#2026",
        "again": "Yichuang#2026",
    }
    page = Client().post("/accounts/register/", unit)
    words = lives.words(page)
    assert page.status_code == 422
    assert "到就近的人社窗口，看过证件当场开账号" in words
    assert "和营业执照、授权委托书到就近的窗口" in words.replace(" ", "")
