"""我没有让人办: whom a matter is about says that nobody was asked to do it; the unit that has the case must answer."""

from datetime import datetime

from django.db import transaction

from yichuang.cases.models import Case, Enquiry
from yichuang.cases.queries.objecting import mark_of, open_objection
from yichuang.cases.services.enquiries import ask_about
from yichuang.cases.services.journal import lock
from yichuang.core.errors import Conflict
from yichuang.registry.models import Person

WORDS = (
    "。申请里写了我的姓名和号码，我没有让人办这件事。请查是谁、凭什么办的，怎么改回来，并答复我。"
)


@transaction.atomic
def object_to(
    *, case: Case, person: Person, phone: str, channel: int, actor: str, now: datetime
) -> Enquiry:
    """A question to the unit that has the case. Its caller has checked that the case is about this person.

    The row of the case is held, so that two presses are one question. Raises Conflict while an earlier one is not
    answered, Invalid when the phone is none. 个人信息保护法 44, 46, 50."""
    lock(case.uuid)
    if open_objection(case, person):
        raise Conflict("已经说过了，正在查", code="wrong_state", way_out="着急请打12333")
    return ask_about(
        case,
        question=f"{mark_of(case)}{WORDS}",
        subject=person,
        phone=phone,
        channel=channel,
        actor=actor,
        now=now,
    )
