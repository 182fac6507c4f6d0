"""事中事后核查: whether what was promised is true, looked at after the promise."""

from django.db import models
from django.db.models import Q

from yichuang.accounts.models import Officer
from yichuang.cases.models.commitment import Commitment
from yichuang.cases.models.material import StoredFile
from yichuang.core.fields import EncryptedTextField
from yichuang.core.ids import uuid7
from yichuang.exchange.models import Query


class Check(models.Model):
    """One look at one promise (国办发〔2020〕42号).

    way: by asking a source online, by a draw, or on the spot.
    due_on: the last day for it.
    sample: primary key of the draw that took it (`supervision.Sample`,
    which stands above), null of one that was not drawn.
    query: the question that was asked online, null of one that a person
    makes.
    finding: "true", "false" or "unclear", "" until then.
    facts: what was found, in the officer's words.
    """

    ONLINE, SAMPLE, VISIT = "online", "sample", "visit"
    TRUE, FALSE, UNCLEAR = "true", "false", "unclear"

    uuid = models.UUIDField(default=uuid7, editable=False)
    commitment = models.ForeignKey(
        Commitment, on_delete=models.PROTECT, related_name="checks", db_index=False
    )
    way = models.TextField()
    due_on = models.DateField()
    sample = models.BigIntegerField(null=True)
    query = models.ForeignKey(
        Query, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    officer = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+")
    finding = models.TextField(default="", blank=True)
    facts = EncryptedTextField(null=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["uuid"], name="check_uuid"),
            models.UniqueConstraint(fields=["commitment", "way"], name="check_once"),
            models.CheckConstraint(
                condition=Q(way__in=["online", "sample", "visit"]), name="check_way"
            ),
            models.CheckConstraint(
                condition=Q(finding="", done_at__isnull=True)
                | Q(finding__in=["true", "false", "unclear"], done_at__isnull=False),
                name="check_done_whole",
            ),
            models.CheckConstraint(
                condition=Q(way="online") | Q(finding="") | Q(officer__isnull=False),
                name="check_has_an_officer",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_on"], condition=Q(done_at__isnull=True), name="check_to_be_done"
            )
        ]

    @property
    def ref(self) -> str:
        """How audit, papers and things to do name it: `check:` is a check on the spot of a case."""
        return f"promise_check:{self.uuid}"


class CheckFile(models.Model):
    """A file that shows what a check found."""

    check_row = models.ForeignKey(
        Check, on_delete=models.PROTECT, related_name="evidence", db_index=False
    )
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["check_row", "file"], name="check_file_once")
        ]
