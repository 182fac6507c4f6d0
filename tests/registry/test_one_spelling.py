"""One person stands once, however the number was typed and by whichever door it came."""

from importlib import import_module

import pytest
from django.apps import apps
from django.core.management import call_command

from yichuang.core import crypto
from yichuang.core.errors import Invalid
from yichuang.reference.rules import identifiers
from yichuang.registry import queries, services
from yichuang.registry.models import Employer, Person

NAME = "阿依古丽·买买提"


@pytest.fixture
def number():
    return "51080219900101123" + identifiers.id_check_digit("51080219900101123")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "name", ["阿依古丽•买买提", "阿依古丽.买买提", "阿依古丽 ・ 买买提", "阿依\u200b古丽·买买提"]
)
def test_another_spelling_is_the_same_person(name, number):
    first = services.record_person(name=NAME, id_number=number, actor="test")
    typed = "\u202d" + number[:6] + "\u200b " + number[6:].lower()
    again = services.recognise_person(named=services.Named(name, typed), actor="test")
    assert again == first
    assert queries.person_by_id_number(typed) == first
    assert services.Named(name, typed).identity == services.Named(NAME, number).identity


@pytest.mark.django_db
def test_a_phone_is_kept_in_one_spelling_and_found_by_any(number):
    person = services.record_person(
        name=NAME, id_number=number, phone="+86 139-0000-0077", actor="test"
    )
    assert person.phone == "13900000077"
    assert queries.persons_by_phone("139 0000 0077") == [person]


@pytest.mark.django_db
def test_what_nobody_can_be_called_by_is_refused_and_nothing_is_kept(number):
    with pytest.raises(Invalid) as refused:
        services.record_person(name=NAME, id_number=number, phone="not-a-phone", actor="test")
    assert [problem.field for problem in refused.value.problems] == ["phone"]
    assert queries.person_by_id_number(number) is None


@pytest.mark.django_db
def test_an_older_spelling_is_mended_and_a_double_is_listed(number, capsys):
    wide = "".join(chr(ord(digit) + 0xFEE0) for digit in number)
    alone = Person.objects.create(name="张 三", id_number=wide[:17] + wide[17:], id_blind=b"a" * 32)
    _migrate()
    alone.refresh_from_db()
    assert (alone.name, alone.id_number, bytes(alone.id_blind)) == (
        "张三",
        number,
        crypto.blind(number),
    )
    double = Person.objects.create(name="张三", id_number=f"\u200b{number}", id_blind=b"b" * 32)
    _migrate()
    double.refresh_from_db()
    assert double.id_number == f"\u200b{number}"
    call_command("doubles")
    assert f"person:{double.uuid} 和 person:{alone.uuid} 是同一个号码" in capsys.readouterr().out


@pytest.mark.django_db
def test_an_employer_is_mended_too():
    employer = Employer.objects.create(name="甲 公司", credit_code="９１510812MA99998886")
    _migrate()
    employer.refresh_from_db()
    assert (employer.name, employer.credit_code) == ("甲公司", "91510812MA99998886")


def _migrate():
    migration = import_module("yichuang.registry.migrations.0003_one_spelling")
    migration.spell_persons(apps, None)
    migration.spell_employers(apps, None)
