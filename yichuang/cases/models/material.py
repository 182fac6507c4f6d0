"""Files that people bring, and the materials of a case that they stand for."""

from django.db import models
from django.db.models import Q

from yichuang.accounts.models import Officer
from yichuang.cases.models.case import Case
from yichuang.cases.models.commitment import Commitment
from yichuang.core.fields import MomentField
from yichuang.core.ids import uuid7
from yichuang.exchange.models import Query


class StoredFile(models.Model):
    """One uploaded file, checked for type, size and malware before it gets a row. `owner` is an actor text.

    unclaimed_until: the last day on which it waits for a case or a draft; null once a case has it, and of files from
    before there was such a day."""

    uuid = models.UUIDField(default=uuid7, editable=False)
    owner = models.TextField()
    name = models.TextField()
    media_type = models.TextField()
    size = models.PositiveIntegerField()
    sha256 = models.BinaryField(max_length=32)
    path = models.TextField()
    created_at = MomentField(auto_now_add=True)
    unclaimed_until = models.DateField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["uuid"], name="stored_file_uuid")]
        indexes = [
            models.Index(fields=["owner", "-id"], name="stored_file_owner"),
            models.Index(
                fields=["unclaimed_until"],
                condition=Q(unclaimed_until__isnull=False),
                name="stored_file_unclaimed",
            ),
        ]


class Material(models.Model):
    """One paper that the case needs, and how it was given: a file, the original seen at the window, data shared by
    another department, a signed commitment, one that follows later, or one that an earlier case brought; `asked`: who
    holds it is asked for it.

    query: the question by whose answer it stands as it does, None while nothing settles it; commitment: the promise
    that stands for it; due_on: the last day to supply it; supplied_at: when it was, of what
    was handed in after the application."""

    FILE = "file"
    SEEN = "seen"
    SHARED = "shared"
    PROMISED = "promised"
    ASKED = "asked"
    LATER = "later"
    EARLIER = "earlier"

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="materials")
    code = models.TextField()
    name = models.TextField()
    source = models.TextField()
    file = models.ForeignKey(StoredFile, null=True, on_delete=models.PROTECT, related_name="+")
    round = models.PositiveSmallIntegerField(default=0)
    verdict = models.TextField(default="", blank=True)
    note = models.TextField(default="", blank=True)
    query = models.ForeignKey(
        Query, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    commitment = models.ForeignKey(
        Commitment, null=True, on_delete=models.PROTECT, related_name="papers", db_index=False
    )
    due_on = models.DateField(null=True)
    supplied_at = models.DateTimeField(null=True)
    created_at = MomentField(auto_now_add=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    source__in=["file", "seen", "shared", "promised", "asked", "later", "earlier"]
                ),
                name="material_source",
            ),
            models.CheckConstraint(
                condition=Q(verdict__in=["", "good", "bad"]), name="material_verdict"
            ),
        ]
        indexes = [
            models.Index(fields=["case", "id"], name="material_case"),
            # what the night looks for: papers that were to follow
            models.Index(
                fields=["due_on", "id"],
                condition=Q(source="later", supplied_at__isnull=True),
                name="material_to_follow",
            ),
        ]


class MaterialOpening(models.Model):
    """When an officer first had the file of a paper before them: nobody judges what they have not seen."""

    material = models.ForeignKey(
        Material, on_delete=models.PROTECT, related_name="openings", db_index=False
    )
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = MomentField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["material", "officer"], name="material_opened_once")
        ]
