"""A name is no document: whoever has that of a unit's handler or representative owes a mandate, or shows the licence.

Asked at every door at which somebody acts for a unit."""

from collections.abc import Callable

import pytest

from tests.sites.desk import lives
from tests.sites.desk.test_mandates import ASKED, HANDLER, OF_UNITS, STRANGER, counter, paper
from tests.sites.desk.test_unit_accounts import confirm, told
from tests.sites.desk.test_who_may_act_for_a_unit import DOORS, NOTICE, Agent, names, refusing
from yichuang.cases.models import Mandate
from yichuang.core import clock
from yichuang.identity import queries as identity
from yichuang.identity.models import LegalRepresentative, RealName
from yichuang.registry import services as registry
from yichuang.registry.models import Employer, Person

SAME_NAME = "登记的人同名，登记里没有证件号码"


def handler_is_named(unit: Employer, name: str) -> None:
    unit.handler_name = name
    unit.save()


def representative_is_named(unit: Employer, name: str) -> None:
    LegalRepresentative.objects.filter(employer=unit).delete()
    unit.legal_rep_name = name
    unit.save()


BY_NAME = [handler_is_named, representative_is_named]


@pytest.fixture
def named(clerk, register: Callable) -> Agent:
    """赵六 stands at a window for a unit whose register has his name and no number."""
    unit = lives.employer()
    filed = lives.submitted(OF_UNITS, subject=unit, channel=1)
    assert clerk.post(f"/desk/cases/{filed.uuid}/correct/", NOTICE).status_code == 302
    done = lives.finished(OF_UNITS, subject=unit)
    done.delivery.way = "counter"
    done.delivery.save()
    register(unit, STRANGER[1])
    lives.come_for(clerk, unit, *STRANGER)
    return Agent(unit, filed, done)


@pytest.mark.parametrize("register", BY_NAME)
def test_no_door_opens_to_a_name(clerk, named):
    assert refusing(clerk, named, STRANGER[0]) == names(DOORS)
    page = counter(clerk, named.unit)
    assert ASKED in page and SAME_NAME in page


@pytest.mark.parametrize("register", BY_NAME)
def test_a_namesake_ends_no_mandate_of_others(clerk, named):
    mandate = Mandate.objects.create(
        employer=named.unit,
        person=lives.person(),
        signed_by="李四",
        signed_on=clock.today(),
        until=clock.today(),
        scope="all",
        officer=lives.officer("gy_clerk"),
        brought_on=clock.today(),
        at=clock.now(),
    )
    of_unit = {"employer": str(named.unit.uuid)}
    assert clerk.post(f"/desk/mandates/{mandate.uuid}/end/", of_unit).status_code == 403


@pytest.mark.parametrize("register", [handler_is_named])
def test_a_namesake_with_a_mandate_is_let_in_like_anybody(clerk, named):
    assert clerk.post("/desk/mandate/", paper(named.unit)).status_code == 302
    assert ASKED not in counter(clerk, named.unit)


@pytest.mark.parametrize("register", [representative_is_named])
def test_the_representative_shows_the_licence_once_and_is_known_by_number(clerk, named):
    own = clerk.post("/desk/mandate/", paper(named.unit, signed_by=STRANGER[1]))
    assert own.status_code == 422 and "来办的人不能给自己签" in lives.words(own)
    licence = paper(named.unit, how="licence")
    assert clerk.post("/desk/mandate/", licence).status_code == 302
    stands = LegalRepresentative.objects.get(employer=named.unit)
    assert stands.person == lives.person(STRANGER[0])
    another = lives.signed_in("gy_clerk")
    lives.come_for(another, named.unit, *STRANGER)
    assert ASKED not in counter(another, named.unit)


def test_who_has_shown_their_document_needs_no_name_in_the_register(clerk):
    """The handler by the proved account, the representative by the licence: whatever the register calls them."""
    unit = lives.employer()
    handler_is_named(unit, "")
    unit.legal_rep_name = ""
    unit.save()
    for number in (HANDLER, lives.LISI):
        lives.come_for(clerk, unit, number)
        assert ASKED not in counter(clerk, unit)


def of_passport(name: str) -> Person:
    return registry.record_person(
        name=name, id_type="06", id_number="E12345678", id_country="USA", actor="test"
    )


def test_a_namesake_of_a_representative_who_is_known_brings_what_that_one_signed(clerk):
    unit = lives.employer()
    another = of_passport("李四")
    assert identity.is_namesake(unit, another)
    card = {"number": another.id_number, "kind": "06", "country": "USA", "name": another.name}
    clerk.post("/desk/who/", {"number": unit.credit_code})
    clerk.post("/desk/who/", card | {"employer": str(unit.uuid)})
    assert SAME_NAME in counter(clerk, unit)
    brought = clerk.post("/desk/mandate/", paper(unit, _comer=str(another.uuid)))
    assert brought.status_code == 302
    assert ASKED not in counter(clerk, unit)


@pytest.mark.parametrize("register", [handler_is_named])
def test_the_handler_of_the_register_hears_when_a_namesake_gets_the_account(clerk, named):
    """Their phones differ: it may be another of the name."""
    unit = named.unit
    clerk.post("/desk/mandate/", paper(unit, as_handler="1"))
    RealName.objects.filter(employer=unit).delete()
    assert confirm(clerk, unit, open="1").status_code == 200
    assert told("handler_changed") == {("employer", unit.handler_phone)}


@pytest.mark.parametrize("register", BY_NAME)
def test_a_name_in_latin_letters_is_no_more_than_any_other(world, register):
    unit = lives.employer()
    register(unit, "Lina")
    other = of_passport("Li Na")
    assert not identity.is_known_to_act(unit, other)
    assert not identity.acts_for_good(unit, other)
    assert identity.is_namesake(unit, other)
