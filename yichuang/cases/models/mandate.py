"""The papers by which units let somebody act for them at a window."""

from django.db import models
from django.db.models import Q

from yichuang.accounts.models import Officer
from yichuang.cases.models.material import StoredFile
from yichuang.core.fields import EncryptedTextField, MomentField
from yichuang.core.ids import uuid7
from yichuang.registry.models import Employer, Person


class Mandate(models.Model):
    """授权委托书, as a clerk had it on the desk (民法典 165): who may act for which unit, who signed it and when.

    until: its last day; null where the paper names none: then it serves the day on which it was brought.
    file: its scan; null where the original was collected.
    as_handler: it says that they handle the unit's business and its account (经办人), until that last day.
    scope: for which matters it is, a key of packs/mandates; those of before it was asked are for all.
    ended_at: when the unit took it back; null while it has not (民法典 173)."""

    uuid = models.UUIDField(default=uuid7, editable=False)
    employer = models.ForeignKey(
        Employer, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    signed_by = EncryptedTextField(bound_to="uuid")
    signed_on = models.DateField()
    until = models.DateField(null=True)
    as_handler = models.BooleanField(default=False, db_default=False)
    scope = models.TextField(default="all", db_default="all")
    file = models.ForeignKey(StoredFile, null=True, on_delete=models.PROTECT, related_name="+")
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+", db_index=False)
    brought_on = models.DateField()
    at = MomentField()
    ended_at = MomentField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["uuid"], name="mandate_uuid"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=models.F("signed_on")),
                name="mandate_ends_after_it_begins",
            ),
        ]
        indexes = [models.Index(fields=["employer", "person", "-id"], name="mandate_of_whom")]
