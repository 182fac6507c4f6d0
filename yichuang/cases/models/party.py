"""Whom a case concerns besides its applicant."""

from django.db import models
from django.db.models import Q

from yichuang.cases.models.case import Case
from yichuang.cases.models.mandate import Mandate
from yichuang.cases.rules.parties import ROLES
from yichuang.registry.models import Employer, Person


class Party(models.Model):
    """One person or employer in one role (rules/parties.py). The applicant stands in the case itself.

    until: of an agent, the last day of the mandate; null: until the matter is over.
    mandate: the paper by which somebody came for a unit; null for who needs none, and while owes_mandate: it was not
    brought, and is asked for with all else that is missing (行政许可法 32). Whoever sends a unit's case from an account
    that nobody has proved owes it too, and so does whose mandate the unit has ended before the case was accepted: it
    stands here still."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="parties")
    role = models.TextField()
    person = models.ForeignKey(
        Person, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    employer = models.ForeignKey(
        Employer, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    until = models.DateField(null=True)
    mandate = models.ForeignKey(
        Mandate, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    owes_mandate = models.BooleanField(default=False, db_default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(role__in=list(ROLES)), name="party_role"),
            models.CheckConstraint(
                condition=Q(person__isnull=False, employer__isnull=True)
                | Q(person__isnull=True, employer__isnull=False),
                name="party_one_subject",
            ),
            models.UniqueConstraint(
                fields=["case", "role", "person", "employer"],
                nulls_distinct=False,
                name="party_once",
            ),
        ]
        indexes = [
            models.Index(
                fields=["person", "role"], condition=Q(person__isnull=False), name="party_person"
            ),
            models.Index(
                fields=["employer", "role"],
                condition=Q(employer__isnull=False),
                name="party_employer",
            ),
        ]

    @property
    def name(self) -> str:
        """Of the person or employer."""
        subject = self.person or self.employer
        return subject.name
