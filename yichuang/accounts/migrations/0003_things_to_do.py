"""What officers have to do is kept in one place, low enough for every module to write it in its own transaction."""

from django.db import migrations, models
from django.db.models.deletion import PROTECT


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_changes_are_told_to_all_processes"),
        ("reference", "0002_changes_are_told_to_all_processes"),
    ]

    operations = [
        migrations.CreateModel(
            name="Todo",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.TextField()),
                ("subject", models.TextField()),
                ("title", models.TextField()),
                ("link", models.TextField(blank=True, default="")),
                ("role", models.TextField(blank=True, default="")),
                ("line", models.TextField(blank=True, default="")),
                ("due_on", models.DateField(null=True)),
                ("opened_at", models.DateTimeField()),
                ("done_at", models.DateTimeField(null=True)),
                ("level", models.PositiveSmallIntegerField(default=0)),
                (
                    "done_by",
                    models.ForeignKey(
                        db_index=False, null=True, on_delete=PROTECT, related_name="+", to="accounts.officer"
                    ),
                ),
                (
                    "escalated_to",
                    models.ForeignKey(
                        db_index=False, null=True, on_delete=PROTECT, related_name="+", to="accounts.officer"
                    ),
                ),
                ("owner", models.ForeignKey(null=True, on_delete=PROTECT, related_name="+", to="accounts.officer")),
                (
                    "region",
                    models.ForeignKey(
                        db_index=False, null=True, on_delete=PROTECT, related_name="+", to="reference.region"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("done_at__isnull", True)),
                        fields=["region", "role", "due_on"],
                        name="todo_open_place",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("owner__isnull", False),
                            models.Q(("region__isnull", False), models.Q(("role", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="todo_is_somebodys",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("done_at__isnull", True)), fields=("kind", "subject"), name="todo_once"
                    ),
                ],
            },
        ),
    ]
