"""Cases are looked over again by a draw that anybody may repeat."""

from django.db import migrations, models
from django.db.models import F, Q
from django.db.models.deletion import PROTECT

from yichuang.core.ids import uuid7


def key():
    return models.BigAutoField(
        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
    )


def to(model, name="+", **more):
    return models.ForeignKey(on_delete=PROTECT, related_name=name, to=model, **more)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0008_numbers_of_officers_have_one_spelling"),
        ("cases", "0044_refused_and_dropped_are_summed"),
        ("reference", "0002_changes_are_told_to_all_processes"),
        ("supervision", "0003_urging_a_case"),
    ]
    operations = [
        migrations.CreateModel(
            "Sample",
            [
                ("id", key()),
                ("line", models.TextField()),
                ("month", models.DateField()),
                ("seed_hash", models.TextField()),
                ("published_at", models.DateTimeField()),
                ("seed", models.TextField(null=True)),
                ("drawn_at", models.DateTimeField(null=True)),
                ("population", models.PositiveIntegerField(db_default=0, default=0)),
                ("place", to("reference.region")),
            ],
            {
                "constraints": [
                    models.UniqueConstraint(
                        fields=["place", "line", "month"], name="sample_of_month"
                    ),
                    models.CheckConstraint(
                        condition=Q(seed__isnull=True, drawn_at__isnull=True)
                        | Q(seed__isnull=False, drawn_at__isnull=False),
                        name="sample_drawn_whole",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            "QualityCheck",
            [
                ("id", key()),
                ("uuid", models.UUIDField(default=uuid7, editable=False)),
                ("seq", models.PositiveIntegerField()),
                ("finding", models.TextField(blank=True, default="")),
                ("why", models.TextField(blank=True, default="")),
                ("done_at", models.DateTimeField(null=True)),
                ("sample", to("supervision.sample", "checks", db_index=False)),
                ("case", to("cases.case")),
                ("officer", to("accounts.officer")),
                ("assigned_to", to("accounts.officer", null=True)),
            ],
            {
                "constraints": [
                    models.UniqueConstraint(fields=["uuid"], name="quality_check_uuid"),
                    models.UniqueConstraint(fields=["sample", "case"], name="quality_check_once"),
                    models.CheckConstraint(
                        condition=Q(finding="", done_at__isnull=True)
                        | Q(finding__in=["good", "faulty"], done_at__isnull=False),
                        name="quality_check_done_whole",
                    ),
                    models.CheckConstraint(
                        condition=~Q(officer=F("assigned_to")),
                        name="quality_check_not_by_oneself",
                    ),
                ],
            },
        ),
    ]
