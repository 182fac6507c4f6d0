"""Who stands behind an account, and codes that let a person back into it."""

from django.db import models
from django.db.models import Q

from yichuang.accounts.models import User
from yichuang.core.fields import EncryptedTextField
from yichuang.registry.models import Employer, Person


class RealName(models.Model):
    """An account and the one person or employer behind it. `handler` is the person who signs in for an employer.

    `phone` is where codes go; `receipt` is the police register's number of the check of person or handler,
    or "window:<officer>" of a clerk who saw the document and opened the account.
    `proved_at`: since when it is known that the person or unit itself sits there; None while only a name and a number
    were checked, which others know too. `proved_by`: "code", "window:<officer>", "legal_rep:<person>".
    `handler_until`: the last day of a handler who has the account by a mandate; None of one who has it for good. From
    the next day on the account is proved to nobody (`queries.in_force`)."""

    user = models.OneToOneField(User, on_delete=models.PROTECT, related_name="real_name")
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    employer = models.ForeignKey(Employer, null=True, on_delete=models.PROTECT, related_name="+")
    handler = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    phone = EncryptedTextField(bound_to="user_id")
    phone_blind = models.BinaryField(max_length=32)
    checked_at = models.DateTimeField()
    receipt = models.TextField()
    proved_at = models.DateTimeField(null=True)
    proved_by = models.TextField(default="", db_default="", blank=True)
    handler_until = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False, employer__isnull=True, handler__isnull=True)
                | Q(person__isnull=True, employer__isnull=False, handler__isnull=False),
                name="real_name_exactly_one",
            ),
            models.UniqueConstraint(fields=["person"], name="real_name_person_once"),
            models.UniqueConstraint(fields=["employer"], name="real_name_employer_once"),
        ]
        indexes = [models.Index(fields=["phone_blind"], name="real_name_phone")]


class TrustedPhone(models.Model):
    """The phone of a person that is known to be theirs: a clerk took it down beside their document, or their proved
    account changed it. A phone that was only typed never comes here. `came_from`: "window:<officer>", "account"."""

    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="trusted_phone")
    phone = EncryptedTextField(bound_to="person_id")
    came_from = models.TextField()
    at = models.DateTimeField()


class LegalRepresentative(models.Model):
    """Who stands for a unit, as a clerk read it in its licence: their proved account may let a handler in."""

    employer = models.OneToOneField(
        Employer, on_delete=models.PROTECT, related_name="legal_representative"
    )
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    came_from = models.TextField()
    at = models.DateTimeField()


class ResetCode(models.Model):
    """A code asked for under one identifier or for one purpose. `user` is null where nobody has that identifier: it is
    counted all the same, so that strangers learn nothing. The code itself is kept only as a keyed hash."""

    asked_blind = models.BinaryField(max_length=32)
    user = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    code_hash = models.BinaryField(max_length=32)
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    wrong_tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["asked_blind", "-asked_at"], name="reset_code_asked")]
