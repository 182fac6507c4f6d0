"""Keys of the systems that call us, and how much each has called today."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from yichuang.core.fields import MomentField


class ApiKey(models.Model):
    """One key. Only its sha256 is kept. `source` names the calling system: two keys of one source (the old and the
    new one, while a system changes over) see the same cases; `channel` is written on every case they send. `place` is
    whose key it is, and its source's; None: the platform's."""

    name = models.TextField()
    key_hash = models.BinaryField(max_length=32)
    channel = models.PositiveSmallIntegerField()
    source = models.TextField()
    scopes = ArrayField(models.TextField(), default=list)
    daily_quota = models.PositiveIntegerField()
    minute_quota = models.PositiveIntegerField()
    place = models.ForeignKey(
        "reference.Region", null=True, on_delete=models.PROTECT, related_name="+"
    )
    active = models.BooleanField(default=True)
    expires_on = models.DateField(null=True)
    created_at = MomentField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key_hash"], name="api_key_hash"),
            models.CheckConstraint(
                condition=Q(channel__gte=1, channel__lte=6), name="api_key_channel"
            ),
        ]


class QuotaUse(models.Model):
    """Calls of one key on one day, and in its latest minute. Counted by the SQL function `api_admit` only."""

    key = models.ForeignKey(ApiKey, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    n = models.PositiveIntegerField()
    minute = models.DateTimeField()
    minute_n = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "day"], name="quota_use_once")]
