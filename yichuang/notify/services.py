"""Writes of messages, and their way to the phone."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from yichuang.accounts import queries as accounts
from yichuang.accounts.models import Officer, Todo
from yichuang.core import clock, jobs, ports
from yichuang.core.ports import NotConnected, Rejected, Unavailable
from yichuang.notify import queries, rules
from yichuang.notify.models import Message
from yichuang.notify.texts import text

SWEEP = 500
GIVE_UP_AFTER = 3
ONE_TRY = timedelta(minutes=1)  # longer than a gateway that still answers takes
MOST_TOLD = 20
ASK_STATE_FOR = timedelta(days=1)


def send(
    *, recipient: str, kind: str, context: dict, key: str, link: str = "", phone: str = ""
) -> Message:
    """Put one message into the inbox of `recipient` ("person:<uuid>", "employer:<uuid>" or
    "officer:<uuid>") and, with a `phone`, send
    it as a short message after the commit. The same `key` again returns the first message and does nothing.

    kind: a key of packs/messages; context: the values that its text needs, without names and identifiers; link: a
    path of ours. Raises KeyError for an unknown kind or a missing value: a fault of the caller."""
    words = text(kind)
    now = clock.now()
    sms = rules.fill(words.sms, context) if phone and words.sms else ""
    values = {
        "recipient": recipient,
        "kind": kind,
        "title": rules.fill(words.title, context),
        "body": rules.fill(words.body, context),
        "link": link,
        "created_at": now,
    }
    if sms:
        values |= {
            "sms_state": Message.WAITING,
            "sms_text": _with_address(sms, link),
            "phone": phone,
            "next_try_at": now,
        }
    written = Message(key=key, **values)
    with transaction.atomic(savepoint=False):
        Message.objects.bulk_create(
            [written],
            ignore_conflicts=True,
        )
        message = Message.objects.get(key=key)
        is_first = message.uuid == written.uuid
        if is_first and sms:
            jobs.defer("notify.send_sms", message_id=message.pk)
    return message


def tell_of_todo(todo: Todo) -> int:
    """Put a thing to do into the messages of whose it is: its owner, and who stands in for them; else whoever holds the
    role for the place and line, up to a handful. Returns how many were told."""
    told = _whose(todo)[:MOST_TOLD]
    due = f"，{todo.due_on.month}月{todo.due_on.day}日前" if todo.due_on else ""
    for officer in told:
        send(
            recipient=f"officer:{officer.uuid}",
            kind="todo_given",
            context={"what": todo.title, "due": due},
            key=f"todo:{todo.pk}:{officer.pk}",
            link=todo.link,
        )
    return len(told)


def _whose(todo: Todo) -> list[Officer]:
    if todo.owner_id:
        return [todo.owner, *accounts.standing_in(todo.owner)]
    return accounts.officers_with(
        todo.role,
        todo.region_id,
        todo.line or None,
    )


def send_now(*, kind: str, context: dict, phone: str, key: str) -> str:
    """Hand a short message to the gateway at once (a code that is worth nothing later); return its receipt.

    Raises Rejected for a phone that cannot be reached, Unavailable when the gateway is not there."""
    words = rules.fill(text(kind).sms, context)
    return ports.ask("sms", "send", phone=phone, text=words, key=key)


def send_sms(*, message_id: int) -> str:
    """Try to hand over the short message of one waiting message whose time has come; return its state now.

    The gateway is asked while no row is held: the try is written before, with the moment when another may begin, the
    answer after. The gateway knows the message by its own key, so a try after a lost answer, or beside a very slow one,
    sends nothing twice. While the gateway is not there the message stays waiting; a refusal is final, and so is a
    gateway that was never connected."""
    if ports.resting("sms"):
        return Message.WAITING
    message = _claimed(message_id)
    if message is None:
        return ""
    try:
        message.sms_receipt = ports.ask(
            "sms",
            "send",
            phone=message.phone,
            text=message.sms_text,
            key=str(message.uuid),
        )
        message.sms_state = Message.SENT
        message.sent_at = clock.now()
    except (NotConnected, Rejected):  # a person who should know is called instead
        message.sms_state = Message.FAILED
    except Unavailable:
        message.next_try_at = rules.next_try(message.attempts, clock.now())
    waiting = Message.objects.filter(pk=message.pk, sms_state=Message.WAITING)
    waiting.update(
        sms_receipt=message.sms_receipt,
        sms_state=message.sms_state,
        sent_at=message.sent_at,
        next_try_at=message.next_try_at,
    )
    return message.sms_state


@transaction.atomic
def _claimed(message_id: int) -> Message | None:
    """The message, counted as tried and left to this caller for ONE_TRY; None when it is not to be tried now."""
    now = clock.now()
    rows = Message.objects.select_for_update(skip_locked=True)
    message = rows.filter(pk=message_id, sms_state=Message.WAITING, next_try_at__lte=now).first()
    if message:
        message.attempts += 1
        message.next_try_at = now + ONE_TRY
        message.save(update_fields=["attempts", "next_try_at"])
    return message


def send_waiting(*, now: datetime) -> int:
    """Try every short message whose time has come, the longest waiting first; return how many were handed over.

    After a few that meet nobody the rest is left for the next round: the gateway is down."""
    due = Message.objects.filter(sms_state=Message.WAITING, next_try_at__lte=now)
    due = due.order_by("next_try_at", "id")
    states: list[str] = []
    nobody_there = [Message.WAITING] * GIVE_UP_AFTER

    def hand_over(message_id: int) -> None:
        if ports.resting("sms"):
            raise jobs.Enough
        state = send_sms(message_id=message_id)
        states.append(state)
        latest = states[-GIVE_UP_AFTER:]
        if latest == nobody_there:
            raise jobs.Enough

    waiting = due.values_list("id", flat=True)
    first = list(waiting[:SWEEP])
    jobs.each("notify.send_waiting", first, hand_over)
    return states.count(Message.SENT)


def ask_delivery(*, now: datetime) -> int:
    """Ask the gateway what became of messages handed over within a day; return how many are settled now."""
    since = now - ASK_STATE_FOR
    open_ones = Message.objects.filter(sms_state=Message.SENT, sent_at__gt=since)
    open_ones = open_ones.order_by("sent_at")
    settled: list[int] = []

    def ask(message: Message) -> None:
        state = _state_at_the_gateway(message)
        if state == "accepted":
            return
        ending = Message.DELIVERED if state == "delivered" else Message.FAILED
        sent = Message.objects.filter(pk=message.pk, sms_state=Message.SENT)
        settled.append(sent.update(sms_state=ending))

    jobs.each("notify.ask_delivery", open_ones[:SWEEP], ask)
    return sum(settled)


def _state_at_the_gateway(message: Message) -> str:
    """Raises Enough when the gateway does not answer: the others would meet nobody either."""
    try:
        return ports.ask("sms", "state", receipt=message.sms_receipt)
    except Unavailable as fault:
        raise jobs.Enough from fault
    except Rejected:
        return "undelivered"


def read(*, message: Message, now: datetime) -> Message:
    """The recipient has opened the message: the first time counts."""
    Message.objects.filter(pk=message.pk, read_at__isnull=True).update(read_at=now)
    message.refresh_from_db(fields=["read_at"])
    return message


def read_all(*, recipient: str, now: datetime, about: Sequence[str] | None = None) -> int:
    """Mark the recipient's messages as read (about: as for `queries.inbox`); return how many were unread."""
    return queries.inbox(recipient, unread=True, about=about).order_by().update(read_at=now)


def _with_address(sms: str, link: str) -> str:
    return f"{sms} {settings.BASE_URL}{link}" if link else sms
