"""What was asked of others about somebody, what they answered, and what of their answers did not count."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from yichuang.core.fields import EncryptedJSONField
from yichuang.core.ids import uuid7

_STANDING = Q(superseded_at__isnull=True)


class Source(models.Model):
    """A source of packs/exchange as the last load found it. active_since: since when it is on, None while it is off."""

    code = models.TextField()
    active_since = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["code"], name="source_code")]


class Query(models.Model):
    """One question to one source about one person or unit.

    source: a code of packs/exchange, with what of our own is meant behind a colon ("own.results:…"). role: as whom the
    form names them ("applicant", a group or a table of the form). whom_blind: a keyed hash of the number; imprint: one
    of number, name and claims together; whom: {"kind", "name", "number", "id_type"}. claims: what the form says, by
    element, for the source to compare. subject: "draft:<uuid>", "case:<uuid>", "check:<uuid>"; place: 12 digits, whose
    administrators are told when something is amiss. attempts: how often it was taken in hand, by which who took it
    knows whether it is still theirs; claimed_until: until when that is.

    outcome: unavailable is asked again at next_at, None for never. differs: the elements that a contradiction names.
    as_of: the day of which the answer speaks. valid_until: the last day on which another subject may use it, None for
    never. ended_at: when its subject needed it no longer. superseded_at: when another question took its place."""

    WAITING = "waiting"
    FOUND = "found"
    NOT_FOUND = "not_found"
    CONTRADICTS = "contradicts"
    REFUSED = "refused"
    UNAVAILABLE = "unavailable"
    ANSWERED = (FOUND, NOT_FOUND, CONTRADICTS)

    uuid = models.UUIDField(default=uuid7, editable=False)
    source = models.TextField()
    elements = ArrayField(models.TextField())
    role = models.TextField()
    whom_kind = models.TextField()
    whom_blind = models.BinaryField(max_length=32)
    imprint = models.BinaryField(max_length=32)
    whom = EncryptedJSONField()
    claims = EncryptedJSONField()
    purpose = models.TextField()
    basis = ArrayField(models.TextField())
    subject = models.TextField()
    case = models.UUIDField(null=True)
    place = models.TextField()
    asked_by = models.TextField()
    asked_at = models.DateTimeField()
    urgent = models.BooleanField()
    attempts = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(null=True)
    claimed_until = models.DateTimeField(null=True)
    outcome = models.TextField(default=WAITING)
    differs = ArrayField(models.TextField(), default=list)
    receipt = models.TextField(default="", blank=True)
    as_of = models.DateField(null=True)
    answered_at = models.DateTimeField(null=True)
    valid_until = models.DateField(null=True)
    answer = EncryptedJSONField(null=True)
    answer_hash = models.BinaryField(max_length=32, null=True)
    ended_at = models.DateTimeField(null=True)
    superseded_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["uuid"], name="query_uuid"),
            models.UniqueConstraint(
                fields=["subject", "source", "role", "whom_blind"],
                condition=_STANDING,
                name="query_once",
            ),
            models.CheckConstraint(
                condition=Q(whom_kind__in=["person", "employer"]), name="query_whom_kind"
            ),
            models.CheckConstraint(
                condition=Q(
                    outcome__in=[
                        "waiting",
                        "found",
                        "not_found",
                        "contradicts",
                        "refused",
                        "unavailable",
                    ]
                ),
                name="query_outcome",
            ),
            models.CheckConstraint(
                condition=~Q(outcome__in=["found", "not_found", "contradicts"])
                | (~Q(receipt="") & Q(answered_at__isnull=False)),
                name="query_answer_has_receipt",
            ),
            models.CheckConstraint(
                condition=Q(answer__isnull=True) | Q(outcome="found"),
                name="query_found_alone_tells",
            ),
        ]
        indexes = [
            models.Index(
                "source",
                models.F("urgent").desc(),
                "id",
                condition=_STANDING & Q(outcome="waiting"),
                name="query_waiting",
            ),
            models.Index(
                fields=["next_at"],
                condition=_STANDING & Q(outcome="unavailable", next_at__isnull=False),
                name="query_again",
            ),
            models.Index(fields=["subject", "id"], name="query_subject"),
            models.Index(fields=["source", "asked_at"], name="query_of_source"),
            models.Index(
                fields=["ended_at"],
                condition=Q(answer__isnull=False, ended_at__isnull=False),
                name="query_to_forget",
            ),
            models.Index(
                fields=["asked_at"],
                condition=Q(answer__isnull=False, ended_at__isnull=True, case__isnull=True),
                name="query_of_a_draft",
            ),
        ]


class Incident(models.Model):
    """An answer that did not count, and why; of what it said nothing is kept.

    digest: sha256 of the answer, by which the other side finds it again."""

    WRONG_PERSON = "wrong_person"
    MALFORMED = "malformed"
    LATE = "late"
    DOUBLED = "doubled"
    UNSIGNED = "unsigned"

    query = models.ForeignKey(Query, on_delete=models.PROTECT, related_name="incidents")
    kind = models.TextField()
    at = models.DateTimeField()
    receipt = models.TextField(default="", blank=True)
    digest = models.BinaryField(max_length=32, null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["wrong_person", "malformed", "late", "doubled", "unsigned"]),
                name="incident_kind",
            )
        ]
        indexes = [models.Index(fields=["at"], name="incident_at")]
