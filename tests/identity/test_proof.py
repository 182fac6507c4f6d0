"""Who has an account: name and number open it, more than that opens what is not its own."""

import re
from datetime import datetime, timedelta

import pytest
from django.test import Client

from yichuang.adapters.idcheck import simulator as idcheck
from yichuang.adapters.sms import simulator as sms
from yichuang.audit.queries import of_subject
from yichuang.core import clock, jobs, ports
from yichuang.core.errors import Conflict, Forbidden, Invalid, NotFound, TooMany
from yichuang.identity import queries, services
from yichuang.notify.models import Message
from yichuang.registry import services as registry

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=clock.SHANGHAI)
PASSWORD = "Yichuang#2026"
ID, OTHER_ID = "430602199508249912", "510812196607089934"
OWN, STRANGER = "13900000022", "13800000099"
CLERK = "officer:0198c0de-0000-7000-8000-000000000001"
UNIT = {"employer_name": "示例乙建筑工程有限公司（虚构）", "credit_code": "91510812MA9999910U"}
HANDLER = {"handler_name": "李四", "id_number": OTHER_ID, "phone": STRANGER, "password": PASSWORD}


@pytest.fixture
def gateway(monkeypatch, tmp_path):
    adapters = {"sms": sms.Simulator(folder=tmp_path), "idcheck": idcheck.Simulator()}
    monkeypatch.setattr(ports, "adapter", adapters.__getitem__)
    monkeypatch.setattr(jobs, "defer", lambda *args, **kwargs: None)
    return adapters["sms"]


@pytest.fixture
def liuyang(gateway):
    """刘洋 as the register has him, with a phone that somebody typed."""
    return registry.record_person(
        name="刘洋", id_number=ID, phone=OWN, source="police", actor="system"
    )


def _open(phone=STRANGER):
    return services.register_person(
        name="刘洋", id_number=ID, phone=phone, password=PASSWORD, now=NOW
    )


def _code(gateway, back=1):
    return re.search(r"验证码是(\d{6})", list(gateway.sent.lines())[-back]["text"])[1]


def _fields(function, **arguments):
    with pytest.raises(Invalid) as caught:
        function(**arguments)
    return {problem.field for problem in caught.value.problems}


def test_name_and_number_prove_nobody_and_the_phone_of_before_is_told(liuyang):
    user = _open()
    assert not queries.may_see_all(user)
    assert Message.objects.get(kind="account_opened").phone == OWN
    liuyang.refresh_from_db()
    assert liuyang.phone == OWN


def test_a_phone_that_was_only_typed_proves_nobody(liuyang, gateway):
    user = _open(phone=OWN)
    with pytest.raises(Conflict, match="窗口留过"):
        services.ask_proof_code(user=user, now=NOW)
    assert not queries.may_see_all(user)


def test_a_code_to_the_phone_left_at_a_window_proves(liuyang, gateway):
    services.confirm_person(actor=CLERK, person=liuyang, number=ID, phone=OWN, now=NOW)
    user = _open()
    services.ask_proof_code(user=user, now=NOW)
    sent = list(gateway.sent.lines())[-1]
    assert sent["phone"] == OWN
    code = _code(gateway)
    wrong = f"{(int(code) + 1) % 1_000_000:06d}"
    assert _fields(services.prove_by_code, user=user, code=wrong, now=NOW) == {"code"}
    assert not queries.may_see_all(user)
    services.prove_by_code(user=user, code=code, now=NOW)
    assert queries.may_see_all(user)
    assert queries.real_name(user).proved_by == "code"


def test_a_window_needs_the_number_of_the_document_and_is_recorded(liuyang):
    user = _open()
    wrong = {"actor": CLERK, "person": liuyang, "number": OTHER_ID, "phone": OWN, "now": NOW}
    assert _fields(services.confirm_person, **wrong) == {"number"}
    assert not queries.may_see_all(user) and queries.trusted_phone(liuyang) == ""
    password = services.confirm_person(actor=CLERK, person=liuyang, number=ID, phone=OWN, now=NOW)
    assert queries.may_see_all(user)
    user.refresh_from_db()
    assert (
        user.check_password(password)
        and user.must_change_password
        and not user.check_password(PASSWORD)
    )
    assert queries.real_name(user).phone == OWN
    assert Message.objects.get(kind="phone_changed").phone == STRANGER
    done = {entry.verb: entry.actor for entry in of_subject(f"person:{liuyang.uuid}")}
    assert done["identity.prove"] == done["identity.window"] == CLERK


