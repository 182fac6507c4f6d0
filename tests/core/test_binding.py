"""A ciphertext opens in its own table, column and row only; those of before are bound once, in steps, then refused."""

import os

import pytest
from cryptography.exceptions import InvalidTag
from django.apps import apps
from django.core.exceptions import FieldError
from django.core.management import call_command
from django.db import connection, transaction

from yichuang.accounts.models import User
from yichuang.core import binding, crypto, unbound
from yichuang.core.fields import EncryptedJSONField
from yichuang.core.models import Binding
from yichuang.registry.models import Person

SECRETS = [field for model in apps.get_models() for field in binding.secret_fields(model)]
NUMBERS = ("510812197702029918", "510812196607089934", "430682199001010018")
TABLE = "registry_person"


def _named(field):
    return f"{field.model.__name__}.{field.name}"


def _key(field, n):
    """The n-th of three keys of rows, of the kind that this field is bound to."""
    uuids = [f"0190a0b0-0000-7000-8000-00000000000{digit}" for digit in range(3)]
    return uuids[n] if field.bound_to == "uuid" else n


@pytest.mark.parametrize("field", SECRETS, ids=_named)
def test_what_is_bound_opens_in_no_other_row_and_no_other_column(field):
    value = {"name": "张三"} if isinstance(field, EncryptedJSONField) else "张三"
    blob = field.sealed(value, _key(field, 1))
    assert field.opened(blob, _key(field, 1)) == value
    with pytest.raises(InvalidTag):
        field.opened(blob, _key(field, 2))
    for other in SECRETS:
        if other is not field:
            with pytest.raises(InvalidTag):
                other.opened(blob, _key(other, 1))


@pytest.mark.parametrize("field", SECRETS, ids=_named)
def test_the_row_is_named_by_what_no_other_row_has_and_what_is_known_before_it_is_saved(field):
    model, named_by = field.model, field.model._meta.get_field(field.bound_to)
    alone = [set(c.fields) for c in model._meta.total_unique_constraints]
    assert named_by.unique or {named_by.name} in alone
    assert not named_by.primary_key and not named_by.null
    assert field.bound_to == named_by.attname


@pytest.fixture
def people(db):
    """Three people as a server of before wrote them: bound to nothing, and the table is not marked."""
    made = []
    for number in NUMBERS:
        person = Person.objects.create(
            name=f"人{number[-4:]}", id_number=number, id_blind=crypto.blind(number)
        )
        made.append(person)
        with connection.cursor() as cursor:
            old = [_unbound(person.name), _unbound(number), person.pk]
            cursor.execute(
                "update registry_person set name = %s, id_number = %s where id = %s", old
            )
    Binding.objects.filter(table_name=TABLE).delete()
    return made


def _unbound(text):
    nonce = os.urandom(12)
    version, cipher = next(iter(crypto._ciphers().items()))
    return bytes([version]) + nonce + cipher.encrypt(nonce, text.encode(), None)


def _first_bytes():
    with connection.cursor() as cursor:
        cursor.execute(
            "select get_byte(name, 0), get_byte(id_number, 0) from registry_person order by id"
        )
        return cursor.fetchall()


def test_unbound_values_open_until_the_table_is_marked_and_never_again(people):
    assert unbound.accepted(TABLE)
    assert [Person.objects.get(pk=person.pk).id_number for person in people] == list(NUMBERS)
    binding.bind(Person)
    assert not unbound.accepted(TABLE)
    with connection.cursor() as cursor:
        cursor.execute(
            "update registry_person set name = %s where id = %s", [_unbound("李四"), people[0].pk]
        )
    with pytest.raises(InvalidTag):
        _ = Person.objects.get(pk=people[0].pk).name


def test_binding_that_was_interrupted_goes_on_where_it_stopped(people, monkeypatch):
    monkeypatch.setattr(binding, "BATCH", 1)
    mark = Binding.objects.create(table_name=TABLE)
    assert binding.bind_batch(Person, mark) == (1, 1)
    assert [byte for byte, _ in _first_bytes()] == [129, 1, 1]
    assert Binding.objects.get(table_name=TABLE).last == people[0].pk
    changed_at = [Person.objects.get(pk=person.pk).updated_at for person in people]

    assert binding.bind(Person) == 2
    assert _first_bytes() == [(129, 129)] * 3
    assert Binding.objects.get(table_name=TABLE).finished_at
    again = [Person.objects.get(pk=person.pk) for person in people]
    assert [person.id_number for person in again] == list(NUMBERS)
    assert [person.updated_at for person in again] == changed_at
    assert binding.bind(Person) == 0


def test_what_stood_in_the_clear_is_sealed_and_emptied(db):
    plain = [field for field in SECRETS if field.was]
    assert {_named(field) for field in plain} == {"User.name", "Enquiry.question", "Enquiry.answer"}
    user = User.objects.create(username="of-before", kind=User.PERSON)
    with connection.cursor() as cursor:
        cursor.execute("update accounts_user set name = '张三' where id = %s", [user.pk])
        Binding.objects.filter(table_name="accounts_user").delete()
        assert User.objects.get(pk=user.pk).name is None
        binding.bind(User)
        cursor.execute("select name from accounts_user where id = %s", [user.pk])
        assert cursor.fetchone() == ("",)
    assert User.objects.get(pk=user.pk).name == "张三"


def test_what_a_server_of_before_writes_behind_the_mark_is_bound_before_the_end(people):
    Binding.objects.create(table_name=TABLE, last=people[-1].pk)
    assert binding.bind(Person) == 3
    assert _first_bytes() == [(129, 129)] * 3


def test_a_row_that_got_the_ciphertext_of_another_does_not_open(people):
    binding.bind(Person)
    with connection.cursor() as cursor:
        cursor.execute(
            "update registry_person p set id_number = o.id_number from registry_person o where p.id = %s and o.id = %s",
            [people[0].pk, people[1].pk],
        )
    with pytest.raises(InvalidTag):
        _ = Person.objects.get(pk=people[0].pk).id_number


def test_a_value_is_never_written_without_its_row(people):
    with pytest.raises(FieldError), transaction.atomic():
        Person.objects.filter(pk=people[0].pk).update(phone="13900000077")
    Person.objects.filter(pk=people[0].pk).update(phone=None)


def test_a_deferred_value_is_opened_by_one_read(people, django_assert_num_queries):
    binding.bind(Person)
    person = Person.objects.only("id").get(pk=people[0].pk)
    with django_assert_num_queries(1):
        assert person.id_number == NUMBERS[0]


def test_the_database_of_the_tests_is_bound_from_the_beginning(db):
    tables = {field.model._meta.db_table for field in SECRETS}
    assert (
        set(Binding.objects.filter(finished_at__isnull=False).values_list("table_name", flat=True))
        == tables
    )
    call_command("bind_secrets")
