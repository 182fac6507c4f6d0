"""One message to whom a new calendar moved the dates of one case or of several."""

from collections.abc import Sequence

from yichuang.cases.models import Case, Recount
from yichuang.cases.queries import taken_back
from yichuang.cases.queries.moved import moved
from yichuang.core.clock import today
from yichuang.notify import services as notify

KIND = "case_dates_moved"
MINE = "/my/"


def tell(run: Recount, cases: Sequence[Case]) -> None:
    """Tell the person or unit of these cases that they are due on other days.

    The same run tells nobody twice. By the phone of the first of them;
    who has no account reads that one by its number.
    """
    first = cases[0]
    side = "person"
    subject = first.person
    if subject is None:
        side = "employer"
        subject = first.employer
    recipient = f"{side}:{subject.uuid}"
    link = MINE
    more = "等"
    if len(cases) == 1:
        link = f"/my/cases/{first.uuid}/"
        more = ""
    step = moved(first.uuid, first.seq).step
    address = ""
    if not step.own_pages:
        address = f"/t/{first.number}"
    notify.send(
        recipient=recipient,
        kind=KIND,
        context={"count": len(cases), "number": first.number, "more": more, "year": run.year},
        key=f"recount:{run.pk}:{recipient}",
        link=link,
        phone=taken_back.phone_of(first, today()),
        address=address,
    )
