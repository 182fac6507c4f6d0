"""公示: what is about to be granted stands in public for some days, and whoever objects is answered."""

from django.db import models
from django.db.models import F, Q

from yichuang.accounts.models import Officer, Organisation
from yichuang.cases.models.case import Case
from yichuang.core.fields import EncryptedTextField
from yichuang.core.ids import uuid7
from yichuang.reference.models import Region


class Notice(models.Model):
    """One public page, of one case or of several of an item.

    conditions: what has to be met, in words; basis: the article that asks
    for publicity; ended_at: after its last day; withdrawn_why: it was
    taken down before, "" otherwise.
    """

    uuid = models.UUIDField(default=uuid7, editable=False)
    item_code = models.TextField()
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    title = models.TextField()
    basis = models.TextField()
    conditions = models.TextField()
    from_on = models.DateField()
    until_on = models.DateField()
    published_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    withdrawn_why = models.TextField(default="", blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["uuid"], name="notice_uuid"),
            models.CheckConstraint(
                condition=Q(until_on__gte=F("from_on")), name="notice_days_in_order"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_why="") | Q(ended_at__isnull=False),
                name="notice_withdrawn_is_ended",
            ),
        ]
        indexes = [
            models.Index(
                fields=["until_on"], condition=Q(ended_at__isnull=True), name="notice_standing"
            ),
            models.Index(fields=["until_on"], name="notice_by_last_day"),
            models.Index(fields=["region", "-from_on"], name="notice_of_place"),
        ]

    @property
    def ref(self) -> str:
        """How audit and things to do name it."""
        return f"notice:{self.uuid}"


class NoticeRow(models.Model):
    """One case on the page.

    shown: the masked name; about: enterprise and town, no address; amount:
    what is to be granted, null where no money is; left_out_why: it is not
    shown after all, "" otherwise; ended: with its notice, so that the case
    may stand on another page.
    """

    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="rows")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="notice_rows")
    shown = models.TextField()
    about = models.TextField(default="", blank=True)
    amount = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    left_out_why = models.TextField(default="", blank=True)
    ended = models.BooleanField(default=False, db_default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(ended=False), name="notice_row_one_standing"
            )
        ]


class Objection(models.Model):
    """异议: what somebody says against a notice; their own words are shown to whoever answers only.

    row: the case meant, null for the notice as a whole; about: what it is
    about, in the words of the officer; upheld: whether it is right.
    """

    uuid = models.UUIDField(default=uuid7, editable=False)
    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="objections")
    row = models.ForeignKey(
        NoticeRow, null=True, on_delete=models.PROTECT, related_name="objections"
    )
    text = EncryptedTextField()
    phone = EncryptedTextField(null=True)
    came_at = models.DateTimeField()
    due_on = models.DateField()
    about = models.TextField(default="", blank=True)
    answer = models.TextField(default="", blank=True)
    upheld = models.BooleanField(null=True)
    answered_by = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["uuid"], name="objection_uuid"),
            models.CheckConstraint(
                condition=Q(
                    answered_at__isnull=True,
                    answered_by__isnull=True,
                    upheld__isnull=True,
                    answer="",
                )
                | (
                    Q(answered_at__isnull=False, answered_by__isnull=False, upheld__isnull=False)
                    & ~Q(answer="")
                ),
                name="objection_answered_whole",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_on"], condition=Q(answered_at__isnull=True), name="objection_open"
            )
        ]

    @property
    def ref(self) -> str:
        """How audit and things to do name it."""
        return f"objection:{self.uuid}"
