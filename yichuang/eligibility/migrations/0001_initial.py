"""A legal officer's word for a decision pack, by its digest."""

from django.db import migrations, models
from django.db.models import Q
from django.db.models.deletion import PROTECT


class Migration(migrations.Migration):
    initial = True
    dependencies = [("accounts", "0008_numbers_of_officers_have_one_spelling")]
    operations = [
        migrations.CreateModel(
            "Approval",
            [
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("item_code", models.TextField()),
                ("from_on", models.DateField()),
                ("digest", models.TextField()),
                ("at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(null=True)),
                (
                    "approved_by",
                    models.ForeignKey(
                        on_delete=PROTECT, related_name="+", to="accounts.officer"
                    ),
                ),
            ],
            {
                "constraints": [
                    models.UniqueConstraint(
                        fields=["item_code", "from_on", "digest"],
                        condition=Q(withdrawn_at__isnull=True),
                        name="approval_once",
                    ),
                ],
            },
        ),
    ]
