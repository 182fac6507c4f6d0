"""规则决定: what a decision pack said of a case, and that somebody looks at it again."""

from django.db import models
from django.db.models import Q

from yichuang.accounts.models import Officer
from yichuang.cases.models.case import Case
from yichuang.core.fields import EncryptedJSONField, EncryptedTextField
from yichuang.core.ids import uuid7


class Determination(models.Model):
    """What the rule of an item said of one case, with every condition and what it rested on.

    pack_from, pack_digest: which pack; numbers_digest: of the numbers
    that it named.
    verdict: "yes", "no", "unknown" or "contradicts"; only a yes decides.
    trace: one row a condition: id, says, value, source, as_of, receipt,
    basis, verdict.
    facts_hash: sha256 of what was known, in hex.
    """

    YES, NO, UNKNOWN, CONTRADICTS = "yes", "no", "unknown", "contradicts"

    uuid = models.UUIDField(default=uuid7, editable=False)
    case = models.ForeignKey(
        Case, on_delete=models.PROTECT, related_name="determinations", db_index=False
    )
    item_code = models.TextField()
    pack_from = models.DateField()
    pack_digest = models.TextField()
    numbers_digest = models.TextField(default="", blank=True)
    verdict = models.TextField()
    trace = EncryptedJSONField()
    facts_hash = models.TextField()
    at = models.DateTimeField()
    decided = models.BooleanField(default=False, db_default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["uuid"], name="determination_uuid"),
            models.UniqueConstraint(fields=["case"], name="determination_of_case"),
            models.CheckConstraint(
                condition=Q(verdict__in=["yes", "no", "unknown", "contradicts"]),
                name="determination_verdict",
            ),
            models.CheckConstraint(
                condition=Q(decided=False) | Q(verdict="yes"), name="determination_only_yes"
            ),
        ]


class Look(models.Model):
    """请人来看: a person looks at what a rule decided, because the applicant asked (个人信息保护法 24).

    kind: what is asked for: that it is explained, or looked at again.
    words: the applicant's; due_on: the last day for the answer.
    finding: "kept" or "to_mend", "" until then.
    """

    KEPT, TO_MEND = "kept", "to_mend"

    uuid = models.UUIDField(default=uuid7, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="looks")
    asked_at = models.DateTimeField()
    kind = models.TextField()
    words = EncryptedTextField()
    due_on = models.DateField()
    officer = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+")
    finding = models.TextField(default="", blank=True)
    answer = EncryptedTextField(null=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["uuid"], name="look_uuid"),
            models.UniqueConstraint(
                fields=["case"], condition=Q(answered_at__isnull=True), name="look_one_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(finding="", answered_at__isnull=True)
                | Q(
                    finding__in=["kept", "to_mend"],
                    answered_at__isnull=False,
                    officer__isnull=False,
                ),
                name="look_answered_whole",
            ),
        ]

    @property
    def ref(self) -> str:
        """How audit, papers and things to do name it."""
        return f"look:{self.uuid}"
