"""咨询: a question with an owner, before any case."""

from django.db import models
from django.db.models import Q

from yichuang.accounts.models import Officer, Organisation
from yichuang.cases.models.case import Case
from yichuang.cases.models.draft import Draft
from yichuang.core.fields import EncryptedTextField
from yichuang.core.ids import uuid7
from yichuang.reference.models import Region
from yichuang.registry.models import Employer, Person


class Enquiry(models.Model):
    """Who asked what about which item, who answers. It becomes a case without retyping (`case`)."""

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
    owner = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+")
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
            models.Index(fields=["organisation", "state", "asked_at"], name="enquiry_waiting")
        ]
