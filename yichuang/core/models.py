"""What all processes share: the outbox (events written with what they tell of), the revision, tries, keys in use."""

from django.db import models
from django.db.models.fields.json import KeyTextTransform

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
        indexes = [
            models.Index(
                fields=["id"], condition=models.Q(done_at__isnull=True), name="outbox_waiting"
            ),
            models.Index(
                KeyTextTransform("case", "payload"),
                "id",
                condition=models.Q(done_at__isnull=True),
                name="outbox_waiting_of_case",
            ),
        ]


class OutboxReceipt(models.Model):
    """One handler has had one event that another failed to take: it does not get it again when that one is tried."""

    event = models.ForeignKey(OutboxEvent, on_delete=models.PROTECT, related_name="receipts")
    handler = models.TextField()
    at = MomentField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event", "handler"], name="outbox_receipt_once")
        ]


class Revision(models.Model):
    """The one row that changes with everything that processes keep in memory (core/sql/core_revise_1.sql).

    number: never the same twice; packs: the digest of the packs that were loaded last, "" before the first time."""

    id = models.SmallIntegerField(primary_key=True)
    number = models.BigIntegerField()
    packs = models.TextField(default="", db_default="")

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="revision_is_one_row")]


class Try(models.Model):
    """How often something was tried by somebody, until the count is forgotten. key: a keyed hash, nobody reads it."""

    key = models.BinaryField(primary_key=True)
    n = models.PositiveIntegerField()
    until = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["until"], name="try_until")]


class KeyCheck(models.Model):
    """What tells one key of this database's encrypted rows from any other key, and nothing about it (core.keyring)."""

    name = models.TextField()
    value = models.BinaryField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name"], name="key_check_name")]


class Binding(models.Model):
    """How far the ciphertexts of one table are bound to their rows (core.binding). last: the last key that was done;
    from `finished_at` on, what is not bound is refused."""

    table_name = models.TextField()
    last = models.BigIntegerField(default=0)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["table_name"], name="binding_table")]
