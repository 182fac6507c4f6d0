"""催办: an applicant presses for a case that is over its date, and the unit that has it must answer."""

from datetime import datetime

from django.db import transaction

from yichuang.cases.models import Case, Enquiry
from yichuang.cases.queries.standing import overdue
from yichuang.cases.queries.urging import mark_of, open_urge
from yichuang.cases.rules.timing import days_overdue
from yichuang.cases.services.enquiries import ask_about
from yichuang.cases.services.journal import lock
from yichuang.core.clock import local
from yichuang.core.errors import Conflict


@transaction.atomic
def urge(*, case: Case, phone: str, channel: int, actor: str, now: datetime) -> Enquiry:
    """A question to the unit that has the case: why is it late, and when will it be done.

    The row of the case is held, so that two presses are one question. Raises Conflict when the case is not over its
    date, or when an earlier question is not answered yet. Raises Invalid when the phone is none.
    """
    lock(case.uuid)
    late = Case.objects.filter(overdue(now), pk=case.pk)
    if not late.exists():
        raise Conflict("这一件还没有超期", way_out="请看预计的日子，着急可以打12333问")
    if open_urge(case):
        raise Conflict("已经催过了，正在等答复", way_out="着急可以打12333，也可以投诉")
    return ask_about(
        case,
        question=_words(case, now),
        subject=case.subject,
        phone=phone,
        channel=channel,
        actor=actor,
        now=now,
    )


def _words(case: Case, now: datetime) -> str:
    due = local(case.due_at).date()
    days = days_overdue(case.due_at, now)
    return (
        f"{mark_of(case)}，应在{due.isoformat()}前办好，已超期{days}天。"
        "请尽快办理，并告诉我为什么超期、什么时候能办好。"
    )
