"""What a courier leaves to an officer: given to whoever sent the parcel, in the bar of every page, until it is done."""

from dataclasses import dataclass
from datetime import date, datetime

from yichuang.accounts import services as accounts
from yichuang.cases.models import Case, Delivery
from yichuang.cases.queries import versions
from yichuang.core.clock import local
from yichuang.notify import services as notify
from yichuang.reference import queries as reference
from yichuang.reference.rules import deadlines

TROUBLE_TODO = "parcel"
TWICE_TODO = "parcel_twice"


@dataclass(frozen=True)
class Trouble:
    """words: what somebody has to look after; list: of the desk, in which the parcel stands then."""

    words: str
    list: str


NOT_TAKEN = Trouble("快递没有收，要另想办法", "mail")
NOT_KNOWN = Trouble("快递查不到单号，要问收到没有", "sent")
CAME_BACK = Trouble("快递退回来了，要联系申请人", "returned")
TAKEN_TWICE = Trouble("快递可能收了两件，要打电话取消一件", "sent")


def leave_to_officer(delivery: Delivery, trouble: Trouble, now: datetime) -> None:
    """The parcel does not arrive by itself: somebody has to do something else with it. The latest word counts."""
    settled(delivery.case, now)
    _give(delivery, TROUBLE_TODO, trouble, now)


def taken_twice(delivery: Delivery, now: datetime) -> None:
    """The courier has two parcels of one result, and only a person can take one back."""
    _give(delivery, TWICE_TODO, TAKEN_TWICE, now)


def settled(case: Case, now: datetime) -> None:
    """The parcel is asked for anew, on its way, or in the person's hands."""
    accounts.close_todos(kind=TROUBLE_TODO, subject=case.ref, now=now)


def _give(delivery: Delivery, kind: str, trouble: Trouble, now: datetime) -> None:
    """To the officer who gave the parcel to the courier; to the issuers of the place where nobody did, or that one has
    left."""
    case = delivery.case
    name = versions.of_case(case).guide.name
    sender = delivery.asked_by
    if sender and not sender.active:
        sender = None
    todo = accounts.open_todo(
        kind=kind,
        subject=case.ref,
        title=f"{trouble.words}：{name}",
        now=now,
        line=case.line,
        due_on=_next_working_day(case, now),
        link=f"/desk/issue/?list={trouble.list}&case={case.uuid}",
        owner=sender,
        role="issuer",
        region=case.region_id,
    )
    notify.tell_of_todo(todo)


def _next_working_day(case: Case, now: datetime) -> date:
    """By when somebody looks after it."""
    today = local(now).date()
    calendar = reference.calendar(case.region_id)
    term = deadlines.count(today, 1, deadlines.WORKING, (), calendar)
    return term.due
