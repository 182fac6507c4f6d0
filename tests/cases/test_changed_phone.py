"""After 换手机 a new application of a proved account is filled with the new phone, of a person and of a unit."""

import re

import pytest

from tests.cases.conftest import MORNING
from yichuang.adapters.idcheck import simulator as idcheck
from yichuang.adapters.sms import simulator as sms
from yichuang.cases.queries import prefill, versions
from yichuang.core import ports
from yichuang.identity import queries as identity
from yichuang.identity import services
from yichuang.identity.models import RealName

NEW = "13900000077"
PLACE = "510812000000"
WINDOW = 1
# an item of persons and one of units, each with the field in which its messages' phone stands
FIELDS = {"person": ("992014101002", "person_phone"), "employer": ("991014501004", "handler_phone")}


@pytest.fixture
def gateway(monkeypatch, tmp_path):
    adapters = {"sms": sms.Simulator(folder=tmp_path), "idcheck": idcheck.Simulator()}
    monkeypatch.setattr(ports, "adapter", adapters.__getitem__)
    return adapters["sms"]


def proved_account(side) -> RealName:
    """An account of a person or of a unit of which it is known whose it is."""
    rows = RealName.objects.filter(proved_at__isnull=False)
    return rows.filter(**{f"{side}__isnull": False}).first()


def change_phone(user, gateway) -> None:
    """Online, by a code to both phones."""
    services.ask_phone_codes(user=user, phone=NEW, now=MORNING)
    texts = [line["text"] for line in gateway.sent.lines()]
    old, new = (re.search(r"验证码是(\d{6})", text)[1] for text in texts[-2:])
    services.change_phone(user=user, phone=NEW, old_code=old, new_code=new, now=MORNING)


@pytest.mark.parametrize("side", FIELDS)
def test_a_new_application_is_filled_with_the_new_phone(world, gateway, side):
    user = proved_account(side).user
    code, field = FIELDS[side]
    version = versions.for_application(code, PLACE, WINDOW, MORNING.date())
    change_phone(user, gateway)
    phone, source = prefill.known(version, identity.sight_of(user))[field]
    assert (phone, source.partition(".")[0]) == (NEW, "registry")
