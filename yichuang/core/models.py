"""The outbox: events written in the transaction that they tell of."""

from django.db import models

from yichuang.core.fields import MomentField


class OutboxEvent(models.Model):
    """One event on its way to its handlers. `done_at` is set when every handler has had it."""

    uuid = models.UUIDField()
    topic = models.TextField()
    payload = models.JSONField()
    created_at = MomentField(auto_now_add=True)
    done_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.TextField(default="", blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["uuid"], name="outbox_uuid")]
        indexes = [models.Index(fields=["id"], condition=models.Q(done_at__isnull=True), name="outbox_waiting")]


class OutboxReceipt(models.Model):
    """One handler has had one event: what makes delivery at least once look like once."""

    event = models.ForeignKey(OutboxEvent, on_delete=models.PROTECT, related_name="receipts")
    handler = models.TextField()
    at = MomentField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "handler"], name="outbox_receipt_once")]
