"""An application while it is being written: saved as one types, kept when the session ends."""

from django.conf import settings
from django.db import models

from yichuang.catalog.models import ItemVersion
from yichuang.core.fields import EncryptedJSONField, MomentField
from yichuang.core.ids import uuid7
from yichuang.reference.models import Region
from yichuang.registry.models import Employer, Person


class Draft(models.Model):
    """`owner` began it, `person` or `employer` is whom it is for (at a window these differ). `uuid` is also the
    idempotency key of its submission, so that a form sent twice makes one case.
    code: nine digits by which a desk may hold it too, once its owner has asked for them, until code_until.
    revision: how often its answers have changed; a page that was shown an older one must not write over them.
    sources: where each answer comes from (rules/sources.py); null in a draft of before they were kept.
    offered: what was filled in for its owner, field → [value, source, as of, receipt]; null where nothing was."""

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
    sources = models.JSONField(null=True)
    offered = EncryptedJSONField(null=True)
    step = models.TextField(default="situation")
    code = models.TextField(null=True)
    code_until = models.DateTimeField(null=True)
    case_number = models.TextField(default="", blank=True)
    revision = models.PositiveIntegerField(default=0, db_default=0)
    created_at = MomentField(auto_now_add=True)
    updated_at = MomentField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["uuid"], name="draft_uuid"),
            models.UniqueConstraint(
                fields=["code"], condition=models.Q(code__isnull=False), name="draft_code"
            ),
        ]
        indexes = [models.Index(fields=["owner", "-updated_at"], name="draft_owner")]


class DraftHolder(models.Model):
    """Somebody who goes on with a draft that another began, as a clerk does with what a resident began on a phone.
    actor: as the record names them, owner of the files they add; how: how they came to it: they began it, by its code,
    by the document of whom it is for; until: null while they hold it, one desk at a time."""

    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, related_name="holders")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    actor = models.TextField()
    how = models.TextField()
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["draft", "user"],
                condition=models.Q(until__isnull=True),
                name="draft_holder_once",
            ),
            models.CheckConstraint(
                condition=models.Q(how__in=["owner", "code", "card"]), name="draft_holder_how"
            ),
        ]
