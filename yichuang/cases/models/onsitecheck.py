"""现场核查: two officers look at the place, and both sign what they saw."""

from django.db import models
from django.db.models import F, Q

from yichuang.accounts.models import Officer
from yichuang.cases.models.case import Case
from yichuang.cases.models.material import StoredFile
from yichuang.core.fields import EncryptedTextField
from yichuang.core.ids import uuid7


class OnSiteCheck(models.Model):
    """One check on the spot; the clock runs on.

    place_of: where it was, in words without a person's address.
    made_by: who wrote it down and signed with that; second: who was there
    too, and signs in an account of their own.
    """

    uuid = models.UUIDField(default=uuid7, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="on_site_checks")
    on_day = models.DateField()
    place_of = models.TextField()
    findings = EncryptedTextField()
    made_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    signed_first_at = models.DateTimeField()
    signed_second_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["uuid"], name="on_site_check_uuid"),
            models.CheckConstraint(
                condition=~Q(made_by=F("second")), name="on_site_check_two_officers"
            ),
        ]

    @property
    def ref(self) -> str:
        """How audit, papers and things to do name it."""
        return f"check:{self.uuid}"


class OnSitePhoto(models.Model):
    """A picture that was taken at the check."""

    on_site_check = models.ForeignKey(OnSiteCheck, on_delete=models.PROTECT, related_name="photos")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["on_site_check", "file"], name="on_site_photo_once")
        ]
