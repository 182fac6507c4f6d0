"""撤销: a grant that rested on a false promise is taken back, by two hands and after its holder was heard."""

from django.db import models
from django.db.models import F, Q

from yichuang.accounts.models import Officer
from yichuang.cases.models.case import Case
from yichuang.cases.models.check import Check
from yichuang.core.fields import EncryptedTextField
from yichuang.core.ids import uuid7


class Revocation(models.Model):
    """One proposal to take a decision back, and what became of it (行政许可法 69, 社会保险经办条例 45).

    check_row: the check that found the promise false, null of what came
    to light otherwise.
    facts, basis: what was found, and the article; gravity: how grave it
    is for the credit record that is proposed with it.
    told_at: when the notice went to the holder; statement_by: the last
    day on which they may speak; heard_at: when they did.
    outcome: "confirmed" or "dropped", "" while it stands.
    """

    CONFIRMED, DROPPED = "confirmed", "dropped"

    uuid = models.UUIDField(default=uuid7, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="revocations")
    check_row = models.ForeignKey(Check, null=True, on_delete=models.PROTECT, related_name="+")
    facts = EncryptedTextField()
    basis = models.TextField()
    gravity = models.TextField()
    proposed_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    told_at = models.DateTimeField()
    statement_by = models.DateField()
    statement = EncryptedTextField(null=True)
    heard_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    outcome = models.TextField(default="", blank=True)
    reason = models.TextField(default="", blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["uuid"], name="revocation_uuid"),
            models.UniqueConstraint(
                fields=["case"], condition=Q(outcome=""), name="revocation_one_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(gravity__in=["light", "general", "serious"]), name="revocation_gravity"
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("proposed_by")),
                name="revocation_two_hands",
            ),
            models.CheckConstraint(
                condition=Q(outcome="", decided_at__isnull=True, decided_by__isnull=True)
                | Q(
                    outcome__in=["confirmed", "dropped"],
                    decided_at__isnull=False,
                    decided_by__isnull=False,
                ),
                name="revocation_decided_whole",
            ),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True)
                | Q(heard_at__isnull=False)
                | Q(decided_at__date__gt=F("statement_by")),
                name="revocation_heard_first",
            ),
        ]

    @property
    def ref(self) -> str:
        """How audit, papers and things to do name it."""
        return f"revocation:{self.uuid}"


class Recovery(models.Model):
    """追回: what is to be paid back after a revocation; that it was paid back is kept where money is.

    what: in words; amount: in yuan, null while nobody can tell.
    order: number of the paper that orders it.
    """

    ORDERED = "ordered"

    revocation = models.ForeignKey(
        Revocation, on_delete=models.PROTECT, related_name="recoveries", db_index=False
    )
    what = models.TextField()
    amount = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    order = models.TextField(default="", blank=True)
    state = models.TextField(default=ORDERED)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["revocation", "what"], name="recovery_once"),
            models.CheckConstraint(condition=Q(state__in=["ordered"]), name="recovery_state"),
        ]
