"""Persons and employers. Identifiers of people are encrypted; blind indexes find them again."""

from django.db import models
from django.db.models import Q

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
