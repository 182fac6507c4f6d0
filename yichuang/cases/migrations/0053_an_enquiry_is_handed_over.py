"""A question is offered to another officer, who accepts it or does not; since when its owner has it is kept. From now on
no new one is without an owner."""

from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models
from django.db.models import F, Q
from django.db.models.deletion import PROTECT

from yichuang.core.fields import EncryptedTextField
from yichuang.core.ids import uuid7

OFFICER = "accounts.officer"
ENDS = ["accepted", "declined", "returned", "withdrawn"]
OPEN = Q(end__isnull=True, ended_at__isnull=True)
ENDED = Q(end__in=ENDS, ended_at__isnull=False)
OWNED = models.CheckConstraint(condition=Q(owner__isnull=False), name="enquiry_owned")


def to(model, name="+"):
    return models.ForeignKey(on_delete=PROTECT, related_name=name, to=model)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0008_numbers_of_officers_have_one_spelling"),
        ("cases", "0052_notices_that_ended_are_found"),
    ]
    operations = [
        migrations.AddField("enquiry", "owned_since", models.DateTimeField(null=True)),
        AddConstraintNotValid("enquiry", OWNED),
        migrations.CreateModel(
            "HandOver",
            [
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uuid", models.UUIDField(default=uuid7, editable=False)),
                ("reason", EncryptedTextField()),
                ("offered_at", models.DateTimeField()),
                ("return_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("end", models.TextField(null=True)),
                ("declined_why", EncryptedTextField(null=True)),
                ("enquiry", to("cases.enquiry", "hand_overs")),
                ("from_officer", to(OFFICER)),
                ("to_officer", to(OFFICER)),
            ],
            {
                "constraints": [
                    models.UniqueConstraint(fields=["uuid"], name="hand_over_uuid"),
                    models.UniqueConstraint(
                        fields=["enquiry"],
                        condition=Q(ended_at__isnull=True),
                        name="hand_over_one_open",
                    ),
                    models.CheckConstraint(
                        condition=~Q(from_officer=F("to_officer")), name="hand_over_to_another"
                    ),
                    models.CheckConstraint(condition=OPEN | ENDED, name="hand_over_end"),
                ],
                "indexes": [
                    models.Index(
                        fields=["return_at"],
                        condition=Q(ended_at__isnull=True),
                        name="hand_over_returns",
                    )
                ],
            },
        ),
    ]
