"""Changing a password and getting back in: limited, hashed, and silent to strangers."""

import re
from datetime import datetime, timedelta

import pytest

from yichuang.adapters.idcheck import simulator as idcheck
from yichuang.adapters.sms import simulator as sms
from yichuang.core import clock, ports
from yichuang.core.errors import Invalid, Problem, TooMany
from yichuang.identity import queries, services
from yichuang.identity.models import ResetCode
from yichuang.notify.queries import inbox

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=clock.SHANGHAI)
OLD, NEW = "Yichuang#2026", "Guangyuan-77"
PHONE, ID = "13900000001", "510812198805129916"


@pytest.fixture
def gateway(monkeypatch, tmp_path):
    adapters = {"sms": sms.Simulator(folder=tmp_path), "idcheck": idcheck.Simulator()}
    monkeypatch.setattr(ports, "adapter", adapters.__getitem__)
    return adapters["sms"]


@pytest.fixture
def user(gateway):
    return services.register_person(name="张三", id_number=ID, phone=PHONE, password=OLD, now=NOW)


def _code(gateway):
    return re.search(r"验证码是(\d{6})", list(gateway.sent.lines())[-1]["text"])[1]


def _fields(function, **arguments):
    with pytest.raises(Invalid) as caught:
        function(**arguments)
    return {problem.field for problem in caught.value.problems}


def _wrong(code):
    return f"{(int(code) + 1) % 1_000_000:06d}"


def test_the_owner_changes_the_password_and_is_told(user):
    services.change_password(user=user, old=OLD, new=NEW, now=NOW)
    user.refresh_from_db()
    assert user.check_password(NEW)
    assert "password_changed" in [m.kind for m in inbox(queries.actor_of(user))]


def test_a_wrong_old_or_a_weak_new_password_changes_nothing(user):
    assert _fields(services.change_password, user=user, old="nope", new=NEW, now=NOW) == {"old"}
    assert _fields(services.change_password, user=user, old=OLD, new="12345678", now=NOW) == {
        "password"
    }
    assert _fields(services.change_password, user=user, old=OLD, new=OLD, now=NOW) == {"password"}
    assert _fields(services.change_password, user=user, old=OLD, new="a" + PHONE, now=NOW) == {
        "password"
    }
    user.refresh_from_db()
    assert user.check_password(OLD)


@pytest.mark.parametrize(
    ("phone", "number"), [(PHONE, ID), ("+86 139-0000-0001", " 510812 19880512 9916")]
)
def test_a_code_on_the_phone_lets_the_owner_back_in_once(user, gateway, phone, number):
    services.ask_reset_code(phone=phone, number=number, now=NOW)
    code = _code(gateway)
    later = NOW + timedelta(minutes=9)
    assert (
        services.reset_password(phone=phone, number=number, code=code, password=NEW, now=later)
        == user
    )
    user.refresh_from_db()
    assert user.check_password(NEW)
    again = {"phone": phone, "number": number, "code": code, "password": "Another-88", "now": later}
    assert _fields(services.reset_password, **again) == {"code"}


def test_the_code_is_not_in_the_database_nor_in_the_inbox(user, gateway):
    services.ask_reset_code(phone=PHONE, number=ID, now=NOW)
    assert _code(gateway).encode() not in bytes(ResetCode.objects.get().code_hash)
    assert not [m for m in inbox(queries.actor_of(user)) if _code(gateway) in m.body]


def test_a_code_ends_after_ten_minutes(user, gateway):
    services.ask_reset_code(phone=PHONE, number=ID, now=NOW)
    late = NOW + timedelta(minutes=10)
    values = {"phone": PHONE, "number": ID, "code": _code(gateway), "password": NEW, "now": late}
    assert _fields(services.reset_password, **values) == {"code"}


def test_five_wrong_tries_spend_the_code(user, gateway):
    services.ask_reset_code(phone=PHONE, number=ID, now=NOW)
    code = _code(gateway)
    values = {"phone": PHONE, "number": ID, "password": NEW, "now": NOW}
    for _ in range(5):
        assert _fields(services.reset_password, code=_wrong(code), **values) == {"code"}
    assert _fields(services.reset_password, code=code, **values) == {"code"}


def test_a_weak_new_password_does_not_spend_the_code(user, gateway):
    services.ask_reset_code(phone=PHONE, number=ID, now=NOW)
    values = {"phone": PHONE, "number": ID, "code": _code(gateway), "now": NOW}
    assert _fields(services.reset_password, password="short", **values) == {"password"}
    assert services.reset_password(password=NEW, **values) == user


def test_only_the_newest_code_counts(user, gateway):
    services.ask_reset_code(phone=PHONE, number=ID, now=NOW)
    first = _code(gateway)
    services.ask_reset_code(phone=PHONE, number=ID, now=NOW + timedelta(minutes=2))
    second = _code(gateway)
    values = {"phone": PHONE, "number": ID, "password": NEW, "now": NOW + timedelta(minutes=3)}
    if first != second:
        assert _fields(services.reset_password, code=first, **values) == {"code"}
    assert services.reset_password(code=second, **values) == user


