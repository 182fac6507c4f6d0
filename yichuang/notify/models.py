"""Messages to residents and employers: in their inbox, and by short message where a phone is known."""

from django.db import models
from django.db.models import Q

from yichuang.core.fields import EncryptedTextField
from yichuang.core.ids import uuid7


class Message(models.Model):
    """One message to one recipient ("person:<uuid>" or "employer:<uuid>"), once per `key`.

    sms_state: none (no phone), waiting, sent (the gateway took it), delivered, failed (final)."""

    NONE = "none"
    WAITING = "waiting"
    SENT = "sent"
    DELIVERED = "delivered"
    FAILED = "failed"

    uuid = models.UUIDField(default=uuid7, editable=False)
    key = models.TextField()
    recipient = models.TextField()
    kind = models.TextField()
    title = models.TextField()
    body = EncryptedTextField()
    link = models.TextField(default="", blank=True)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    sms_state = models.TextField(default=NONE)
    sms_text = EncryptedTextField(null=True)
    phone = EncryptedTextField(null=True)
    sms_receipt = models.TextField(default="", blank=True)
    attempts = models.PositiveIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["uuid"], name="message_uuid"),
            models.UniqueConstraint(fields=["key"], name="message_once"),
            models.CheckConstraint(
                condition=Q(sms_state__in=["none", "waiting", "sent", "delivered", "failed"]),
                name="message_sms_state",
            ),
            models.CheckConstraint(
                condition=~Q(sms_state="waiting")
                | Q(phone__isnull=False, next_try_at__isnull=False),
                name="message_waiting_has_phone",
            ),
        ]
        indexes = [
            models.Index(fields=["recipient", "-id"], name="message_inbox"),
            models.Index(
                fields=["recipient"], condition=Q(read_at__isnull=True), name="message_unread"
            ),
            models.Index(
                fields=["next_try_at"], condition=Q(sms_state="waiting"), name="message_waiting"
            ),
            models.Index(fields=["sent_at"], condition=Q(sms_state="sent"), name="message_sent"),
        ]
