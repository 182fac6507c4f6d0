"""A result that goes by post: a job gives it to the courier, or an officer posts it and types its number.

The courier is asked while no row is held and nobody waits (docs/adr/0040-the-courier-is-asked-by-a-job.md)."""

from datetime import datetime
from uuid import UUID

import structlog
from django.db import transaction

from yichuang.accounts.models import Officer
from yichuang.cases.models import Case, Delivery
from yichuang.cases.queries.permission import require
from yichuang.cases.rules import states
from yichuang.cases.rules.deliveries import MAIL, SENT, WAITING
from yichuang.cases.services.finish import delivery_of
from yichuang.cases.services.journal import actor_of, lock, write
from yichuang.cases.services.parcels import NOT_TAKEN, leave_to_officer, settled, taken_twice
from yichuang.core import jobs, ports, spelling
from yichuang.core.errors import Conflict, FieldProblem, Invalid, NotFound

log = structlog.get_logger("cases")
LONGEST_NUMBER = 40
LONGEST_REFUSAL = 200
NO_NUMBER = "快递收了件，可是没有给单号，请打电话问"
NOT_CONNECTED = "这里没有接通快递，请自己寄出"


@transaction.atomic
def post_result(*, case_id: UUID, officer: Officer, now: datetime) -> Delivery:
    """Give the result to the courier: from now on its word is awaited, and a job asks for it.

    While it is awaited, a second time changes nothing.

    Raises Conflict for what is not sent by post or was sent before,
    Invalid without an address, and ports.NotConnected.
    """
    if not ports.connected("courier"):
        raise ports.NotConnected("courier")
    case, delivery = _to_post(case_id, officer, now)
    if delivery.whereabouts.being_asked:
        return delivery
    if not delivery.address:
        raise _missing("address", "没有收件地址，请先和申请人联系")
    delivery.asked_at = now
    delivery.asked_by = officer
    delivery.refusal = None
    delivery.save(update_fields=["asked_at", "asked_by", "refusal"])
    settled(case, now)
    jobs.defer("cases.post_parcel", case=str(case.uuid))
    return delivery


def hand_to_courier(*, case_id: UUID, now: datetime) -> None:
    """Ask the courier to take an awaited parcel, and write what it says: a number, or why not.

    For what is not awaited any more (posted by hand, collected, taken
    back) nobody is asked. The courier's key is the case: asked again it
    gives the number of the first time.

    Raises ports.Unavailable when it does not answer; the parcel is
    awaited as before then.
    """
    rows = Delivery.objects.select_related("case")
    delivery = rows.filter(case__uuid=case_id).first()
    if delivery is None or not _is_awaited(delivery.case, delivery):
        return
    asked_at = delivery.asked_at
    try:
        bill = ports.ask("courier", "post", **_parcel(delivery))
    except ports.NotConnected:
        _refused(case_id, asked_at, NOT_CONNECTED, now)
    except ports.Rejected as refusal:
        _refused(case_id, asked_at, str(refusal), now)
    else:
        number = spelling.code(bill.number)[:LONGEST_NUMBER]
        _handed_over(case_id, asked_at, number, now)


@transaction.atomic
def note_parcel(*, case_id: UUID, officer: Officer, waybill: str, now: datetime) -> Delivery:
    """The officer has posted the result, and types its number.

    Raises Invalid without a number, Conflict while the courier may
    still answer and for what is not sent by post.
    """
    case, delivery = _to_post(case_id, officer, now)
    whereabouts = delivery.whereabouts
    if whereabouts.being_asked and not whereabouts.is_silent(now):
        raise Conflict(
            "正在联系快递，还不用自己寄",
            code="wrong_state",
            way_out="过两分钟还没有单号，再自己寄、再记单号",
        )
    number = spelling.code(waybill)[:LONGEST_NUMBER]
    if not number:
        raise _missing("waybill", "请填快递单号，在您寄件的存根上")
    _sent(case, delivery, officer, number, now)
    return delivery


def _missing(field: str, message: str) -> Invalid:
    problem = FieldProblem(field, message, "required")
    return Invalid([problem])


def _parcel(delivery: Delivery) -> dict[str, str]:
    """What the courier is told."""
    case = delivery.case
    return {
        "key": str(case.uuid),
        "recipient": delivery.recipient,
        "phone": delivery.phone or "",
        "address": delivery.address or "",
        "what": f"{case.number} 办理结果",
    }


def _to_post(case_id: UUID, officer: Officer, now: datetime) -> tuple[Case, Delivery]:
    """The case and its delivery, both rows held.

    Raises Conflict for what is not sent by post, or was sent before.
    """
    case = lock(case_id)
    require("post", case, officer, now)
    delivery = delivery_of(case)
    if delivery.way != MAIL or delivery.state != WAITING:
        raise Conflict("这件不用邮寄，或已经寄出", code="wrong_state", way_out="请刷新看最新情况")
    return case, delivery


def _is_awaited(case: Case, delivery: Delivery) -> bool:
    """Whether the courier's number would still be of use."""
    if not delivery.whereabouts.being_asked:
        return False
    move = states.MOVES["post"]
    return case.state in move.sources


@transaction.atomic
def _handed_over(case_id: UUID, asked_at: datetime, waybill: str, now: datetime) -> None:
    """The courier has the parcel.

    Where an officer posted it meanwhile, or nobody wants it any more,
    the desk is told that there are two.
    """
    try:
        case = lock(case_id)
    except NotFound:
        log.warning("parcel of a case that is gone", case=str(case_id))
        return
    delivery = delivery_of(case)
    if not waybill:
        _say(delivery, asked_at, NO_NUMBER, now)
    elif _is_awaited(case, delivery):
        _sent(case, delivery, delivery.asked_by, waybill, now)
    elif delivery.waybill != waybill:
        log.warning("parcel taken twice", case=str(case_id))
        delivery.refusal = f"快递后来也收了一件，单号{waybill}，可能重了，请打电话取消一件"
        delivery.save(update_fields=["refusal"])
        taken_twice(delivery, now)


@transaction.atomic
def _refused(case_id: UUID, asked_at: datetime, reason: str, now: datetime) -> None:
    """The courier did not take the parcel, for this reason."""
    rows = Delivery.objects.select_for_update()
    delivery = rows.filter(case__uuid=case_id).first()
    if delivery is not None:
        _say(delivery, asked_at, reason, now)


def _say(delivery: Delivery, asked_at: datetime, reason: str, now: datetime) -> None:
    """Tell the desk why there is no number, unless another word is awaited by now."""
    if delivery.state != WAITING or delivery.asked_at != asked_at:
        return
    delivery.asked_at = None
    delivery.refusal = reason[:LONGEST_REFUSAL]
    delivery.save(update_fields=["asked_at", "refusal"])
    leave_to_officer(delivery, NOT_TAKEN, now)


def _sent(case: Case, delivery: Delivery, officer: Officer, waybill: str, now: datetime) -> None:
    """The result is on its way under this number, whoever said it.

    Both rows are held. officer: who posted it, or gave it to the courier.
    """
    delivery.waybill = waybill
    delivery.state = SENT
    delivery.asked_at = None
    delivery.refusal = None
    delivery.save(update_fields=["waybill", "state", "asked_at", "refusal"])
    settled(case, now)
    actor = actor_of(officer)
    entry = {"waybill": waybill}
    write(case, "post", actor=actor, officer=officer, now=now, data=entry)