def test_codes_are_limited_to_one_a_minute_and_five_a_day(user, gateway):
    services.ask_reset_code(phone=PHONE, number=ID, now=NOW)
    with pytest.raises(TooMany, match="秒后"):
        services.ask_reset_code(phone=PHONE, number=ID, now=NOW + timedelta(seconds=59))
    for minute in (1, 2, 3, 4):
        services.ask_reset_code(phone=PHONE, number=ID, now=NOW + timedelta(minutes=minute))
    with pytest.raises(TooMany, match="次数太多"):
        services.ask_reset_code(phone=PHONE, number=ID, now=NOW + timedelta(hours=23))
    services.ask_reset_code(phone=PHONE, number=ID, now=NOW + timedelta(hours=25))


@pytest.mark.parametrize(
    ("phone", "number"),
    [("13900000077", ID), (PHONE, "510812196607089934"), (PHONE, ""), ("", ID), (PHONE, PHONE)],
)
def test_a_pair_that_does_not_belong_together_gets_no_code_and_learns_nothing(
    user, gateway, phone, number
):
    before = list(gateway.sent.lines())
    services.ask_reset_code(phone=phone, number=number, now=NOW)
    assert list(gateway.sent.lines()) == before
    with pytest.raises(TooMany):
        services.ask_reset_code(phone=phone, number=number, now=NOW + timedelta(seconds=1))
    values = {"phone": phone, "number": number, "code": "000000", "password": NEW, "now": NOW}
    assert _fields(services.reset_password, **values) == {"code"}


def test_a_gateway_that_is_down_is_told_with_the_way_out(user, gateway):
    gateway.faults.outage = True
    with pytest.raises(Problem) as caught:
        services.ask_reset_code(phone=PHONE, number=ID, now=NOW)
    assert caught.value.status == 503 and "窗口" in caught.value.way_out


def test_wrong_old_passwords_are_limited(user):
    for _ in range(5):
        assert _fields(services.change_password, user=user, old="nope", new=NEW, now=NOW) == {"old"}
    with pytest.raises(TooMany):
        services.change_password(user=user, old=OLD, new=NEW, now=NOW + timedelta(minutes=9))
    services.change_password(user=user, old=OLD, new=NEW, now=NOW + timedelta(minutes=11))


def test_one_phone_gets_a_few_codes_a_day_whoever_of_its_people_asks(user, gateway):
    numbers = (ID, "510812196607089934", "510812197606209927")
    for name, number in (("李四", numbers[1]), ("王五", numbers[2])):
        services.register_person(name=name, id_number=number, phone=PHONE, password=OLD, now=NOW)
    before = len(list(gateway.sent.lines()))
    for minutes in range(0, 60, 2):
        for number in numbers:
            try:
                services.ask_reset_code(
                    phone=PHONE, number=number, now=NOW + timedelta(minutes=minutes)
                )
            except TooMany:
                continue
    assert len(list(gateway.sent.lines())) - before == 8


def test_one_address_asks_for_codes_and_tries_numbers_only_so_often(gateway):
    with pytest.raises(TooMany):
        for serial in range(61):
            services.ask_reset_code(
                phone=f"139{serial:08d}", number=ID, now=NOW, visitor="203.0.113.9"
            )
    services.ask_reset_code(phone="13911111111", number=ID, now=NOW, visitor="203.0.113.10")


def _guess(visitor: str, name: str = "李一"):
    services.register_person(
        name=name, id_number=ID, phone=PHONE, password=OLD, now=NOW, visitor=visitor
    )


def test_five_wrong_names_stop_who_guessed_and_not_whose_number_it_is(gateway):
    for _ in range(5):
        with pytest.raises(Invalid):
            _guess("203.0.113.9")
    with pytest.raises(TooMany):
        _guess("203.0.113.9", "张三")
    _guess("198.51.100.1", "张三")


def test_strangers_at_a_few_addresses_do_not_keep_anybody_from_registering(gateway):
    for host in range(19):
        for _ in range(5):
            with pytest.raises(Invalid):
                _guess(f"203.0.113.{host}")
    _guess("198.51.100.1", "张三")


def test_a_number_is_asked_of_the_register_a_hundred_times_an_hour_from_wherever(gateway):
    for host in range(100):
        with pytest.raises(Invalid):
            _guess(f"203.0.113.{host}")
    with pytest.raises(TooMany):
        _guess("198.51.100.1", "张三")


def test_a_stranger_who_asks_for_all_codes_of_a_day_uses_up_nobody_elses(user, gateway):
    pair = {"phone": PHONE, "number": ID}
    for minute in range(0, 10, 2):
        services.ask_reset_code(**pair, now=NOW + timedelta(minutes=minute), visitor="203.0.113.9")
    with pytest.raises(TooMany) as refused:
        services.ask_reset_code(**pair, now=NOW + timedelta(minutes=20), visitor="203.0.113.9")
    assert "24小时后" in refused.value.message
    before = len(list(gateway.sent.lines()))
    services.ask_reset_code(**pair, now=NOW + timedelta(minutes=20), visitor="198.51.100.1")
    assert len(list(gateway.sent.lines())) == before + 1
