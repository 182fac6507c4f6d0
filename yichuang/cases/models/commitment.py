"""承诺: a text that somebody was shown and signed in place of a paper, or beside an application for money."""

from django.db import models
from django.db.models import Q

from yichuang.accounts.models import Officer
from yichuang.cases.models.case import Case
from yichuang.core.fields import EncryptedTextField
from yichuang.core.ids import uuid7
from yichuang.registry.models import Person

NOTICE, TOLERANCE, CREDIT = "notice", "tolerance", "credit"


class CommitmentText(models.Model):
    """The words of one kind of promise as they hold from a day on; rows are added and never changed, so that a promise
    is always shown by its own.

    kind: notice 告知承诺, tolerance 容缺 or credit 信用承诺.
    version: the day from which it holds, as its pack names it.
    hash: sha256 of the body, in hex.
    """

    kind = models.TextField()
    version = models.TextField()
    hash = models.TextField()
    body = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "version"], name="commitment_text_once"),
            models.CheckConstraint(
                condition=Q(kind__in=["notice", "tolerance", "credit"]), name="commitment_text_kind"
            ),
        ]


class Commitment(models.Model):
    """One promise of one case.

    materials: codes of the papers that it stands for, in order; none for
    信用承诺.
    shown: the text as the signer had it before their eyes; shown_hash:
    its sha256, in hex.
    signed_as: by what the signer may sign for the applicant.
    signed_by: the signer's name as the paper prints it, masked.
    witnessed_by: the officer before whom it was signed, null online.
    ended: what became of it, "" while it stands.
    """

    SIGNERS = ("self", "guardian", "handler", "legal_rep")
    KEPT, SUPPLIED, FALSE, WITHDRAWN = "kept", "supplied", "false", "withdrawn"

    uuid = models.UUIDField(default=uuid7, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="commitments")
    kind = models.TextField()
    text = models.ForeignKey(
        CommitmentText, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    materials = models.JSONField(default=list)
    shown_hash = models.TextField()
    shown = EncryptedTextField()
    signer = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    signed_as = models.TextField()
    signed_by = models.TextField()
    channel = models.PositiveSmallIntegerField()
    witnessed_by = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    ended = models.TextField(default="", blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["uuid"], name="commitment_uuid"),
            models.UniqueConstraint(
                fields=["case", "kind", "materials"],
                condition=Q(withdrawn_at__isnull=True),
                name="commitment_once",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["notice", "tolerance", "credit"]), name="commitment_kind"
            ),
            models.CheckConstraint(
                condition=Q(signed_as__in=["self", "guardian", "handler", "legal_rep"]),
                name="commitment_signed_as",
            ),
            models.CheckConstraint(
                condition=Q(ended__in=["", "kept", "supplied", "false", "withdrawn"]),
                name="commitment_ended",
            ),
            models.CheckConstraint(
                condition=Q(ended="withdrawn", withdrawn_at__isnull=False)
                | ~Q(ended="withdrawn") & Q(withdrawn_at__isnull=True),
                name="commitment_withdrawn_whole",
            ),
        ]

    @property
    def ref(self) -> str:
        """How audit, papers and things to do name it."""
        return f"commitment:{self.uuid}"
