"""An application while it is being written: saved as one types, kept when the session ends."""

from django.conf import settings
from django.db import models

from yichuang.catalog.models import ItemVersion
from yichuang.core.fields import EncryptedJSONField, MomentField
from yichuang.core.ids import uuid7
from yichuang.reference.models import Region
from yichuang.registry.models import Employer, Person


class Draft(models.Model):
    """`owner` writes it, `person` or `employer` is whom it is for (at a window these differ). `uuid` is also the
    idempotency key of its submission, so that a form sent twice makes one case."""

    uuid = models.UUIDField(default=uuid7, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    employer = models.ForeignKey(Employer, null=True, on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey(ItemVersion, on_delete=models.PROTECT, related_name="+")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    channel = models.PositiveSmallIntegerField()
    situation = models.JSONField(default=dict)
    answers = EncryptedJSONField()
    materials = models.JSONField(default=dict)
    step = models.TextField(default="situation")
    case_number = models.TextField(default="", blank=True)
    created_at = MomentField(auto_now_add=True)
    updated_at = MomentField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["uuid"], name="draft_uuid")]
        indexes = [models.Index(fields=["owner", "-updated_at"], name="draft_owner")]
