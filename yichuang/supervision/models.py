"""Targets of the plans, what was reached, the monthly bulletin, spreadsheets made in the background, 督办, and how well
work was done that nobody hurries."""

from django.db import models
from django.db.models import F, Q

from yichuang.accounts.models import Officer
from yichuang.cases.models import Case, StoredFile
from yichuang.core.ids import uuid7
from yichuang.reference.models import Region


class Target(models.Model):
    """One number of a plan, as its text has it (packs/targets/targets.yaml). kind: target, standard, baseline; value
    None: the text gives no number. `owner`: who answers, when a supervisor named somebody else than the pack."""

    code = models.TextField()
    place = models.TextField()
    region = models.ForeignKey(Region, null=True, on_delete=models.PROTECT, related_name="+")
    indicator = models.TextField()
    metric = models.TextField()
    operator = models.TextField()
    value = models.DecimalField(max_digits=16, decimal_places=4, null=True)
    unit = models.TextField()
    date = models.DateField(null=True)
    period = models.TextField(default="", blank=True)
    recurrence = models.TextField(default="", blank=True)
    kind = models.TextField()
    seed = models.TextField()
    section = models.TextField()
    formula = models.TextField(default="", blank=True)
    note = models.TextField(default="", blank=True)
    owner = models.TextField(default="", blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code"], name="target_code"),
            models.CheckConstraint(
                condition=Q(kind__in=["target", "standard", "baseline"]), name="target_kind"
            ),
        ]


class Actual(models.Model):
    """What a metric was in a place on a day. source "entered": an officer wrote it with its evidence; "computed": the
    platform counted it that day, kept for the trend. Rows are added, never changed."""

    metric = models.TextField()
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    value = models.DecimalField(max_digits=16, decimal_places=4)
    as_of = models.DateField()
    source = models.TextField()
    evidence = models.TextField(default="", blank=True)
    file = models.ForeignKey(StoredFile, null=True, on_delete=models.PROTECT, related_name="+")
    officer = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(source="computed")
                | (Q(source="entered") & Q(officer__isnull=False) & ~Q(evidence="")),
                name="actual_has_evidence",
            ),
            models.UniqueConstraint(
                fields=["metric", "region", "as_of"],
                condition=Q(source="computed"),
                name="actual_computed_once_a_day",
            ),
        ]
        indexes = [models.Index(fields=["metric", "region", "-as_of", "-id"], name="actual_newest")]


class Bulletin(models.Model):
    """月报: the figures of a month in a place, frozen as they stood on `as_of`, and the paper that was issued."""

    uuid = models.UUIDField(default=uuid7, editable=False)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    place = models.TextField()
    month = models.DateField()
    as_of = models.DateField()
    figures = models.JSONField()
    paper = models.UUIDField()
    made_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["uuid"], name="bulletin_uuid"),
            models.UniqueConstraint(
                fields=["region", "month", "as_of"], name="bulletin_once_a_day"
            ),
        ]


class Sheet(models.Model):
    """A spreadsheet too large to wait for: who asked for which table, how many rows are written, and the file when it
    is done. kind and asked: a key of queries.sheets.SHEETS and what it takes; page: where it was asked for."""

    ASKED = "asked"
    MAKING = "making"
    DONE = "done"
    FAILED = "failed"
    UNFINISHED = (ASKED, MAKING)

    uuid = models.UUIDField(default=uuid7, editable=False)
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.TextField()
    asked = models.JSONField()
    title = models.TextField()
    page = models.TextField()
    state = models.TextField(default=ASKED)
    rows = models.PositiveIntegerField(default=0)
    path = models.TextField(default="", blank=True)
    asked_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["uuid"], name="sheet_uuid"),
            models.CheckConstraint(
                condition=Q(state__in=["asked", "making", "done", "failed"]), name="sheet_state"
            ),
            models.CheckConstraint(
                condition=~Q(state="done") | ~Q(path=""), name="sheet_done_has_file"
            ),
        ]
        indexes = [
            models.Index(fields=["officer", "-asked_at"], name="sheet_officer"),
            models.Index(fields=["asked_at"], name="sheet_asked"),
        ]


