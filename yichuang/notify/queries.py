"""Reads of messages."""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.conf import settings
from django.db.models import Q, QuerySet

from yichuang.core import ports
from yichuang.core.errors import NotFound
from yichuang.notify.models import Message

DEMO_LOOKS_BACK = 50  # short messages
ABOUT_THE_ACCOUNT = (
    "account_opened",
    "account_proved",
    "account_agreed",
    "handler_changed",
    "mandate_brought",
    "mandate_ended",
    "password_changed",
    "phone_changed",
    "representative_changed",
)


def inbox(
    recipient: str, *, unread: bool = False, about: Sequence[str] | None = None
) -> QuerySet[Message]:
    """Messages of "person:<uuid>" or "employer:<uuid>", newest first; only unread ones when asked.

    about: None for all of them, else those about the account itself and those that lead to one of these addresses."""
    messages = Message.objects.filter(recipient=recipient).order_by("-id")
    if about is not None:
        messages = messages.filter(Q(kind__in=ABOUT_THE_ACCOUNT) | Q(link__in=about))
    return messages.filter(read_at__isnull=True) if unread else messages


def unread_count(recipient: str, *, about: Sequence[str] | None = None) -> int:
    """How many messages the recipient has not opened; about: as for `inbox`."""
    return inbox(recipient, unread=True, about=about).count()


def message(uuid, *, recipient: str, about: Sequence[str] | None = None) -> Message:
    """The recipient's own message; about: as for `inbox`. Raises NotFound, also for somebody else's."""
    row = inbox(recipient, about=about).filter(uuid=uuid).first()
    if row is None:
        raise NotFound("没有这条消息", way_out="请回到“我的消息”再看")
    return row


def demo_short_messages(phones: Collection[str], since: datetime) -> list[dict]:
    """What the simulated gateway has sent to these phones since then, newest first, as at (ISO text), phone, text: so
    that a visitor of the demo can read the code just asked for. Empty outside the demo and with any real gateway."""
    recent = getattr(ports.adapter("sms"), "recent", None) if settings.DEMO else None
    if not recent:
        return []
    newest = recent(limit=DEMO_LOOKS_BACK)
    shown = []
    for message in newest:
        if message["phone"] not in phones:
            continue
        moment = message["at"]
        sent_at = datetime.fromisoformat(moment)
        if sent_at >= since:
            shown.append(message)
    return shown


def unsent_count(since: datetime) -> int:
    """How many short messages since a moment reached nobody and never will: somebody has to call."""
    return Message.objects.filter(sms_state=Message.FAILED, created_at__gte=since).count()


def untried_since() -> datetime | None:
    """When the oldest short message was to be sent that nobody has tried yet; None when none waits."""
    untried = Message.objects.filter(sms_state=Message.WAITING, attempts=0)
    due = untried.order_by("next_try_at")
    moments = due.values_list("next_try_at", flat=True)
    return moments.first()
