"""Who has opened which paper. It begins empty: what was decided before stays, and whoever decides now opens first."""

from django.db import migrations, models

ONCE = models.UniqueConstraint(fields=["material", "officer"], name="material_opened_once")


def linked(to: str, name: str) -> models.ForeignKey:
    return models.ForeignKey(to, models.PROTECT, related_name=name, db_index=False)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0006_a_role_ends_in_the_course_of_a_day"),
        ("cases", "0033_names_in_forms_are_checked"),
    ]
    operations = [
        migrations.CreateModel(
            "MaterialOpening",
            [
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("material", linked("cases.Material", "openings")),
                ("officer", linked("accounts.Officer", "+")),
                ("at", models.DateTimeField()),
            ],
            {"constraints": [ONCE]},
        )
    ]
