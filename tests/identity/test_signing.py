"""Signing in: who guesses waits, strangers shut nobody out, and each try stands in the audit."""

import json
from datetime import datetime, timedelta

import pytest

from yichuang.accounts import services as accounts
from yichuang.accounts.models import User
from yichuang.audit.models import Entry
from yichuang.core import clock
from yichuang.core.errors import Invalid, TooMany
from yichuang.identity import services
from yichuang.identity.rules import Device

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=clock.SHANGHAI)
RIGHT, WRONG = "Yichuang#2026", "Guangyuan-77"
HOME, STRANGE = "203.0.113.9", "198.51.100.1"
NEW_DEVICE = Device.read("")


@pytest.fixture
def user():
    return accounts.create_user(
        actor="system", username="clerk01", kind=User.SYSTEM, name="测试", password=RIGHT
    )


def _try(password=WRONG, *, typed="clerk01", visitor=STRANGE, device=NEW_DEVICE, after=0):
    now = NOW + timedelta(minutes=after)
    return services.sign_in(typed=typed, password=password, visitor=visitor, device=device, now=now)


def _guess(times, **more):
    for _ in range(times):
        with pytest.raises(Invalid):
            _try(**more)


def test_strangers_who_guess_do_not_shut_the_owner_out(user):
    _guess(5)
    with pytest.raises(TooMany):
        _try()
    assert _try(RIGHT, visitor=HOME) == [user]


def test_the_right_password_during_the_wait_is_refused_and_does_not_begin_it_anew(user):
    _guess(5)
    for minute in range(1, 10):
        with pytest.raises(TooMany):
            _try(RIGHT, after=minute)
    assert _try(RIGHT, after=11) == [user]


def test_a_device_that_the_account_knows_is_counted_by_itself(user):
    known = NEW_DEVICE.with_account(user.uuid)
    for host in range(10):
        _guess(5, visitor=f"198.51.100.{host}")
    with pytest.raises(TooMany):
        _try(RIGHT, visitor="192.0.2.1")
    assert _try(RIGHT, visitor="192.0.2.1", device=Device.read(known.written())) == [user]
    _guess(10, visitor=HOME, device=known)
    with pytest.raises(TooMany):
        _try(RIGHT, visitor=HOME, device=known)


def test_a_mark_that_was_made_up_or_carried_to_another_device_is_none(user):
    mark = NEW_DEVICE.with_account(user.uuid).marks[0]
    for text in (f"{'0' * 32}.{mark}", f"{NEW_DEVICE.key}.{'0' * 32}", "x", f"x.{mark}"):
        assert not Device.read(text).knows(user.uuid)


def test_one_address_tries_many_accounts_only_so_often(user):
    for serial in range(100):
        _guess(1, typed=f"somebody{serial}")
    with pytest.raises(TooMany):
        _try(RIGHT)
    assert _try(RIGHT, visitor=HOME) == [user]


def test_who_guesses_on_the_network_of_a_hall_does_not_stop_its_clerks(user):
    known = NEW_DEVICE.with_account(user.uuid)
    for serial in range(99):
        _guess(1, typed=f"somebody{serial}", visitor=HOME)
    assert _try(RIGHT, visitor=HOME) == [user], "whoever comes to the hall for the first time"
    _guess(1, typed="somebody else", visitor=HOME)
    with pytest.raises(TooMany):
        _try(RIGHT, visitor=HOME)
    assert _try(RIGHT, visitor=HOME, device=known) == [user]


def test_a_new_password_ends_the_wait(user):
    _guess(5)
    accounts.set_password(actor="system", user=user, password=WRONG)
    assert _try(WRONG) == [user]


def test_every_try_stands_in_the_audit_without_address_or_name_in_the_clear(user):
    _guess(5, typed=" clerk01 ")
    _guess(1, typed="13900000077")
    for _ in range(3):
        with pytest.raises(TooMany):
            _try()
    services.signed_in(user=user, visitor=HOME)
    services.signed_out(user=user, visitor=HOME)
    rows = list(Entry.objects.filter(verb__startswith="account.").order_by("id"))
    wrong = [("account.wrong_password", f"user:{user.uuid}")] * 5
    nobody = ("account.wrong_password", "user:nobody")
    own = [
        (verb, f"user:{user.uuid}")
        for verb in ("account.delayed", "account.sign_in", "account.sign_out")
    ]
    assert [(row.verb, row.subject) for row in rows] == [*wrong, nobody, *own]
    assert {row.actor for row in rows[-2:]} == {f"user:{user.uuid}"}
    told = [json.loads(row.data) for row in rows]
    assert {one["result"] for one in told[:-2]} == {"refused"} and {
        one["result"] for one in told[-2:]
    } == {"done"}
    assert len({one["address"] for one in told}) == 2
    everything = "".join(f"{row.actor}{row.subject}{row.data}" for row in rows)
    assert [text for text in (HOME, STRANGE, "13900000077", "clerk01") if text in everything] == []
