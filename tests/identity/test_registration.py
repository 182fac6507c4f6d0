"""Opening an account: one person, one account, a real name that the police register has confirmed."""

from datetime import datetime

import pytest
from django.contrib.auth import authenticate
from django.db import IntegrityError, transaction

from yichuang.accounts.models import User
from yichuang.adapters.faults import Faults
from yichuang.adapters.idcheck.simulator import Simulator
from yichuang.core import clock, ports
from yichuang.core.errors import Conflict, Invalid, Problem
from yichuang.identity import queries, services
from yichuang.identity.models import RealName
from yichuang.notify.queries import inbox
from yichuang.registry.models import Employer, Person

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=clock.SHANGHAI)
PASSWORD = "Yichuang#2026"
ZHANGSAN = {
    "name": "张三",
    "id_number": "510812198805129916",
    "phone": "13900000001",
    "password": PASSWORD,
}
FOOD = {
    "employer_name": "示例甲食品有限公司（虚构）",
    "credit_code": "91510812MA99999021",
    "handler_name": "孙七",
    "id_number": "510812199203039950",
    "phone": "13900000101",
    "password": PASSWORD,
}


@pytest.fixture
def police(monkeypatch):
    simulator = Simulator(Faults())
    monkeypatch.setattr(ports, "adapter", lambda kind: simulator)
    return simulator


def _register(**changes):
    return services.register_person(now=NOW, **ZHANGSAN | changes)


def _problems(function, **changes):
    with pytest.raises(Invalid) as caught:
        function(**changes)
    return {problem.field: problem.message for problem in caught.value.problems}


def _untouched():
    return not (User.objects.exists() or Person.objects.exists() or RealName.objects.exists())


def test_a_person_registers_and_signs_in_by_phone_id_number_or_username(police, rf):
    user = _register()
    assert queries.subject_of(user).name == "张三"
    for typed in ("13900000001", "510812198805129916", user.username, " 139 0000 0001 "):
        assert queries.accounts_for(typed) == [user]
    assert (
        authenticate(rf.post("/accounts/login/"), username=user.username, password=PASSWORD) == user
    )
    person = queries.subject_of(user)
    assert (person.source, person.sex, str(person.birth_date)) == ("police", "1", "1988-05-12")
    assert queries.actor_of(user) == f"person:{person.uuid}"
    assert queries.account_of(person) == user
    assert [m.kind for m in inbox(queries.actor_of(user))] == ["account_opened"]


def test_full_width_digits_and_blanks_are_the_same_number(police):
    user = _register(
        id_number="５１０８１２ 19880512 9916", phone="139-0000-0001".replace("-", " ")
    )
    assert queries.accounts_for("510812198805129916") == [user]


def test_a_name_that_does_not_belong_to_the_number_is_told_at_the_name_with_the_way_out(police):
    found = _problems(_register, name="李四")
    assert "对不上" in found["name"] and "窗口" in found["name"]
    assert _untouched()


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("name", "  ", "请填写姓名"),
        ("id_number", "510812198805129917", "末位校验"),
        ("id_number", "510812198805", "18位"),
        ("id_number", "510812209905129914", "将来"),
        ("phone", "12345", "手机号"),
        ("phone", "0839-3260000", "手机号"),
        ("password", "12345678", "密码"),
        ("password", "Ab1#", "8"),
        ("password", "abcdefghijkl", "至少两种"),
        ("password", "zs13900000001", "手机号"),
        ("password", "x880512991!", "证件号码"),
    ],
)
def test_each_wrong_answer_is_told_at_its_field(police, field, value, words):
    found = _problems(_register, **{field: value})
    assert set(found) == {field}
    assert words in found[field]
    assert police.faults.calls == 0 and _untouched()


def test_all_wrong_answers_are_told_at_once(police):
    assert set(_problems(_register, name="", id_number="1", phone="2", password="3")) == {
        "name",
        "id_number",
        "phone",
        "password",
    }


