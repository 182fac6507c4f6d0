"""Credit records: proposed by one, confirmed by another, contested, repaired, and over after their days."""

from django.db import migrations, models
from django.db.models import F, Q
from django.db.models.deletion import PROTECT

from yichuang.core.fields import EncryptedTextField
from yichuang.core.ids import uuid7

OFFICER = "accounts.officer"


def to(model, **more):
    return models.ForeignKey(on_delete=PROTECT, related_name="+", to=model, **more)


def check(name, condition):
    return models.CheckConstraint(condition=condition, name=name)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0008_numbers_of_officers_have_one_spelling"),
        ("registry", "0005_a_passport_is_of_a_country"),
    ]
    operations = [
        migrations.CreateModel(
            "CreditRecord",
            [
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uuid", models.UUIDField(default=uuid7, editable=False)),
                ("kind", models.TextField()),
                ("gravity", models.TextField()),
                ("facts", EncryptedTextField()),
                ("basis", models.TextField()),
                ("source", models.TextField()),
                ("state", models.TextField(default="proposed")),
                ("proposed_at", models.DateTimeField()),
                ("confirmed_at", models.DateTimeField(null=True)),
                ("shown_from", models.DateField(null=True)),
                ("shown_until", models.DateField(null=True)),
                ("objection", EncryptedTextField(null=True)),
                ("objected_at", models.DateTimeField(null=True)),
                ("objection_due", models.DateField(null=True)),
                ("objection_answer", EncryptedTextField(null=True)),
                ("objection_answered_at", models.DateTimeField(null=True)),
                ("repair_asked_at", models.DateTimeField(null=True)),
                ("repaired_at", models.DateTimeField(null=True)),
                ("person", to("registry.person", db_index=False, null=True)),
                ("employer", to("registry.employer", db_index=False, null=True)),
                ("proposed_by", to(OFFICER)),
                ("confirmed_by", to(OFFICER, null=True)),
                ("objection_answered_by", to(OFFICER, null=True)),
                ("repaired_by", to(OFFICER, null=True)),
            ],
            {
                "constraints": [
                    models.UniqueConstraint(fields=["uuid"], name="credit_record_uuid"),
                    models.UniqueConstraint(fields=["source"], name="credit_record_once"),
                    check(
                        "credit_record_one_subject",
                        Q(person__isnull=False, employer__isnull=True)
                        | Q(person__isnull=True, employer__isnull=False),
                    ),
                    check(
                        "credit_record_state",
                        Q(state__in=["proposed", "shown", "repaired", "expired", "withdrawn"]),
                    ),
                    check(
                        "credit_record_gravity",
                        Q(gravity__in=["light", "general", "serious"]),
                    ),
                    check("credit_record_has_a_basis", ~Q(basis="")),
                    check(
                        "credit_record_two_hands",
                        Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("proposed_by")),
                    ),
                    check(
                        "credit_record_shown_whole",
                        ~Q(state__in=["shown", "repaired", "expired"])
                        | Q(
                            confirmed_by__isnull=False,
                            confirmed_at__isnull=False,
                            shown_from__isnull=False,
                            shown_until__gte=F("shown_from"),
                        ),
                    ),
                ],
                "indexes": [
                    models.Index(
                        fields=["person"],
                        condition=Q(person__isnull=False),
                        name="credit_of_person",
                    ),
                    models.Index(
                        fields=["employer"],
                        condition=Q(employer__isnull=False),
                        name="credit_of_employer",
                    ),
                    models.Index(
                        fields=["shown_until"],
                        condition=Q(state="shown"),
                        name="credit_record_ends",
                    ),
                ],
            },
        ),
    ]
