"""一次性补正告知: what is missing, told once and in full."""

from django.db import models

from yichuang.accounts.models import Officer
from yichuang.cases.models.case import Case


class Correction(models.Model):
    """One notice. `breach`: it asks for something that was visible before, so the clock does not stop for it."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="corrections")
    seq = models.PositiveSmallIntegerField()
    asked_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    answer_by = models.DateField()
    answered_at = models.DateTimeField(null=True)
    breach = models.BooleanField(default=False)
    stops_clock = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "seq"], name="correction_seq")]
        indexes = [
            models.Index(
                fields=["answered_at"],
                condition=models.Q(stops_clock=True, answered_at__isnull=False),
                name="correction_answered",
            )
        ]


class CorrectionItem(models.Model):
    """One thing to mend: a material by its code or a form field by its key, with the reason in plain words."""

    correction = models.ForeignKey(Correction, on_delete=models.PROTECT, related_name="items")
    kind = models.TextField()
    code = models.TextField()
    name = models.TextField()
    reason = models.TextField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=["material", "field"]), name="correction_item_kind"
            )
        ]
