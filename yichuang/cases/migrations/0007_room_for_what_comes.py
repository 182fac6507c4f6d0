"""A case may be handed in at another place than its home, concern other people, and stand still for a reason on record."""

from django.db import migrations, models
from django.db.models.deletion import PROTECT


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("cases", "0006_tries_are_counted_in_core"),
        ("reference", "0001_initial"),
        ("registry", "0002_a_known_person_in_one_look"),
    ]

    operations = [
        migrations.AddField(
            model_name="case",
            name="filed_in",
            field=models.ForeignKey(
                db_index=False, null=True, on_delete=PROTECT, related_name="+", to="reference.region"
            ),
        ),
        migrations.AddField(
            model_name="case",
            name="paused_since",
            field=models.DateField(null=True),
        ),
        migrations.AlterField(
            model_name="case",
            name="alarm",
            field=models.TextField(db_default="green", default="green"),
        ),
        migrations.AlterField(
            model_name="case",
            name="due_provisional",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AlterField(
            model_name="case",
            name="flags",
            field=models.JSONField(db_default=models.Value([], models.JSONField()), default=list),
        ),
        migrations.AlterField(
            model_name="case",
            name="instant",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AlterField(
            model_name="case",
            name="late",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AlterField(
            model_name="case",
            name="outcome",
            field=models.TextField(blank=True, db_default="", default=""),
        ),
        migrations.AlterField(
            model_name="case",
            name="seq",
            field=models.PositiveIntegerField(db_default=1, default=1),
        ),
        migrations.AlterField(
            model_name="case",
            name="slow_reason",
            field=models.TextField(blank=True, db_default="", default=""),
        ),
        migrations.AlterField(
            model_name="case",
            name="state",
            field=models.TextField(db_default="received", default="received"),
        ),
        migrations.AlterField(
            model_name="case",
            name="step",
            field=models.PositiveSmallIntegerField(db_default=0, default=0),
        ),
        migrations.AlterField(
            model_name="case",
            name="visits",
            field=models.PositiveSmallIntegerField(db_default=0, default=0),
        ),
        migrations.CreateModel(
            name="Party",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("role", models.TextField()),
                ("case", models.ForeignKey(on_delete=PROTECT, related_name="parties", to="cases.case")),
                (
                    "employer",
                    models.ForeignKey(
                        db_index=False, null=True, on_delete=PROTECT, related_name="+", to="registry.employer"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        db_index=False, null=True, on_delete=PROTECT, related_name="+", to="registry.person"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("person__isnull", False)), fields=["person", "role"], name="party_person"
                    ),
                    models.Index(
                        condition=models.Q(("employer__isnull", False)),
                        fields=["employer", "role"],
                        name="party_employer",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("role__in", ["about", "agent", "heir", "employer", "respondent"])),
                        name="party_role",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("employer__isnull", True), ("person__isnull", False)),
                            models.Q(("employer__isnull", False), ("person__isnull", True)),
                            _connector="OR",
                        ),
                        name="party_one_subject",
                    ),
                    models.UniqueConstraint(
                        fields=("case", "role", "person", "employer"), name="party_once", nulls_distinct=False
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Pause",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.TextField()),
                ("from_on", models.DateField()),
                ("until_on", models.DateField(null=True)),
                ("planned_until", models.DateField(null=True)),
                ("reason", models.TextField()),
                ("basis", models.TextField()),
                ("notice", models.TextField(blank=True, default="")),
                ("begun_by", models.ForeignKey(null=True, on_delete=PROTECT, related_name="+", to="accounts.officer")),
                ("case", models.ForeignKey(on_delete=PROTECT, related_name="pauses", to="cases.case")),
                ("ended_by", models.ForeignKey(null=True, on_delete=PROTECT, related_name="+", to="accounts.officer")),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("kind__in", ["correction"])), name="pause_kind"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until_on__isnull", True), ("until_on__gte", models.F("from_on")), _connector="OR"
                        ),
                        name="pause_days",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("until_on__isnull", True)), fields=("case",), name="pause_one_at_a_time"
                    ),
                ],
            },
        ),
    ]
