"""What every police register must do."""

from datetime import date

import pytest

from yichuang.adapters.faults import Faults
from yichuang.adapters.idcheck.simulator import Simulator
from yichuang.core.ports import Rejected, Unavailable

ADAPTERS = {"simulator": Simulator}
ZHANGSAN = {"name": "张三", "id_number": "510812198805129916"}


@pytest.fixture(params=ADAPTERS.values(), ids=ADAPTERS)
def make(request):
    return lambda **faults: request.param(Faults(**faults))


def test_name_and_number_that_belong_together_are_confirmed_with_a_receipt(make):
    checked = make().check(**ZHANGSAN)
    assert checked.matches and checked.name == "张三" and checked.receipt
    assert (checked.sex, checked.birth_date) == ("1", date(1988, 5, 12))


def test_another_name_is_denied_and_the_true_one_is_not_told(make):
    checked = make().check(**ZHANGSAN | {"name": "李四"})
    assert not checked.matches and "张三" not in checked.name


def test_a_number_that_cannot_exist_is_refused(make):
    with pytest.raises(Rejected):
        make().check(name="张三", id_number="510812198805129917")


def test_an_outage_is_unavailable_and_ends(make):
    register = make(outage=True)
    with pytest.raises(Unavailable):
        register.check(**ZHANGSAN)
    register.faults.outage = False
    assert register.check(**ZHANGSAN).matches


def test_the_simulator_believes_a_visitor_of_the_demo_and_can_fail_and_lie():
    assert Simulator().check(name="郑十", id_number="510812201004189999").matches
    with pytest.raises(Unavailable):
        Simulator().check(name="郑十", id_number="510812197001019995")
    assert not Simulator(Faults(lie=True)).check(**ZHANGSAN).matches
    with pytest.raises(Rejected):
        Simulator(Faults(reject="closed")).check(**ZHANGSAN)
