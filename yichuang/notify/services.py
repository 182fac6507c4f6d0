"""Writes of messages, and their way to the phone."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from math import ceil
from operator import attrgetter
from time import monotonic

from django.conf import settings

from yichuang.accounts import queries as accounts
from yichuang.accounts.models import Officer, Todo
from yichuang.core import clock, db, jobs, ports
from yichuang.core.ports import NotConnected, Rejected, Unavailable
from yichuang.notify import queries, rules
from yichuang.notify.models import Message
from yichuang.notify.texts import text

SWEEP = 500
AT_A_TIME = 20  # short messages that are handed over before their answers are written …
SECONDS_AT_A_TIME = 20.0  # … and how long that may go on: well within ONE_TRY
ONE_TRY = timedelta(minutes=1)  # longer than a gateway that still answers takes
MOST_TOLD = 20
ASK_STATE_FOR = timedelta(days=1)
_CLAIM = """
    with due as (
      select id, next_try_at from notify_message where sms_state = 'waiting' and next_try_at <= %(now)s
      order by next_try_at, id limit %(most)s for update skip locked)
    update notify_message m set attempts = m.attempts + 1, next_try_at = %(again)s
    from due where m.id = due.id
    returning m.id, m.uuid, m.phone, m.sms_text, m.attempts, m.sms_state, m.sms_receipt, m.sent_at,
      m.next_try_at, due.next_try_at as due_at
"""
_ANSWERED = """
    update notify_message m
    set sms_state = t.state, sms_receipt = t.receipt, sent_at = t.sent_at, next_try_at = t.again
    from unnest(%s::bigint[], %s::text[], %s::text[], %s::timestamptz[], %s::timestamptz[])
      t(id, state, receipt, sent_at, again)
    where m.id = t.id and m.sms_state = 'waiting'
