"""Nobody outside is asked while a transaction of ours is open: whoever waits for an answer holds no row."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection, transaction

from tests.paper_files import PDF
from yichuang.adapters.courier.simulator import Simulator
from yichuang.adapters.faults import Faults
from yichuang.cases import services
from yichuang.cases.models import Case
from yichuang.core import clock, ports
from yichuang.core.errors import Conflict
from yichuang.identity import services as identity
from yichuang.notify import services as notify
from yichuang.notify.models import Message
from yichuang.sites.desk.intake import identify

MAILED = "992014101005"
PHONE = "13900000777"


class Guard:
    """An adapter that refuses to be asked inside a transaction deeper than the test's own, and counts what it does."""

    def __init__(self, adapter, kind: str, asked: list):
        self.adapter, self.kind, self.asked = adapter, kind, asked
        self.own = len(connection.savepoint_ids)

    def __getattr__(self, method: str):
        assert len(connection.savepoint_ids) == self.own, (
            f"{self.kind}.{method} is asked under a lock"
        )

        def call(**arguments):
            self.asked.append((self.kind, method))
            return getattr(self.adapter, method)(**arguments)

        return call


@pytest.fixture
def asked(world, monkeypatch, tmp_path):
    """[(kind, method)] of what was asked of any port; a call inside a transaction fails."""
    calls = []
    courier = Simulator(Faults(), tmp_path, pace=timedelta(hours=1))
    real = {kind: ports.adapter(kind) for kind in settings.ADAPTERS} | {"courier": courier}
    guards = {kind: Guard(adapter, kind, calls) for kind, adapter in real.items()}
    monkeypatch.setattr(ports, "adapter", guards.__getitem__)
    return calls


@pytest.fixture
def mailed(asked, submitted, officer, morning):
    """A finished case whose result goes by post."""
    case = submitted(MAILED)
    services.complete_instantly(
        case_id=case.uuid, officer=officer("gy_clerk"), now=morning, result="已补发"
    )
    return Case.objects.get(pk=case.pk)


def test_the_guard_sees_a_call_inside_a_transaction(asked):
    with pytest.raises(AssertionError, match="under a lock"), transaction.atomic():
        ports.ask("malware", "scan", content=PDF, name="材料.pdf")


def test_no_service_asks_the_outside_inside_a_transaction(asked, mailed, officer, morning):
    with clock.frozen(morning):
        services.post_result(case_id=mailed.uuid, officer=officer("gy_issuer"), now=morning)
        services.track_post(case_id=mailed.uuid, now=morning)
    services.store_file(owner="test:outside", name="材料.pdf", content=PDF, now=morning)
    context = {"item": "失业登记", "number": "1"}
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


def test_a_parcel_that_two_ask_for_at_once_is_posted_and_written_once(
    asked, mailed, officer, morning, monkeypatch
):
    """While the courier answers the first, a second officer posts the same result: one waybill, one step, one told."""
    issuer = officer("gy_issuer")
    guarded = ports.ask
    second = []

    def ask(kind, method, /, **arguments):
        answer = guarded(kind, method, **arguments)
        if method == "post" and not second:
            second.append(True)
            services.post_result(case_id=mailed.uuid, officer=issuer, now=morning)
        return answer

    monkeypatch.setattr(ports, "ask", ask)
    with pytest.raises(Conflict):
        services.post_result(case_id=mailed.uuid, officer=issuer, now=morning)
    assert mailed.events.filter(kind="post").count() == 1
    assert asked.count(("courier", "post")) == 2


def test_a_message_that_is_being_handed_over_is_left_to_who_began(asked, monkeypatch):
    context = {"item": "失业登记", "number": "1"}
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
