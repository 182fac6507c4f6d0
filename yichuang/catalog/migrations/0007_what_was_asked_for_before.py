"""What an item asked for before the platform, counted by a person with evidence."""

from django.db import migrations, models
from django.db.models import Q
from django.db.models.deletion import PROTECT


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0008_numbers_of_officers_have_one_spelling"),
        ("catalog", "0006_who_decided_a_place_list_holds"),
    ]
    operations = [
        migrations.CreateModel(
            "Before",
            [
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("item_code", models.TextField()),
                ("what", models.TextField()),
                ("number", models.PositiveIntegerField()),
                ("evidence", models.TextField()),
                ("at", models.DateTimeField()),
                (
                    "entered_by",
                    models.ForeignKey(
                        on_delete=PROTECT, related_name="+", to="accounts.officer"
                    ),
                ),
            ],
            {
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(what__in=["fields", "seals", "papers", "trips"]),
                        name="before_what",
                    ),
                    models.CheckConstraint(condition=~Q(evidence=""), name="before_has_evidence"),
                ],
                "indexes": [
                    models.Index(fields=["item_code", "what", "-id"], name="before_newest"),
                ],
            },
        ),
    ]
