"""请假: the days on which an officer is away, and who stands in."""

from django.db import models
from django.db.models import F, Q

from yichuang.core.ids import uuid7

from .officers import Officer


class Leave(models.Model):
    """Whole days, both ends included.

    deputy: who gets the officer's things to do, null for the colleagues
    of the unit.
    ended_on: the day from which the officer is back before the last day.
    """

    uuid = models.UUIDField(default=uuid7, editable=False)
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="leaves")
    first_day = models.DateField()
    last_day = models.DateField()
    deputy = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(default="", blank=True)
    ended_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["uuid"], name="leave_uuid"),
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")), name="leave_days_in_order"
            ),
            models.CheckConstraint(
                condition=~Q(deputy=F("officer")), name="leave_deputy_is_another"
            ),
        ]
        indexes = [models.Index(fields=["last_day"], name="leave_last_day")]