class Urging(models.Model):
    """督办: a supervisor asks why a case lies and wants an answer by a day; its holder answers, the supervisor ends it.
    ending: "closed" (the answer will do), "withdrawn" (not needed after all), "" while it stands."""

    SETTLED = "closed"
    WITHDRAWN = "withdrawn"

    uuid = models.UUIDField(default=uuid7, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="urgings")
    reason = models.TextField()
    answer_by = models.DateField()
    opened_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    answer = models.TextField(default="", blank=True)
    answered_by = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)
    ending = models.TextField(default="", blank=True)
    ended_by = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["uuid"], name="urging_uuid"),
            models.UniqueConstraint(
                fields=["case"], condition=Q(ending=""), name="urging_one_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answered_by__isnull=True, answer="")
                | (Q(answered_at__isnull=False, answered_by__isnull=False) & ~Q(answer="")),
                name="urging_answered_whole",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True, ending="")
                | Q(
                    ended_at__isnull=False,
                    ended_by__isnull=False,
                    ending__in=["closed", "withdrawn"],
                ),
                name="urging_ended_whole",
            ),
        ]
        indexes = [
            models.Index(fields=["answer_by"], condition=Q(ending=""), name="urging_standing")
        ]

    @property
    def ref(self) -> str:
        """How audit and things to do name it."""
        return f"urging:{self.uuid}"


class Sample(models.Model):
    """抽查: the cases of a month that a place and line have looked over again, by a draw that anybody may repeat.

    seed_hash: sha256 of the seed, published before the month ends; seed: published with the draw, null until then;
    population: among how many cases was drawn; kind: "quality" of cases that are over, "promise" of promises that are
    looked into."""

    QUALITY, PROMISE = "quality", "promise"

    place = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    line = models.TextField()
    month = models.DateField()
    kind = models.TextField(default="quality", db_default="quality")
    seed_hash = models.TextField()
    published_at = models.DateTimeField()
    seed = models.TextField(null=True)
    drawn_at = models.DateTimeField(null=True)
    population = models.PositiveIntegerField(default=0, db_default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["place", "line", "month", "kind"], name="sample_of_kind"
            ),
            models.CheckConstraint(
                condition=Q(seed__isnull=True, drawn_at__isnull=True)
                | Q(seed__isnull=False, drawn_at__isnull=False),
                name="sample_drawn_whole",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["quality", "promise"]), name="sample_kind"
            ),
        ]


class QualityCheck(models.Model):
    """One case of a sample. seq: the step that is looked over; officer: who did it; assigned_to: who looks; finding:
    "good" | "faulty", "" until then."""

    GOOD = "good"
    FAULTY = "faulty"

    uuid = models.UUIDField(default=uuid7, editable=False)
    sample = models.ForeignKey(
        Sample, on_delete=models.PROTECT, related_name="checks", db_index=False
    )
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    seq = models.PositiveIntegerField()
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    assigned_to = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+")
    finding = models.TextField(default="", blank=True)
    why = models.TextField(default="", blank=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["uuid"], name="quality_check_uuid"),
            models.UniqueConstraint(fields=["sample", "case"], name="quality_check_once"),
            models.CheckConstraint(
                condition=Q(finding="", done_at__isnull=True)
                | Q(finding__in=["good", "faulty"], done_at__isnull=False),
                name="quality_check_done_whole",
            ),
            models.CheckConstraint(
                condition=~Q(officer=F("assigned_to")), name="quality_check_not_by_oneself"
            ),
        ]

    @property
    def ref(self) -> str:
        """How audit and things to do name it."""
        return f"quality:{self.uuid}"
