"""Persons and employers: one record each, identifiers unreadable at rest, found again all the same."""

import base64
import os
import re

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.core.exceptions import FieldError
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from config.env import parse_keys
from yichuang.audit import queries as audit
from yichuang.core import crypto
from yichuang.core.errors import Invalid
from yichuang.registry import queries, services
from yichuang.registry.models import Person

NUMBER, NAME, PHONE = "510812197702029918", "张㛃𬭎", "13900000077"
CODE = "91510812MA99998886"
PLACE = "registry_person.name:1"


def _record(**changes):
    told = {"name": NAME, "id_number": NUMBER, "phone": PHONE, "actor": "test"}
    return services.record_person(**told | changes)


def _dump(table):
    with connection.cursor() as cursor:
        cursor.execute(f"select coalesce(string_agg(t::text, E'\\n'), '') from {table} t")
        text = cursor.fetchone()[0]
    return text + "".join(bytes.fromhex(part).decode("utf-8", "ignore") for part in _hex_runs(text))


def _hex_runs(text):
    return [run for run in re.findall(r"\\\\?x([0-9a-f]+)", text) if len(run) % 2 == 0]


@pytest.mark.django_db
def test_no_name_number_or_phone_is_readable_in_the_table():
    person = _record(address="朝天区示例街道77号")
    dump = _dump("registry_person")
    for secret in (NAME, NUMBER, PHONE, "示例街道77号"):
        assert secret not in dump
    again = Person.objects.get(pk=person.pk)
    assert (again.name, again.id_number, again.phone) == (NAME, NUMBER, PHONE)


@pytest.mark.django_db
def test_a_person_is_found_by_number_and_by_phone_through_the_blind_index():
    person = _record()
    assert queries.person_by_id_number(f" {NUMBER.lower()} ") == person
    assert queries.person_by_id_number("510812196607089934", "09") is None
    assert person in queries.persons_by_phone(PHONE)
    with pytest.raises(FieldError, match="blind index"):
        Person.objects.filter(id_number=NUMBER).exists()


@pytest.mark.django_db
def test_the_same_person_is_one_record_that_only_fills_up():
    first = _record(phone="")
    again = _record(name="别的名字", address="示例路1号")
    assert (again.pk, again.name, again.phone, again.address) == (
        first.pk,
        NAME,
        PHONE,
        "示例路1号",
    )
    police = _record(name="张三", source="police")
    assert (police.name, police.source) == ("张三", "police")
    assert _record(name="李四").name == "张三"
    verbs = [entry.verb for entry in audit.of_subject(f"person:{first.uuid}")]
    assert verbs == ["person.record", "person.fill", "person.fill"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "number", ["510812198805129917", "51081219880512991", "510812209905129913", "", "abc"]
)
def test_a_number_that_cannot_be_makes_no_person(number):
    with pytest.raises(Invalid) as refused:
        _record(id_number=number)
    assert refused.value.problems[0].field == "id_number"


@pytest.mark.django_db
def test_an_employer_is_one_record_and_what_is_filled_in_is_recorded():
    first = services.record_employer(name="示例公司", credit_code=CODE.lower(), actor="test")
    again = services.record_employer(
        name="别的名字", credit_code=CODE, actor="test", industry="制造业"
    )
    assert (again.pk, again.name, again.industry) == (first.pk, "示例公司", "制造业")
    assert queries.employer_by_code(f" {CODE.lower()}") == again
    verbs = [entry.verb for entry in audit.of_subject(f"employer:{first.uuid}")]
    assert verbs == ["employer.record", "employer.fill"]
    with pytest.raises(Invalid):
        services.record_employer(name="示例公司", credit_code=CODE[:-1] + "#", actor="test")


@pytest.mark.django_db
def test_a_change_of_phone_is_checked_and_recorded():
    person = _record()
    with pytest.raises(Invalid):
        services.update_contact(person=person, actor="person:1", phone="12345")
    services.update_contact(person=person, actor="person:1", phone="13900000078")
    assert person in queries.persons_by_phone(
        "13900000078"
    ) and person not in queries.persons_by_phone(PHONE)
    assert [e.verb for e in audit.of_subject(f"person:{person.uuid}")][-1] == "person.contact"


# --- the keys --------------------------------------------------------------------------------------------------------


@pytest.fixture
def keys(monkeypatch):
    """keys("2:…,1:…") → the process has these field keys."""

    def use(**by_version):
        order = sorted(by_version, reverse=True)
        text = ",".join(f"{v[1:]}:{base64.b64encode(by_version[v]).decode()}" for v in order)
        ciphers = {version: AESGCM(key) for version, key in parse_keys(text).items()}
        monkeypatch.setattr(crypto, "_ciphers", lambda: ciphers)

    return use


def test_a_value_of_the_old_key_is_read_and_new_ones_use_the_new_key(keys):
    one, two = os.urandom(32), os.urandom(32)
    keys(k1=one)
    old = crypto.seal(NAME, PLACE)
    keys(k1=one, k2=two)
    new = crypto.seal(NAME, PLACE)
    assert (old[0] & 0x7F, new[0] & 0x7F) == (1, 2)
    assert crypto.unseal(old, PLACE) == crypto.unseal(new, PLACE) == NAME
    keys(k2=two)
    assert crypto.unseal(new, PLACE) == NAME
    with pytest.raises(KeyError):
        crypto.unseal(old, PLACE)


@given(st.text(), st.integers(0, 10_000), st.integers(1, 255))
def test_what_was_encrypted_comes_back_and_a_changed_byte_is_noticed(text, place, add):
    blob = crypto.seal(text, PLACE)
    assert crypto.unseal(blob, PLACE) == text and crypto.seal(text, PLACE) != blob
    place = 1 + place % (len(blob) - 1)
    spoiled = blob[:place] + bytes([(blob[place] + add) % 256]) + blob[place + 1 :]
    with pytest.raises(InvalidTag):
        crypto.unseal(spoiled, PLACE)


SHORT = st.text("aAbB12 张", min_size=1, max_size=4)  # so few letters that many are equal


@given(SHORT, SHORT)
def test_the_blind_index_is_equal_for_equal_values_only(one, other):
    same = one.replace(" ", "").upper() == other.replace(" ", "").upper()
    assert (crypto.blind(one) == crypto.blind(other)) is same
    assert len(crypto.blind(one)) == 32


@pytest.mark.parametrize(
    "text", ["1:" + base64.b64encode(b"short").decode(), "1:!!", "x:" + "A" * 44]
)
def test_a_bad_key_is_refused_at_the_start(text):
    with pytest.raises(ValueError):
        parse_keys(text)


@pytest.mark.parametrize(
    "named", [services.Named("王\ue863", NUMBER), services.NamedEmployer("\U00100000店", CODE)]
)
def test_whom_nobody_else_could_read_is_not_taken_by_name(named, db):
    assert [each.field for each in services.named_problems(named)] == ["subject.name"]
    with pytest.raises(Invalid) as refused:
        services.recognise(named=named, actor="test")
    problem = refused.value.problems[0]
    assert problem.field == "subject.name" and "U+" in problem.message
    assert not Person.objects.exists()
