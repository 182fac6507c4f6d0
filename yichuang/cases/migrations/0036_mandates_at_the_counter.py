"""By what paper somebody acts for a unit at a window. It begins empty: who came before is asked from the next time on."""

from django.db import migrations, models

from yichuang.core.fields import EncryptedTextField
from yichuang.core.ids import uuid7

ALONE = models.UniqueConstraint(fields=["uuid"], name="mandate_uuid")
ENDS = models.CheckConstraint(
    condition=models.Q(until__isnull=True) | models.Q(until__gte=models.F("signed_on")),
    name="mandate_ends_after_it_begins",
)
OF_WHOM = models.Index(fields=["employer", "person", "-id"], name="mandate_of_whom")


def linked(to: str, **more) -> models.ForeignKey:
    return models.ForeignKey(to, models.PROTECT, related_name="+", **more)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0007_parcels_have_heirs"),
        ("registry", "0004_found_by_name"),
        ("cases", "0035_whole_terms_are_counted_anew"),
    ]
    operations = [
        migrations.CreateModel(
            "Mandate",
            [
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uuid", models.UUIDField(default=uuid7, editable=False)),
                ("employer", linked("registry.Employer", db_index=False)),
                ("person", linked("registry.Person", db_index=False)),
                ("signed_by", EncryptedTextField(bound_to="uuid")),
                ("signed_on", models.DateField()),
                ("until", models.DateField(null=True)),
                ("file", linked("cases.StoredFile", null=True)),
                ("officer", linked("accounts.Officer", db_index=False)),
                ("brought_on", models.DateField()),
                ("at", models.DateTimeField()),
            ],
            {"constraints": [ALONE, ENDS], "indexes": [OF_WHOM]},
        ),
        migrations.AddField(
            "party", "mandate", linked("cases.Mandate", null=True, db_index=False)
        ),
        migrations.AddField(
            "party", "owes_mandate", models.BooleanField(default=False, db_default=False)
        ),
    ]
