"""转办: a question goes from its owner to another officer, once that one has accepted it.

Who does not answer within the minutes of office that the pack says has not accepted it: it goes back. Meanwhile, and
when it is declined, its owner is who it was.
"""

from datetime import datetime
from uuid import UUID

import structlog
from django.db import transaction

from yichuang.accounts.models import Officer
from yichuang.audit.services import record
from yichuang.cases.models import Enquiry, HandOver
from yichuang.cases.models.enquiry import ACCEPTED, DECLINED, RETURNED, WITHDRAWN
from yichuang.cases.queries import owning as owners
from yichuang.cases.services import owning
from yichuang.cases.services.journal import actor_of
from yichuang.cases.tables import minutes_to_accept
from yichuang.core.clock import local
from yichuang.core.errors import Conflict, FieldProblem, Forbidden, Invalid
from yichuang.reference import queries as reference
from yichuang.reference.rules import hours

MOST_WORDS = 200  # characters of a reason
log = structlog.get_logger("cases")


def returns_at(enquiry: Enquiry, now: datetime) -> datetime:
    """When a question that is handed over now goes back, if nobody accepts it."""
    calendar = reference.calendar(enquiry.region_id)
    minutes = minutes_to_accept()
    return hours.after_minutes(local(now), minutes, calendar)


@transaction.atomic
def hand_over_enquiry(
    *, enquiry_id: UUID, officer: Officer, to: Officer, reason: str, now: datetime
) -> HandOver:
    """Its owner offers it to a colleague who is there.

    Raises Invalid without a reason, Conflict for somebody else's and while it is on its way already, Forbidden for a
    colleague who is away or has nothing to do with its place or line."""
    enquiry = owning.lock_enquiry(enquiry_id)
    owning.require_owner(enquiry, officer)
    words = _words("reason", reason, "请写一句为什么转")
    on_its_way = owning.open_offer(enquiry)
    if on_its_way:
        name = on_its_way.to_officer.name
        message = f"已经转给{name}，还没有接"
        raise Conflict(message, code="handed_over", way_out="要转给别人，请先撤回")
    day = local(now).date()
    if to not in owners.colleagues(enquiry, day):
        raise Forbidden(f"{to.name}现在不能接这个咨询", way_out="请转给在岗、管这里的同事")
    offer = HandOver.objects.create(
        enquiry=enquiry,
        from_officer=officer,
        to_officer=to,
        reason=words,
        offered_at=now,
        return_at=returns_at(enquiry, now),
    )
    owning.ask_to_accept(offer, now)
    record(
        actor=actor_of(officer),
        verb="enquiry.hand_over",
        subject=enquiry.ref,
        data={"to": str(to.uuid)},
    )
    return offer


@transaction.atomic
def accept_enquiry(*, enquiry_id: UUID, officer: Officer, now: datetime) -> Enquiry:
    """Whom it was offered is its owner from now on.

    Raises Conflict once it went back."""
    enquiry = _offered_to(enquiry_id, officer)
    owning.end_offer(enquiry, ACCEPTED, actor=actor_of(officer), now=now)
    owning.give_to(enquiry, officer, now=now)
    return enquiry


@transaction.atomic
def decline_enquiry(*, enquiry_id: UUID, officer: Officer, why: str, now: datetime) -> Enquiry:
    """It stays with who offered it, who is told.

    Raises Invalid without a word why, Conflict once it went back."""
    enquiry = _offered_to(enquiry_id, officer)
    words = _words("why", why, "请写一句为什么不接")
    owning.end_offer(enquiry, DECLINED, actor=actor_of(officer), now=now, why=words)
    owning.remind(enquiry, now, owning.MOVED_TODO)
    return enquiry


@transaction.atomic
def take_back_enquiry(*, enquiry_id: UUID, officer: Officer, now: datetime) -> Enquiry:
    """Its owner does not offer it any more.

    Raises Conflict when it was accepted, or went back."""
    enquiry = owning.lock_enquiry(enquiry_id)
    owning.require_owner(enquiry, officer)
    if not owning.end_offer(enquiry, WITHDRAWN, actor=actor_of(officer), now=now):
        raise Conflict("这个咨询没有在转", code="wrong_state", way_out="请刷新看最新情况")
    return enquiry


@transaction.atomic
def return_enquiry(*, enquiry_id: UUID, now: datetime) -> bool:
    """The minutes are over and nobody has accepted: it goes back.

    Returns whether it did: who pressed first has won."""
    enquiry = owning.lock_enquiry(enquiry_id)
    offer = owning.open_offer(enquiry)
    if offer is None or offer.return_at > now:
        return False
    if not _move(enquiry, now):
        _give_back(enquiry, now)
    return True


@transaction.atomic
def move_enquiries_of(*, officer: Officer, now: datetime) -> int:
    """What an officer who was moved, or has left, may not answer any more goes to who is next; how many questions.

    What was offered to them goes back."""
    moved = 0
    day = local(now).date()
    for uuid in owners.open_of(officer).values_list("uuid", flat=True):
        enquiry = owning.lock_enquiry(uuid)
        if owners.may_own(officer, enquiry, day):
            continue
        if enquiry.owner_id == officer.pk:
            moved += _move(enquiry, now)
        else:
            _give_back(enquiry, now)
    return moved


def _give_back(enquiry: Enquiry, now: datetime) -> None:
    """What was offered stays with its owner, who is told."""
    returned = owning.end_offer(enquiry, RETURNED, actor="system", now=now)
    if returned:
        owning.remind(enquiry, now, owning.MOVED_TODO)


def _move(enquiry: Enquiry, now: datetime) -> bool:
    """To who is next, where its owner may not answer it any more.

    Where nobody else is there it stays whose it was: never nobody's."""
    day = local(now).date()
    if owners.may_own(enquiry.owner, enquiry, day):
        return False
    owner = owners.next_owner(
        organisation=enquiry.organisation,
        region=enquiry.region_id,
        item_code=enquiry.item_code,
        day=day,
        without=(enquiry.owner_id,),
    )
    if owner is None:
        log.warning("nobody is there to answer", enquiry=str(enquiry.uuid))
        return False
    owning.end_offer(enquiry, RETURNED, actor="system", now=now)
    owning.give_to(enquiry, owner, now=now)
    record(actor="system", verb="enquiry.moved", subject=enquiry.ref)
    return True


def _offered_to(enquiry_id: UUID, officer: Officer) -> Enquiry:
    """The question that waits for this officer's yes or no.

    Its row is held.
    """
    enquiry = owning.lock_enquiry(enquiry_id)
    offer = owning.open_offer(enquiry)
    if offer is None or offer.to_officer_id != officer.pk:
        message = "这个咨询已经退回，或不是转给您的"
        raise Conflict(message, code="returned", way_out="请刷新看最新情况")
    owning.require_open(enquiry)
    return enquiry


def _words(field: str, text: str, lacking: str) -> str:
    """What was typed.

    Raises Invalid where it is nothing, or too long.
    """
    words = text.strip()
    if not words:
        raise Invalid([FieldProblem(field, lacking, "required")])
    if len(words) > MOST_WORDS:
        message = f"最多{MOST_WORDS}字，现在{len(words)}字，请写短一些"
        raise Invalid([FieldProblem(field, message, "max_length")])
    return words