def test_while_the_register_is_down_nothing_is_written_and_the_way_out_is_told(police):
    police.faults.outage = True
    with pytest.raises(Problem) as caught:
        _register()
    assert caught.value.status == 503
    assert "暂时连不上" in caught.value.message and "过几分钟" in caught.value.way_out
    assert _untouched()
    police.faults.outage = False
    assert _register()


def test_a_number_that_the_register_refuses_is_told_at_the_number(police):
    police.faults.reject = "unknown"
    assert "窗口" in _problems(_register)["id_number"]


def test_a_second_account_of_one_person_is_refused_with_the_way_to_the_first(police):
    _register()
    with pytest.raises(Conflict) as caught:
        _register(phone="13900000099")
    assert caught.value.field == "id_number" and "登录" in caught.value.way_out
    assert User.objects.count() == RealName.objects.count() == 1
    with pytest.raises(Invalid):
        _register(name="李四")


def test_a_phone_that_a_family_shares_leads_to_each_of_them_and_the_id_number_to_one(police):
    father = _register()
    mother = services.register_person(
        now=NOW, **ZHANGSAN | {"name": "李四", "id_number": "510812196607089934"}
    )
    assert queries.accounts_for("13900000001") == [father, mother]
    assert queries.accounts_for("510812196607089934") == [mother]
    assert queries.accounts_for(ZHANGSAN["id_number"]) == [father]


def test_what_nobody_has_leads_to_nobody():
    assert queries.accounts_for(" clerk01 ") == []


def test_an_employer_registers_with_a_checked_handler(police):
    user = services.register_employer(now=NOW, industry="制造业", **FOOD)
    employer = queries.subject_of(user)
    assert isinstance(employer, Employer) and employer.industry == "制造业"
    assert queries.actor_of(user) == f"employer:{employer.uuid}"
    assert queries.real_name(user).handler.name == "孙七"
    assert (
        queries.accounts_for("91510812ma99999021") == queries.accounts_for("13900000101") == [user]
    )
    assert queries.contact_phone(employer) == "13900000101"
    assert not queries.may_see_all(user)


def test_the_handler_may_have_an_account_of_their_own(police):
    services.register_employer(now=NOW, **FOOD)
    own = services.register_person(
        name="孙七", id_number=FOOD["id_number"], phone="13900000005", password=PASSWORD, now=NOW
    )
    assert queries.accounts_for(FOOD["id_number"]) == [own]
    assert Person.objects.count() == 1


def test_wrong_answers_of_an_employer_are_told_at_their_fields(police):
    def register(**changes):
        services.register_employer(now=NOW, **FOOD | changes)

    assert set(
        _problems(register, employer_name="", credit_code="91510812MA99999022", handler_name=" ")
    ) == {"employer_name", "credit_code", "handler_name"}
    assert "对不上" in _problems(register, handler_name="李四")["handler_name"]
    assert _untouched() and not Employer.objects.exists()


def test_a_second_account_of_one_employer_is_refused(police):
    services.register_employer(now=NOW, **FOOD)
    with pytest.raises(Conflict) as caught:
        services.register_employer(now=NOW, **FOOD | {"phone": "13900000199"})
    assert caught.value.field == "credit_code"


def test_the_database_itself_refuses_an_account_of_two_or_of_nobody(police):
    user, other = _register(), services.register_employer(now=NOW, **FOOD)
    employer = queries.subject_of(other)
    for values in ({"employer": employer}, {"person": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            RealName.objects.filter(user=user).update(**values)


def test_a_character_that_only_one_computer_knows_opens_no_account(police):
    told = _problems(_register, name="王\ue863")
    assert list(told) == ["name"] and "U+E863" in told["name"] and "到窗口办" in told["name"]
    whole = {"now": NOW, **FOOD}
    told = _problems(
        services.register_employer,
        **whole | {"employer_name": "\ue000店", "handler_name": "王\ue863"},
    )
    assert "U+E000" in told["employer_name"]
    assert "经办人姓名" in told["handler_name"] and "U+E863" in told["handler_name"]
    assert _untouched()
