"""Why and how long the clock of a case stands."""

from datetime import timedelta

from django.db import models
from django.db.models import F, Q

from yichuang.accounts.models import Officer
from yichuang.cases.models.case import Case
from yichuang.cases.rules.pauses import KINDS


class Pause(models.Model):
    """One pause, whole days in Beijing.

    cause: which stop or suspension of the item's rule it is, "" for a
    correction.
    until_on: its last day, null while it lasts; the day before from_on
    for one that ended on the day of its notice and stopped nothing.
    planned_until: the end that was told.
    basis: article of the law.
    notice: number of the paper that told it.
    begun_by, ended_by: null where the platform did it.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="pauses")
    kind = models.TextField()
    cause = models.TextField(default="", blank=True, db_default="")
    from_on = models.DateField()
    until_on = models.DateField(null=True)
    planned_until = models.DateField(null=True)
    reason = models.TextField()
    basis = models.TextField()
    notice = models.TextField(default="", blank=True)
    begun_by = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+")
    ended_by = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=list(KINDS)), name="pause_kind"),
            models.CheckConstraint(
                condition=Q(until_on__isnull=True)
                | Q(until_on__gte=F("from_on") - timedelta(days=1)),
                name="pause_days",
            ),
            models.UniqueConstraint(
                fields=["case"], condition=Q(until_on__isnull=True), name="pause_one_at_a_time"
            ),
        ]
