"""Whose a question is, and what its owner has to do about it: always somebody's, in every state."""

from datetime import datetime
from uuid import UUID

from yichuang.accounts import services as accounts
from yichuang.accounts.models import Officer, Organisation, Todo
from yichuang.audit.services import record
from yichuang.cases.models import Enquiry, HandOver
from yichuang.cases.models.enquiry import WITHDRAWN
from yichuang.cases.queries import owning
from yichuang.catalog import queries as catalog
from yichuang.core.clock import local
from yichuang.core.errors import Conflict, FieldProblem, Invalid, NotFound
from yichuang.notify import services as notify

ASKED_TODO = "enquiry"
MOVED_TODO = "enquiry_moved"
HANDED_TODO = "hand_over"
MINE = "/desk/enquiries/?whose=mine"
OFFERED = "/desk/enquiries/?whose=offered"
UNNAMED = "没有选事项"
NOBODY = "这个地方现在没有人能答复，问题没有交上去，请拨打12333，有人接听"


def lock_enquiry(enquiry_id: UUID) -> Enquiry:
    """The question, its row held until the transaction ends. Raises NotFound."""
    rows = Enquiry.objects.select_for_update(of=("self",)).select_related("owner")
    enquiry = rows.filter(uuid=enquiry_id).first()
    if enquiry is None:
        raise NotFound("没有这个咨询", way_out="请刷新列表")
    return enquiry


def require_owner(enquiry: Enquiry, officer: Officer) -> None:
    """Let pass whose open question it is. Raises the Conflict that says whose it is, or that it is answered."""
    if enquiry.owner_id != officer.pk:
        raise Conflict(f"{enquiry.owner.name}正在答这个问题", code="taken", way_out="请看下一个")
    require_open(enquiry)


def require_open(enquiry: Enquiry) -> None:
    """Let pass what waits for an answer. Raises Conflict."""
    if enquiry.state != owning.OPEN:
        raise Conflict("这个问题已经答复过了", code="wrong_state", way_out="请刷新看最新情况")


def first_owner(
    *, organisation: Organisation, region: str, item_code: str, now: datetime
) -> Officer:
    """Who owns a question that nobody has heard in person.

    Raises Invalid where nobody is there: an enquiry without an owner is not taken, and what was typed stays."""
    day = local(now).date()
    owner = owning.next_owner(
        organisation=organisation, region=region, item_code=item_code, day=day
    )
    if owner is None:
        raise Invalid([FieldProblem("question", NOBODY, "nobody_there")])
    return owner


def give_to(enquiry: Enquiry, owner: Officer, *, now: datetime, kind: str = MOVED_TODO) -> None:
    """It is theirs from now on, and stands among what they have to do. The row is held."""
    enquiry.owner = owner
    enquiry.owned_since = now
    enquiry.save(update_fields=["owner", "owned_since"])
    remind(enquiry, now, kind)


def remind(enquiry: Enquiry, now: datetime, kind: str) -> None:
    """Its owner finds it among what they have to do; earlier reminders are over."""
    close_tasks(enquiry, now)
    todo = _open(kind, enquiry, enquiry.owner, "答复咨询", now, link=MINE)
    notify.tell_of_todo(todo)


def ask_to_accept(offer: HandOver, now: datetime) -> None:
    """Whom a question is offered finds it among what they have to do, until it goes back."""
    enquiry = offer.enquiry
    todo = _open(
        HANDED_TODO,
        enquiry,
        offer.to_officer,
        f"{offer.from_officer.name}转给您的咨询，接还是不接",
        now,
        link=OFFERED,
        due_at=offer.return_at,
    )
    notify.tell_of_todo(todo)


def close_tasks(enquiry: Enquiry, now: datetime) -> None:
    """Nobody has to do anything about it any more."""
    for kind in (ASKED_TODO, MOVED_TODO, HANDED_TODO):
        accounts.close_todos(kind=kind, subject=enquiry.ref, now=now)


def open_offer(enquiry: Enquiry) -> HandOver | None:
    """By which the question is on its way to another officer; None where it is not."""
    offers = HandOver.objects.select_related("to_officer", "from_officer")
    return offers.filter(enquiry=enquiry, ended_at=None).first()


def end_offer(enquiry: Enquiry, end: str, *, actor: str, now: datetime, why: str = "") -> bool:
    """It is on its way no more; whether it was. end: of models.enquiry.ENDS. The row of the question is held."""
    offer = open_offer(enquiry)
    if offer is None:
        return False
    offer.end = end
    offer.ended_at = now
    if why:
        offer.declined_why = why
    offer.save(update_fields=["end", "ended_at", "declined_why"])
    accounts.close_todos(kind=HANDED_TODO, subject=enquiry.ref, now=now)
    record(actor=actor, verb=f"enquiry.{end}", subject=enquiry.ref)
    return True


def settle(enquiry: Enquiry, *, actor: str, now: datetime) -> None:
    """Answered, or become a case: it is on its way to nobody, and nobody has to do anything about it."""
    end_offer(enquiry, WITHDRAWN, actor=actor, now=now)
    close_tasks(enquiry, now)


def _open(
    kind: str,
    enquiry: Enquiry,
    owner: Officer,
    title: str,
    now: datetime,
    *,
    link: str,
    due_at: datetime | None = None,
) -> Todo:
    names = catalog.item_names()
    name = names.get(enquiry.item_code, UNNAMED)
    line = owning.line_of(enquiry.item_code)
    return accounts.open_todo(
        kind=kind,
        subject=enquiry.ref,
        title=f"{title}：{name}",
        now=now,
        owner=owner,
        role="clerk",
        region=enquiry.region_id,
        line=line or "",
        due_at=due_at,
        link=link,
    )
