"""What a new year of the calendar moved: one run over the open cases, and each date that it moved."""

from django.db import models
from django.db.models import Q

from yichuang.cases.models.case import Case


class Recount(models.Model):
    """One run. digest: of the year's calendar that it counted by; looked, moved: how many cases."""

    year = models.PositiveSmallIntegerField()
    digest = models.TextField()
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    looked = models.PositiveIntegerField(default=0, db_default=0)
    moved = models.PositiveIntegerField(default=0, db_default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["year", "digest"],
                condition=Q(ended_at__isnull=True),
                name="recount_one_at_a_time",
            )
        ]


class Recounted(models.Model):
    """One case whose date was moved by a run; clock: which of its clocks."""

    run = models.ForeignKey(Recount, on_delete=models.PROTECT, related_name="rows", db_index=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    clock = models.TextField()
    from_on = models.DateField()
    to_on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "case"], name="recounted_once")]
