"""A result on its way by post: the courier is asked where it is, by a job, and what it says is kept."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from yichuang.cases.models import Delivery, DeliveryEvent
from yichuang.cases.ports import CourierEvent
from yichuang.cases.rules.deliveries import RETURNED, SENT, WAITING
from yichuang.cases.services.finish import delivered, delivery_of
from yichuang.cases.services.journal import lock
from yichuang.cases.services.parcels import CAME_BACK, NOT_KNOWN, leave_to_officer, settled
from yichuang.core import jobs, ports
from yichuang.core.errors import Conflict

UNKNOWN = "快递查不到这个单号，对方收到后请点“已签收”"
SIGNED_FOR, SENT_BACK = "已签收", "退回"  # steps as the courier names them


@transaction.atomic
def ask_where(*, case_id: UUID, now: datetime) -> Delivery:
    """Let a job ask the courier where the parcel is.

    The caller has checked who may see it.

    Raises NotFound, Conflict for what is not on its way, and
    ports.NotConnected.
    """
    if not ports.connected("courier"):
        raise ports.NotConnected("courier")
    case = lock(case_id)
    delivery = delivery_of(case)
    if delivery.state != SENT:
        raise Conflict("这件不在路上", code="wrong_state", way_out="请刷新看最新情况")
    if delivery.asked_at is None:
        delivery.asked_at = now
        delivery.refusal = None
        delivery.save(update_fields=["asked_at", "refusal"])
        settled(case, now)
        jobs.defer("cases.track_post", case=str(case.uuid))
    return delivery


def track_post(*, case_id: UUID, now: datetime) -> Delivery:
    """Ask the courier where the parcel is, while no row is held, and keep what it says.

    Delivered, returned and unknown to this courier end the asking.

    Raises NotFound and ports.Unavailable.
    """
    delivery = Delivery.objects.filter(case__uuid=case_id).first()
    if delivery is None or delivery.state != SENT:
        return _tracked(case_id, (), now)
    try:
        steps = ports.ask("courier", "track", number=delivery.waybill)
    except ports.Rejected:
        return _unknown(case_id, delivery.waybill, now)
    return _tracked(case_id, steps, now)


@transaction.atomic
def _unknown(case_id: UUID, waybill: str, now: datetime) -> Delivery:
    """This courier does not know the number, as when another one was used.

    It is not asked again by itself.
    """
    case = lock(case_id)
    delivery = delivery_of(case)
    if delivery.state != SENT or delivery.waybill != waybill:
        return delivery
    delivery.asked_at = None
    delivery.refusal = UNKNOWN
    delivery.save(update_fields=["asked_at", "refusal"])
    leave_to_officer(delivery, NOT_KNOWN, now)
    return delivery


@transaction.atomic
def _tracked(case_id: UUID, steps: Iterable[CourierEvent], now: datetime) -> Delivery:
    """Keep each step once; the last of them says whether it was signed for or comes back."""
    case = lock(case_id)
    delivery = delivery_of(case)
    for step in steps:
        place = {"place": step.place}
        DeliveryEvent.objects.get_or_create(
            delivery=delivery, at=step.at, state=step.state, defaults=place
        )
        if delivery.state != SENT:
            continue
        if step.state == SIGNED_FOR:
            delivered(case, delivery, "system", None, now, on_site=False)
        elif step.state == SENT_BACK:
            delivery.state = RETURNED
            delivery.save(update_fields=["state"])
            leave_to_officer(delivery, CAME_BACK, now)
    if delivery.asked_at and delivery.state != WAITING:
        delivery.asked_at = None
        delivery.save(update_fields=["asked_at"])
    return delivery
