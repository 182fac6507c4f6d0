"""A start with other keys than the rows were encrypted with is refused, by every kind of process, with the way out."""

import base64
from types import SimpleNamespace

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.core.management import CommandError, call_command

from config.env import env
from yichuang.core import checks, crypto, keyring
from yichuang.core.models import KeyCheck
from yichuang.registry.models import Person

OTHER = base64.b64encode(b"o" * 32).decode()


@pytest.fixture
def with_keys(monkeypatch):
    """with_keys(field_keys=…, blind_key=…): this process has these keys instead."""

    def have(**changed):
        kept = {"field_keys": env.field_keys, "blind_key": env.blind_key} | changed
        monkeypatch.setattr(keyring, "env", SimpleNamespace(**kept))

    return have


@pytest.fixture
def recorded(db):
    """The keys of the tests stand in the database."""
    keyring.refuse_other_keys()


def test_the_first_start_records_a_value_of_each_key_that_tells_nothing_of_it(recorded):
    rows = {row.name: bytes(row.value) for row in KeyCheck.objects.all()}
    assert set(rows) == {"field 1", "blind"} and {len(value) for value in rows.values()} == {32}
    secrets = [base64.b64decode(env.blind_key), base64.b64decode(env.field_keys.partition(":")[2])]
    assert not any(secret in value for secret in secrets for value in rows.values())
    keyring.refuse_other_keys()
    assert KeyCheck.objects.count() == 2


@pytest.mark.parametrize(
    "changed",
    [{"field_keys": f"1:{OTHER}"}, {"blind_key": OTHER}, {"field_keys": f"2:{OTHER}"}],
    ids=str,
)
def test_another_key_or_one_that_is_gone_is_refused_and_nothing_is_recorded(
    recorded, with_keys, changed
):
    with_keys(**changed)
    before = list(KeyCheck.objects.values_list("name", "value"))
    with pytest.raises(keyring.OtherKeys):
        keyring.refuse_other_keys()
    assert list(KeyCheck.objects.values_list("name", "value")) == before


def test_a_newer_key_in_front_of_the_known_one_is_recorded(recorded, with_keys):
    with_keys(field_keys=f"2:{OTHER},{env.field_keys}")
    keyring.refuse_other_keys()
    assert set(KeyCheck.objects.values_list("name", flat=True)) == {"field 1", "field 2", "blind"}


def test_a_database_from_before_the_check_values_is_tried_by_its_rows(world, monkeypatch):
    assert Person.objects.exists()
    KeyCheck.objects.all().delete()
    monkeypatch.setattr(crypto, "_ciphers", lambda: {1: AESGCM(b"o" * 32)})
    with pytest.raises(keyring.OtherKeys):
        keyring.refuse_other_keys()
    assert not KeyCheck.objects.exists()


def test_commands_worker_and_web_refuse_with_the_way_out(recorded, with_keys):
    with_keys(blind_key=OTHER)
    faults = checks.keys_fit_the_rows(None)
    assert [fault.id for fault in faults] == ["core.E008"] and "keys.env" in faults[0].hint
    with pytest.raises(CommandError, match="keys.env"):
        call_command("worker", once=True)
    guard = keyring.Guard()
    assert "keys.env" in guard.refusal("/") and "keys.env" in guard.refusal("/readyz")
    assert guard.refusal("/healthz") == ""


def test_the_web_asks_no_more_once_the_keys_were_found_to_fit(
    recorded, with_keys, django_assert_num_queries
):
    guard = keyring.Guard()
    assert guard.refusal("/") == ""
    with django_assert_num_queries(0):
        assert guard.refusal("/") == ""
