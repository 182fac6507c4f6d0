"""好差评: the invitation that a service or a matter gives, and the one rating that may answer it."""

import secrets

from django.db import models
from django.db.models import Q

from yichuang.accounts.models import Officer, Organisation
from yichuang.cases.models import Case
from yichuang.core.fields import EncryptedTextField
from yichuang.core.ids import uuid7
from yichuang.reference.models import Region


def new_token() -> str:
    """What the link in the message holds: nobody can guess it."""
    return secrets.token_urlsafe(16)


BAD_AT_MOST = (
    2  # grades that are bad, by the pack, are none above it: they have an index of their own
)


class Invitation(models.Model):
    """The right to rate once. kind "window": one service of a case at a counter (一次一评); "online": one finished
    matter (一事一评). `officer` served; it is counted, and never shown beside who rated. county, region, line and
    item_code: its case's, and grade: its rating's, kept here by the database (sql/), because they are counted."""

    WINDOW = "window"
    ONLINE = "online"

    uuid = models.UUIDField(default=uuid7, editable=False)
    token = models.TextField(default=new_token, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="rating_invitations")
    kind = models.TextField()
    step = models.TextField()
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    officer = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+")
    window = models.TextField(default="", blank=True)
    created_at = models.DateTimeField()
    expires_on = models.DateField()
    used_at = models.DateTimeField(null=True)
    county = models.TextField(null=True, editable=False, db_collation="C")
    region = models.ForeignKey(
        Region,
        null=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
    )
    line = models.TextField(null=True, editable=False)
    item_code = models.TextField(null=True, editable=False)
    grade = models.PositiveSmallIntegerField(null=True, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["uuid"], name="invitation_uuid"),
            models.UniqueConstraint(fields=["token"], name="invitation_token"),
            models.UniqueConstraint(fields=["case", "step"], name="invitation_once_a_service"),
            models.CheckConstraint(
                condition=Q(kind__in=["window", "online"]), name="invitation_kind"
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "-created_at"], name="invitation_organisation"),
            models.Index(fields=["officer", "-created_at"], name="invitation_officer"),
            models.Index(
                fields=["created_at"],
                include=["county", "line", "item_code", "organisation", "grade", "used_at"],
                name="invitation_counted",
            ),
            models.Index(
                fields=["created_at"],
                include=["county", "line"],
                condition=Q(grade__lte=BAD_AT_MOST),
                name="invitation_bad",
            ),
        ]


class Rating(models.Model):
    """One rating; it is never changed. channel: packs/ratings/reasons.yaml; reasons: codes of `reasons_version`;
    real_name: the rater agrees to be called back."""

    invitation = models.OneToOneField(Invitation, on_delete=models.PROTECT, related_name="rating")
    grade = models.PositiveSmallIntegerField()
    reasons = models.JSONField(default=list)
    reasons_version = models.TextField()
    comment = EncryptedTextField(null=True, bound_to="invitation_id")
    channel = models.PositiveSmallIntegerField()
    real_name = models.BooleanField(default=False)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(grade__gte=1, grade__lte=5), name="rating_grade"),
            models.CheckConstraint(
                condition=Q(channel__gte=1, channel__lte=8), name="rating_channel"
            ),
        ]
        indexes = [models.Index(fields=["at"], name="rating_at")]


class Mending(models.Model):
    """差评整改: what was found about a bad rating and what is done. path: a key of rules.PATHS, "" until it is
    answered; called_back: the rater, who agreed to it, was told."""

    rating = models.OneToOneField(Rating, on_delete=models.PROTECT, related_name="mending")
    opened_at = models.DateTimeField()
    due_on = models.DateField()
    path = models.TextField(default="", blank=True)
    answer = models.TextField(default="", blank=True)
    called_back = models.BooleanField(default=False)
    answered_by = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answered_by__isnull=True, path="", answer="")
                | (
                    Q(answered_at__isnull=False, answered_by__isnull=False)
                    & ~Q(path="")
                    & ~Q(answer="")
                ),
                name="mending_answered_whole",
            )
        ]
        indexes = [
            models.Index(
                fields=["due_on"], condition=Q(answered_at__isnull=True), name="mending_open_due"
            )
        ]