"""


def send(
    *,
    recipient: str,
    kind: str,
    context: dict,
    key: str,
    link: str = "",
    phone: str = "",
    address: str = "",
) -> None:
    """Put one message into the inbox of `recipient` ("person:<uuid>", "employer:<uuid>" or
    "officer:<uuid>") and, with a `phone`, leave it to the worker to send it as a short message after the commit. The
    same `key` again does nothing.

    kind: a key of packs/messages; context: the values that its text needs, without names and identifiers, beside how
    it calls its reader; link: a path of ours; address: the one in the short message, where that is another. Raises
    KeyError for an unknown kind or a missing value: a fault of the caller."""
    words = text(kind)
    context = context | rules.addressed(recipient)
    now = clock.now()
    if phone and words.sms:
        sms = rules.fill(words.sms, context)
    else:
        sms = ""
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
            "sms_text": _with_address(sms, address or link),
            "phone": phone,
            "next_try_at": now,
        }
    message = Message(key=key, **values)
    Message.objects.bulk_create([message], ignore_conflicts=True)


def tell_of_todo(todo: Todo) -> int:
    """Put a thing to do into the messages of whose it is: its owner, and who stands in for them; else whoever holds the
    role for the place and line, up to a handful. Returns how many were told."""
    recipients = _whose(todo)[:MOST_TOLD]
    if todo.due_on:
        due = f"，{todo.due_on.month}月{todo.due_on.day}日前"
    else:
        due = ""
    for officer in recipients:
        send(
            recipient=officer.actor,
            kind="todo_given",
            context={"what": todo.title, "due": due},
            key=f"todo:{todo.pk}:{officer.pk}",
            link=todo.link,
        )
    return len(recipients)


def _whose(todo: Todo) -> list[Officer]:
    if todo.owner_id:
        return [todo.owner, *accounts.standing_in(todo.owner)]
    return accounts.officers_with(todo.role, todo.region_id, todo.line or None)


def send_now(*, kind: str, context: dict, phone: str, key: str) -> str:
    """Hand a short message to the gateway at once (a code that is worth nothing later); return its receipt.

    Raises Rejected for a phone that cannot be reached, Unavailable when the gateway is not there."""
    words = rules.fill(text(kind).sms, context)
    return ports.ask("sms", "send", phone=phone, text=words, key=key)


def send_waiting(*, now: datetime) -> int:
    """Hand over short messages whose time has come, the longest waiting first; return how many were taken in hand.

    The gateway is asked while no row is held: the tries are written before, with the moment when others may begin, the
    answers after. The gateway knows a message by its own key, so a try after a lost answer, or beside a very slow one,
    sends nothing twice. While the gateway is not there messages stay waiting; a refusal is final, and so is a gateway
    that was never connected. Raises jobs.Unfinished when something that nobody foresaw befell one of them."""
    if ports.resting("sms"):
        return 0
    claims = {"now": now, "again": now + ONE_TRY, "most": AT_A_TIME}
    taken = sorted(Message.objects.raw(_CLAIM, claims), key=attrgetter("due_at", "pk"))
    until = monotonic() + SECONDS_AT_A_TIME
    handed_over: list[Message] = []

    def hand_over(message: Message) -> None:
        if ports.resting("sms") or monotonic() > until:
            raise jobs.Enough
        handed_over.append(message)
        _hand_over(message)

    try:
        jobs.each("notify.send_waiting", taken, hand_over)
    finally:
        for message in taken[len(handed_over) :]:
            message.next_try_at = message.due_at
        _write_answers(taken)
    return len(taken)


def _hand_over(message: Message) -> None:
    try:
        message.sms_receipt = ports.ask(
            "sms", "send", phone=message.phone, text=message.sms_text, key=str(message.uuid)
        )
        message.sms_state = Message.SENT
        message.sent_at = clock.now()
    except (NotConnected, Rejected):  # a person who should know is called instead
        message.sms_state = Message.FAILED
    except Unavailable:
        message.next_try_at = rules.next_try(message.attempts, clock.now())


def _write_answers(messages: list[Message]) -> None:
    if not messages:
        return
    columns = ("pk", "sms_state", "sms_receipt", "sent_at", "next_try_at")
    values = []
    for column in columns:
        of_each = map(attrgetter(column), messages)
        values.append(list(of_each))
    db.call(_ANSWERED, values)


def ask_delivery(*, now: datetime) -> int:
    """Ask the gateway what became of messages handed over within a day; return how many are settled now."""
    since = now - ASK_STATE_FOR
    open_ones = Message.objects.filter(sms_state=Message.SENT, sent_at__gt=since)
    receipts = open_ones.order_by("sent_at").values_list("pk", "sms_receipt")
    ended = {Message.DELIVERED: [], Message.FAILED: []}

    def ask(row) -> None:
        pk, receipt = row
        state = _state_at_the_gateway(receipt)
        if state == "accepted":
            return
        ending = Message.DELIVERED if state == "delivered" else Message.FAILED
        ended[ending].append(pk)

    try:
        waiting = open_ones.count()
        first = _whose_turn(waiting, now)
        receipts_of_turn = list(receipts[first : first + SWEEP])
        jobs.each("notify.ask_delivery", receipts_of_turn, ask)
    finally:
        settled = _write_endings(ended)
    return settled


def _whose_turn(waiting: int, now: datetime) -> int:
    """The place of the first that is asked for this minute: where more wait than a round takes, each minute takes the
    next ones, so that those which the gateway never settles keep no others from being asked for."""
    rounds = ceil(waiting / SWEEP) or 1
    minute = int(now.timestamp()) // 60
    return minute % rounds * SWEEP


def _write_endings(ended: dict[str, list[int]]) -> int:
    written = 0
    for ending, keys in ended.items():
        if keys:
            sent = Message.objects.filter(pk__in=keys, sms_state=Message.SENT)
            written += sent.update(sms_state=ending)
    return written


def _state_at_the_gateway(receipt: str) -> str:
    """Raises Enough when the gateway does not answer: the others would meet nobody either."""
    try:
        return ports.ask("sms", "state", receipt=receipt)
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