def test_whoever_opened_an_account_does_not_hold_it_after_its_owner_came_to_a_window(liuyang):
    """Also when the stranger typed the owner's own phone, and when the clerk ticks nothing."""
    user = _open(phone=OWN)
    stranger = Client()
    stranger.force_login(user, backend="yichuang.accounts.backends.Backend")
    chosen = {"actor": CLERK, "person": liuyang, "number": ID, "now": NOW}
    assert _fields(services.confirm_person, **chosen) == {"phone"}
    assert not queries.may_see_all(user)
    password = services.confirm_person(**chosen, phone=OWN)
    user.refresh_from_db()
    assert user.check_password(password) and not user.check_password(PASSWORD)
    assert stranger.get("/my/").status_code == 302
    assert Message.objects.get(kind="account_proved").phone == OWN


def test_a_proved_account_gets_a_password_for_once_only_when_it_is_needed(liuyang):
    user = _open(phone=OWN)
    chosen = {"actor": CLERK, "person": liuyang, "number": ID, "now": NOW}
    first = services.confirm_person(**chosen, phone=OWN)
    assert services.confirm_person(**chosen) == ""
    user.refresh_from_db()
    assert user.check_password(first)
    assert services.confirm_person(**chosen, new_password=True) not in ("", first)


def test_a_unit_is_proved_by_the_proved_account_of_whoever_stands_for_it(gateway):
    representative = registry.record_person(
        name="刘洋", id_number=ID, source="police", actor="system"
    )
    unit = services.register_employer(now=NOW, **UNIT, **HANDLER)
    services.represent(
        employer=queries.subject_of(unit), person=representative, came_from="window:1", now=NOW
    )
    own = _open(phone=OWN)
    agree = {"representative": own, "phone": STRANGER, "now": NOW}
    with pytest.raises(Forbidden):
        services.authorise(unit=unit, **agree)
    services.confirm_person(actor=CLERK, person=representative, number=ID, phone=OWN, now=NOW)
    services.authorise(unit=unit, **agree)
    assert queries.may_see_all(unit)
    with pytest.raises(NotFound):
        services.authorise(unit=own, **agree)


def test_whoever_opened_a_unit_in_the_name_of_its_representative_does_not_hold_it(gateway):
    """The representative types the phone they know, and the password of before ends with its sessions."""
    itself = HANDLER | {"handler_name": "刘洋", "id_number": ID}
    unit = services.register_employer(now=NOW, **UNIT, **itself)
    stranger = Client()
    stranger.force_login(unit, backend="yichuang.accounts.backends.Backend")
    services.ask_reset_code(phone=STRANGER, number=UNIT["credit_code"], now=NOW)
    open_code = _code(gateway)
    own = _open(phone=OWN)
    person = queries.subject_of(own)
    services.confirm_person(actor=CLERK, person=person, number=ID, phone=OWN, now=NOW)
    services.represent(
        employer=queries.subject_of(unit), person=person, came_from="window:1", now=NOW
    )
    agree = {"representative": own, "unit": unit, "now": NOW}
    assert _fields(services.authorise, phone=OWN, **agree) == {"phone"}
    assert not queries.may_see_all(unit)
    services.authorise(phone=STRANGER, **agree)
    unit.refresh_from_db()
    assert not unit.check_password(PASSWORD)
    assert stranger.get("/my/").status_code == 302
    assert Message.objects.get(kind="account_agreed").phone == STRANGER
    reset = {"phone": STRANGER, "number": UNIT["credit_code"], "password": PASSWORD, "now": NOW}
    assert _fields(services.reset_password, code=open_code, **reset) == {"code"}


def test_five_wrong_phones_of_a_handler_end_the_tries_of_the_day(gateway):
    unit = services.register_employer(now=NOW, **UNIT, **HANDLER)
    own = _open(phone=OWN)
    person = queries.subject_of(own)
    services.confirm_person(actor=CLERK, person=person, number=ID, phone=OWN, now=NOW)
    services.represent(
        employer=queries.subject_of(unit), person=person, came_from="window:1", now=NOW
    )
    agree = {"representative": own, "unit": unit, "now": NOW}
    for last in range(5):
        assert _fields(services.authorise, phone=f"1390000005{last}", **agree) == {"phone"}
    with pytest.raises(TooMany):
        services.authorise(phone=STRANGER, **agree)
    assert not queries.may_see_all(unit)


DEEDS = ("window", "phone", "password")


