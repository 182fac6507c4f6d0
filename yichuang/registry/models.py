"""Persons and employers, and what is kept of their credit. Identifiers of people are encrypted; blind indexes find them
again."""

from django.db import models
from django.db.models import F, Q

from yichuang.accounts.models import Officer
from yichuang.core.fields import EncryptedTextField, MomentField
from yichuang.core.ids import uuid7
from yichuang.reference.models import Region


class Person(models.Model):
    """A natural person, once. `source` says where the name was checked ("police" or "self"); `identity_blind` is a
    keyed hash of document and name together (None: not met since it is kept): knowing somebody needs no decryption.
    `id_country`: who issued a document whose numbers each country gives anew (a passport), by GB/T 2659.1; None where
    the kind alone tells it, and where nobody has said it. `name_blind`: a keyed hash of the name (None: written by a
    server of before, until the next night)."""

    uuid = models.UUIDField(default=uuid7, editable=False)
    name = EncryptedTextField()
    name_blind = models.BinaryField(max_length=32, null=True)
    id_type = models.TextField(default="01")
    id_number = EncryptedTextField()
    id_blind = models.BinaryField(max_length=32)
    id_country = models.TextField(null=True)
    identity_blind = models.BinaryField(max_length=32, null=True)
    sex = models.TextField(default="0")
    birth_date = models.DateField(null=True)
    phone = EncryptedTextField(null=True)
    phone_blind = models.BinaryField(max_length=32, null=True)
    residence = models.ForeignKey(Region, null=True, on_delete=models.PROTECT, related_name="+")
    address = EncryptedTextField(null=True)
    source = models.TextField(default="self")
    needs = models.TextField(default="", blank=True)
    created_at = MomentField(auto_now_add=True)
    updated_at = MomentField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["uuid"], name="person_uuid"),
            models.UniqueConstraint(
                fields=["id_blind", "id_type", "id_country"],
                name="person_document",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(source__in=["self", "police"]), name="person_source"
            ),
        ]
        indexes = [
            models.Index(fields=["phone_blind"], name="person_phone"),
            models.Index(fields=["identity_blind"], name="person_known"),
            models.Index(fields=["name_blind"], name="person_name"),
        ]


class Employer(models.Model):
    """A unit with a unified social credit code, once."""

    uuid = models.UUIDField(default=uuid7, editable=False)
    name = models.TextField()
    credit_code = models.TextField()
    kind = models.TextField(default="", blank=True)
    industry = models.TextField(default="", blank=True)
    legal_rep_name = EncryptedTextField(null=True)
    region = models.ForeignKey(Region, null=True, on_delete=models.PROTECT, related_name="+")
    address = models.TextField(default="", blank=True)
    handler_name = EncryptedTextField(null=True)
    handler_phone = EncryptedTextField(null=True)
    created_at = MomentField(auto_now_add=True)
    updated_at = MomentField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["uuid"], name="employer_uuid"),
            models.UniqueConstraint(fields=["credit_code"], name="employer_credit_code"),
        ]


class CreditRecord(models.Model):
    """信用记录: that somebody broke a promise, as it was found, heard and confirmed by two; it can be contested and
    repaired, and it ends (国办发〔2025〕22号).

    kind: what was done, as packs/commitments/rules.yaml has it ("false_commitment"); gravity: how grave, which says how
    long it is shown and whether it bars; facts, basis: what was found, and the article; source: what it came from,
    as the audit names it; shown_from, shown_until: its days, None while it is proposed; objection_due: the last day on
    which it may be contested."""

    PROPOSED, SHOWN, REPAIRED, EXPIRED, WITHDRAWN = (
        "proposed",
        "shown",
        "repaired",
        "expired",
        "withdrawn",
    )
    LIGHT, GENERAL, SERIOUS = "light", "general", "serious"

    uuid = models.UUIDField(default=uuid7, editable=False)
    person = models.ForeignKey(
        Person, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    employer = models.ForeignKey(
        Employer, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    kind = models.TextField()
    gravity = models.TextField()
    facts = EncryptedTextField()
    basis = models.TextField()
    source = models.TextField()
    state = models.TextField(default=PROPOSED)
    proposed_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    shown_from = models.DateField(null=True)
    shown_until = models.DateField(null=True)
    objection = EncryptedTextField(null=True)
    objected_at = models.DateTimeField(null=True)
    objection_due = models.DateField(null=True)
    objection_answer = EncryptedTextField(null=True)
    objection_answered_by = models.ForeignKey(
        Officer, null=True, on_delete=models.PROTECT, related_name="+"
    )
    objection_answered_at = models.DateTimeField(null=True)
    repair_asked_at = models.DateTimeField(null=True)
    repair_declined = EncryptedTextField(null=True)
    repaired_by = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+")
    repaired_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["uuid"], name="credit_record_uuid"),
            models.UniqueConstraint(fields=["source"], name="credit_record_once"),
            models.CheckConstraint(
                condition=Q(person__isnull=False, employer__isnull=True)
                | Q(person__isnull=True, employer__isnull=False),
                name="credit_record_one_subject",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["proposed", "shown", "repaired", "expired", "withdrawn"]),
                name="credit_record_state",
            ),
            models.CheckConstraint(
                condition=Q(gravity__in=["light", "general", "serious"]),
                name="credit_record_gravity",
            ),
            models.CheckConstraint(condition=~Q(basis=""), name="credit_record_has_a_basis"),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("proposed_by")),
                name="credit_record_two_hands",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["shown", "repaired", "expired"])
                | Q(
                    confirmed_by__isnull=False,
                    confirmed_at__isnull=False,
                    shown_from__isnull=False,
                    shown_until__gte=F("shown_from"),
                ),
                name="credit_record_shown_whole",
            ),
        ]
        indexes = [
            models.Index(
                fields=["person"], condition=Q(person__isnull=False), name="credit_of_person"
            ),
            models.Index(
                fields=["employer"], condition=Q(employer__isnull=False), name="credit_of_employer"
            ),
            models.Index(
                fields=["shown_until"], condition=Q(state="shown"), name="credit_record_ends"
            ),
        ]

    @property
    def ref(self) -> str:
        """How audit, papers and things to do name it."""
        return f"credit:{self.uuid}"
