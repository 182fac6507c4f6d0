"""Nobody outside is asked while a transaction of ours is open: whoever waits for an answer holds no row."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction

from tests.looking import complete_instantly
from tests.paper_files import PDF
from yichuang.adapters.courier.simulator import Simulator
from yichuang.adapters.faults import Faults
from yichuang.cases import services, tasks
from yichuang.cases.models import Case
from yichuang.core import clock, ports
from yichuang.identity import services as identity
from yichuang.notify import services as notify
from yichuang.notify.models import Message
from yichuang.sites.desk.intake import identify

MAILED = "992014101005"
PHONE = "13900000777"


@pytest.fixture
def asked(world, monkeypatch, tmp_path):
    """[(kind, method)] of what was asked of any port."""
    calls = []
    courier = Simulator(Faults(), tmp_path, pace=timedelta(hours=1))
    real = {kind: ports.adapter(kind) for kind in settings.ADAPTERS} | {"courier": courier}
    monkeypatch.setattr(ports, "adapter", real.__getitem__)
    ask = ports.ask

    def noted(kind, method, /, **arguments):
        calls.append((kind, method))
        return ask(kind, method, **arguments)

    monkeypatch.setattr(ports, "ask", noted)
    return calls


@pytest.fixture
def mailed(asked, submitted, officer, morning):
    """A finished case whose result goes by post."""
    case = submitted(MAILED)
    complete_instantly(case_id=case.uuid, officer=officer("gy_clerk"), now=morning, result="已补发")
    return Case.objects.get(pk=case.pk)


def test_a_port_refuses_to_be_asked_inside_a_transaction(asked):
    """So every test that asks anything, wherever it is, also asks this question."""
    with pytest.raises(ports.UnderALock, match="malware.scan"), transaction.atomic():
        ports.ask("malware", "scan", content=PDF, name="材料.pdf")
    assert ports.ask("malware", "scan", content=PDF, name="材料.pdf").clean


def test_only_made_up_people_are_loaded_with_the_outside_asked_inside_a_transaction():
    sources = Path(ports.__file__).parents[1].rglob("*.py")
    users = {path.parent.name for path in sources if "ports.alone()" in path.read_text("utf-8")}
    assert users == {"demo"}


def test_no_service_asks_the_outside_inside_a_transaction(asked, mailed, officer, morning):
    with clock.frozen(morning):
        services.post_result(case_id=mailed.uuid, officer=officer("gy_issuer"), now=morning)
        assert asked == []
        tasks.post_parcel(str(mailed.uuid))
        services.ask_where(case_id=mailed.uuid, now=morning)
        tasks.track_post(str(mailed.uuid))
    services.store_file(owner="test:outside", name="材料.pdf", content=PDF, now=morning)
    context = {"item": "失业登记", "number": "1", "where": ""}
    notify.send(
        recipient="person:1", kind="case_decided", context=context, key="outside", phone=PHONE
    )
    while notify.send_waiting(now=clock.now()):
        continue
    assert Message.objects.get(key="outside").sms_state == "sent"
    notify.ask_delivery(now=clock.now())
    code = {"code": "123456", "minutes": 10}
    notify.send_now(kind="reset_code", context=code, phone=PHONE, key="code")
    number = "510812201004189999"
    identify.identify(number=number, name="郑十", phone="", officer=officer("gy_clerk"))
    identity.register_person(
        name="郑十", id_number=number, phone=PHONE, password="Yichuang#2026", now=morning
    )
    assert set(asked) == {
        ("courier", "post"),
        ("courier", "track"),
        ("malware", "scan"),
        ("sms", "send"),
        ("sms", "state"),
        ("idcheck", "check"),
    }


def test_a_message_that_is_being_handed_over_is_left_to_who_began(asked, monkeypatch):
    context = {"item": "失业登记", "number": "1", "where": ""}
    notify.send(recipient="person:1", kind="case_decided", context=context, key="one", phone=PHONE)
    guarded = ports.ask
    beside = []

    def ask(kind, method, /, **arguments):
        beside.append(notify.send_waiting(now=clock.now()))
        return guarded(kind, method, **arguments)

    monkeypatch.setattr(ports, "ask", ask)
    while notify.send_waiting(now=clock.now()):
        continue
    message = Message.objects.get(key="one")
    assert message.sms_state == "sent" and message.attempts == 1
    assert set(beside) == {0}
