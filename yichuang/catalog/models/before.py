"""What an item asked for before, where no version of ours can tell it: counted by a person, with evidence."""

from django.db import models
from django.db.models import Q

from yichuang.accounts.models import Officer


class Before(models.Model):
    """One number of one item before the platform; rows are added, and the newest counts.

    what: "fields", "seals", "papers" or "trips".
    evidence: where somebody may read it.
    """

    item_code = models.TextField()
    what = models.TextField()
    number = models.PositiveIntegerField()
    evidence = models.TextField()
    entered_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(what__in=["fields", "seals", "papers", "trips"]), name="before_what"
            ),
            models.CheckConstraint(condition=~Q(evidence=""), name="before_has_evidence"),
        ]
        indexes = [models.Index(fields=["item_code", "what", "-id"], name="before_newest")]
