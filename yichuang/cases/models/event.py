"""The trail of a case: only ever added to, each entry holding the hash of the one before."""

from django.db import models

from yichuang.accounts.models import Officer
from yichuang.cases.models.case import Case
from yichuang.cases.rules.term_changes import MOVES_THE_DUE


class CaseEvent(models.Model):
    """One thing that happened to a case. `data` is the canonical text that was hashed (rules/chain.py)."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="events")
    seq = models.PositiveIntegerField()
    kind = models.TextField()
    actor = models.TextField()
    officer = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    state = models.TextField()
    code = models.TextField(default="", blank=True)
    on_site = models.BooleanField(default=False)
    data = models.TextField()
    previous = models.BinaryField(max_length=32)
    hash = models.BinaryField(max_length=32)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "seq"], name="case_event_seq")]
        indexes = [
            models.Index(fields=["at"], name="case_event_at"),
            models.Index(
                fields=["at"],
                condition=models.Q(kind__in=list(MOVES_THE_DUE)),
                name="case_event_moves_due",
            ),
        ]
