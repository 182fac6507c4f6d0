"""What the police register says of those whom a form names, kept for the officer."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0032_open_cases_are_counted_by_item")]
    operations = [
        migrations.CreateModel(
            name="NameCheck",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name_key", models.TextField()),
                ("imprint", models.BinaryField()),
                ("outcome", models.TextField(default="waiting")),
                ("receipt", models.TextField(default="")),
                ("asked_at", models.DateTimeField(null=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="name_checks",
                        to="cases.case",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("outcome", "waiting")),
                        fields=["id"],
                        name="name_check_waiting",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("case", "name_key"), name="name_check_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("outcome__in", ("waiting", "same", "other", "unasked"))
                        ),
                        name="name_check_outcome",
                    ),
                ],
            },
        ),
    ]