@pytest.mark.parametrize("deed", DEEDS)
def test_no_code_of_before_opens_an_account_after_its_owner_has_acted(deed, liuyang, gateway):
    """A code that lay on a stranger's phone when the owner came to a window, moved the phone, or set a password."""
    user = _open()
    if deed == "phone":
        services.ask_phone_codes(user=user, phone=OWN, now=NOW)
        to_both = {"old_code": _code(gateway, 2), "new_code": _code(gateway, 1)}
    services.ask_reset_code(phone=STRANGER, number=ID, now=NOW)
    open_code = _code(gateway)
    if deed == "window":
        services.confirm_person(actor=CLERK, person=liuyang, number=ID, phone=OWN, now=NOW)
    elif deed == "phone":
        services.change_phone(user=user, phone=OWN, now=NOW, **to_both)
    else:
        services.change_password(user=user, old=PASSWORD, new="Yichuang#2027", now=NOW)
    reset = {"phone": STRANGER, "number": ID, "password": "Yichuang#2028", "now": NOW}
    assert _fields(services.reset_password, code=open_code, **reset) == {"code"}


def test_a_namesake_of_the_representative_lets_nobody_in(gateway):
    registry.record_employer(
        name=UNIT["employer_name"],
        credit_code=UNIT["credit_code"],
        legal_rep_name="刘洋",
        actor="system",
    )
    unit = services.register_employer(now=NOW, **UNIT, **HANDLER)
    own = _open(phone=OWN)
    services.confirm_person(
        actor=CLERK, person=queries.subject_of(own), number=ID, phone=OWN, now=NOW
    )
    with pytest.raises(NotFound):
        services.authorise(representative=own, unit=unit, phone=STRANGER, now=NOW)
    assert not queries.may_see_all(unit)


def test_the_name_of_a_unit_is_compared_and_its_phone_is_told(gateway):
    registry.record_employer(
        name=UNIT["employer_name"],
        credit_code=UNIT["credit_code"],
        handler_phone="13900000102",
        actor="system",
    )
    other = UNIT | {"employer_name": "随便写的名字公司"}
    assert _fields(services.register_employer, now=NOW, **other, **HANDLER) == {"employer_name"}
    unit = services.register_employer(now=NOW, **UNIT, **HANDLER)
    assert Message.objects.get(kind="account_opened").phone == "13900000102"
    assert queries.subject_of(unit).handler_phone == "13900000102"


def test_a_window_puts_right_what_a_stranger_opened_for_a_unit(gateway):
    unit = services.register_employer(
        now=NOW, **UNIT | {"employer_name": "随便写的名字公司"}, **HANDLER
    )
    employer = queries.subject_of(unit)
    handler = registry.record_person(name="刘洋", id_number=ID, source="police", actor="system")
    chosen = {"actor": CLERK, "employer": employer, "handler": handler, "phone": OWN, "now": NOW}
    wrong = chosen | {"credit_code": "91510812MA99999021", "name": ""}
    assert _fields(services.confirm_employer, **wrong) == {"credit_code", "employer_name"}
    password = services.confirm_employer(
        **chosen,
        credit_code=UNIT["credit_code"],
        name=UNIT["employer_name"],
        licence=services.Licence(handler, "刘洋"),
    )
    unit.refresh_from_db()
    assert unit.check_password(password) and queries.may_see_all(unit)
    assert queries.subject_of(unit).name == UNIT["employer_name"]
    assert queries.real_name(unit).handler == handler


def test_the_phone_changes_online_with_a_code_to_both(liuyang, gateway):
    services.confirm_person(actor=CLERK, person=liuyang, number=ID, phone=OWN, now=NOW)
    user = _open(phone=OWN)
    services.confirm_person(actor=CLERK, person=liuyang, number=ID, phone=OWN, now=NOW)
    services.ask_phone_codes(user=user, phone="13900000033", now=NOW)
    old, new = list(gateway.sent.lines())[-2:]
    assert (old["phone"], new["phone"]) == (OWN, "13900000033")
    codes = {"old_code": _code(gateway, 2), "new_code": _code(gateway, 1)}
    chosen = {"user": user, "phone": "13900000033", "now": NOW + timedelta(minutes=1)}
    for missing in codes:
        assert _fields(services.change_phone, **chosen, **codes | {missing: ""}) == {missing}
    assert queries.real_name(user).phone == OWN
    services.change_phone(**chosen, **codes)
    assert queries.real_name(user).phone == queries.trusted_phone(liuyang) == "13900000033"
    assert Message.objects.get(kind="phone_changed").phone == OWN
    liuyang.refresh_from_db()
    assert liuyang.phone == "13900000033"


def test_a_phone_that_an_unproved_account_changes_is_still_only_typed(liuyang, gateway):
    user = _open()
    services.ask_phone_codes(user=user, phone="13900000033", now=NOW)
    codes = {"old_code": _code(gateway, 2), "new_code": _code(gateway, 1)}
    services.change_phone(user=user, phone="13900000033", now=NOW, **codes)
    assert queries.trusted_phone(liuyang) == ""
    liuyang.refresh_from_db()
    assert liuyang.phone != "13900000033"
