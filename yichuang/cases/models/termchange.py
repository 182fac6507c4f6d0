"""What moved the terms of one case beside pauses: a longer term, a new beginning, a shorter statute."""

from django.db import models
from django.db.models import F, Q

from yichuang.accounts.models import Officer
from yichuang.cases.models.case import Case
from yichuang.cases.models.material import StoredFile
from yichuang.cases.rules.term_changes import EXTENSION, KINDS


class TermChange(models.Model):
    """One change of the terms.

    kind: a code of rules/term_changes.py.
    cause: which row of the item's rule it is, "" where the rule has one.
    on_day: the day on which it was asked for or happened; a restart
    counts from it.
    days, unit: the length of an extension or of the shorter statute.
    until: the new last day of the promise, or what the parties agreed.
    consent: what both parties signed, where they agree by themselves.
    granted_by: null while it waits, and where nobody has to grant it.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="term_changes")
    kind = models.TextField()
    cause = models.TextField(default="", blank=True)
    on_day = models.DateField()
    days = models.PositiveSmallIntegerField(null=True)
    unit = models.TextField(default="", blank=True)
    until = models.DateField(null=True)
    reason = models.TextField()
    basis = models.TextField()
    consent = models.ForeignKey(StoredFile, null=True, on_delete=models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    granted_by = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+")
    granted_at = models.DateTimeField(null=True)
    refused_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=list(KINDS)), name="term_change_kind"),
            models.CheckConstraint(
                condition=Q(granted_by__isnull=True) | ~Q(granted_by=F("asked_by")),
                name="term_change_two_hands",
            ),
            models.CheckConstraint(
                condition=Q(granted_at__isnull=True) | Q(refused_at__isnull=True),
                name="term_change_one_answer",
            ),
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(kind=EXTENSION, refused_at__isnull=True),
                name="term_change_one_extension",
            ),
        ]
