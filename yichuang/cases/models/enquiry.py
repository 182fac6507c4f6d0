"""咨询: a question with an owner, before any case, and how it is handed to another."""

from django.db import models
from django.db.models import F, Q

from yichuang.accounts.models import Officer, Organisation
from yichuang.cases.models.case import Case
from yichuang.cases.models.draft import Draft
from yichuang.core.fields import EncryptedTextField
from yichuang.core.ids import uuid7
from yichuang.reference.models import Region
from yichuang.registry.models import Employer, Person

# how the offer of a question ends
ACCEPTED, DECLINED, RETURNED, WITHDRAWN = "accepted", "declined", "returned", "withdrawn"
ENDS = [ACCEPTED, DECLINED, RETURNED, WITHDRAWN]


class Enquiry(models.Model):
    """Who asked what about which item, who answers. It becomes a case without retyping (`case`).

    owner: in every state; owned_since: null where a server of before wrote it.
    """

    uuid = models.UUIDField(default=uuid7, editable=False)
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    employer = models.ForeignKey(Employer, null=True, on_delete=models.PROTECT, related_name="+")
    asker_name = EncryptedTextField()
    asker_phone = EncryptedTextField()
    item_code = models.TextField(default="", blank=True)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    channel = models.PositiveSmallIntegerField()
    question = EncryptedTextField(db_column="question_sealed", was="question", null=True)
    situation = models.JSONField(default=dict)
    owner = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    owned_since = models.DateTimeField(null=True)
    state = models.TextField(default="open")
    answer = EncryptedTextField(db_column="answer_sealed", was="answer", null=True)
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    draft = models.ForeignKey(Draft, null=True, on_delete=models.SET_NULL, related_name="+")
    case = models.ForeignKey(Case, null=True, on_delete=models.PROTECT, related_name="enquiries")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["uuid"], name="enquiry_uuid"),
            models.CheckConstraint(
                condition=Q(state__in=["open", "answered", "converted"]), name="enquiry_state"
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "state", "asked_at"], name="enquiry_waiting"),
            models.Index(fields=["owner", "state"], name="enquiry_of_owner"),
        ]

    @property
    def ref(self) -> str:
        """How audit and things to do name it."""
        return f"enquiry:{self.uuid}"


class HandOver(models.Model):
    """转办: the owner of a question offers it to another officer, who accepts it or does not.

    The owner stays the owner until it is accepted.
    return_at: when it goes back of itself.
    end: null while nobody has answered.
    """

    uuid = models.UUIDField(default=uuid7, editable=False)
    enquiry = models.ForeignKey(Enquiry, on_delete=models.PROTECT, related_name="hand_overs")
    from_officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    to_officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    reason = EncryptedTextField()
    offered_at = models.DateTimeField()
    return_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    end = models.TextField(null=True)
    declined_why = EncryptedTextField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["uuid"], name="hand_over_uuid"),
            models.UniqueConstraint(
                fields=["enquiry"], condition=Q(ended_at__isnull=True), name="hand_over_one_open"
            ),
            models.CheckConstraint(
                condition=~Q(from_officer=F("to_officer")), name="hand_over_to_another"
            ),
            models.CheckConstraint(
                condition=Q(end__isnull=True, ended_at__isnull=True)
                | Q(end__in=ENDS, ended_at__isnull=False),
                name="hand_over_end",
            ),
        ]
        indexes = [
            models.Index(
                fields=["return_at"], condition=Q(ended_at__isnull=True), name="hand_over_returns"
            )
        ]
