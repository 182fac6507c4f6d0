"""The made-up people of the demo."""

import pytest

from yichuang.accounts.models import User
from yichuang.adapters.idcheck import simulator
from yichuang.adapters.sms import simulator as sms
from yichuang.core import packs as core_packs
from yichuang.core import ports
from yichuang.demo.parts import people
from yichuang.identity import queries
from yichuang.identity.models import RealName
from yichuang.notify.models import Message
from yichuang.reference.models import Region
from yichuang.registry.models import Employer, Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def outside(monkeypatch, tmp_path):
    adapters = {"sms": sms.Simulator(folder=tmp_path), "idcheck": simulator.Simulator()}
    monkeypatch.setattr(ports, "adapter", adapters.__getitem__)


def test_the_pack_has_nothing_wrong_and_covers_three_cities():
    assert people.check() == []
    pack = core_packs.read("demo/people.yaml")
    assert (len(pack["persons"]), len(pack["employers"])) == (12, 6)
    assert {p["residence"][:4] for p in pack["persons"]} == {"5108", "4306", "3702"}


def test_the_check_finds_doubles_and_impossible_numbers(monkeypatch):
    person = {"id_number": "510812198805129917", "phone": "1", "account": "a"}
    employer = {"name": "甲", "credit_code": "1", "phone": "1", "account": "a", "handler": "nobody"}
    monkeypatch.setattr(
        core_packs, "read", lambda path: {"persons": [person, person], "employers": [employer]}
    )
    faults = "\n".join(people.check())
    for words in (
        "末位校验",
        "信用代码应为18位",
        "没有经办人",
        "账号重复",
        "手机号重复",
        "身份号码重复",
    ):
        assert words in faults


def test_loading_twice_makes_everybody_once(outside):
    for code in ("510812000000", "510802000000", "430602000000", "370202000000"):
        province = Region.objects.get_or_create(
            code=code[:2] + "0" * 10,
            defaults={"level": 1, "name": "省", "full_name": "省", "province": code[:2] + "0" * 10},
        )[0]
        Region.objects.create(
            code=code,
            level=3,
            parent=province,
            name="县",
            full_name="县",
            province=province.code,
            county=code,
        )
    people.load()
    counts = [m.objects.count() for m in (User, Person, Employer, RealName, Message)]
    people.load()
    assert [m.objects.count() for m in (User, Person, Employer, RealName, Message)] == counts
    assert counts[1:4] == [12, 6, 8]
    user = User.objects.get(username="zhangsan")
    person = queries.subject_of(user)
    assert person.name == "张三" and person.residence_id == "510812000000"
    assert user.check_password("Yichuang#2026")
    assert [user.username for user in queries.accounts_for("13900000001")] == ["zhangsan"]
    assert queries.subject_of(User.objects.get(username="shilijia")).region_id == "510812000000"
