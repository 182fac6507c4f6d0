"""A case keeps its last days to accept, to deliver and for silence to decide, and whether its terms were changed; it may
stand in a special procedure or suspended, and a pause says by which cause of its item's rule."""

from datetime import timedelta

from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models

OPEN = [
    "received",
    "correcting",
    "supplied",
    "accepted",
    "reviewing",
    "special",
    "suspended",
    "second",
    "approved",
    "denied",
]
FINAL = ["closed", "refused", "returned", "withdrawn", "voided"]
KINDS = ["correction", "special", "suspended", "publicity", "before_acceptance"]
STATE = models.CheckConstraint(
    condition=models.Q(open=True, state__in=OPEN) | models.Q(open=False, state__in=FINAL),
    name="case_state",
)
KIND = models.CheckConstraint(condition=models.Q(kind__in=KINDS), name="pause_kind")
DAYS = models.CheckConstraint(
    condition=models.Q(until_on__isnull=True)
    | models.Q(until_on__gte=models.F("from_on") - timedelta(days=1)),
    name="pause_days",
)


class Migration(migrations.Migration):
    dependencies = [("cases", "0044_refused_and_dropped_are_summed")]
    operations = [
        migrations.AddField("case", "accept_by", models.DateField(null=True)),
        migrations.AddField("case", "decides_on", models.DateField(null=True)),
        migrations.AddField("case", "deliver_by", models.DateField(null=True)),
        migrations.AddField(
            "case",
            "clock_changed",
            models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            "pause",
            "cause",
            models.TextField(blank=True, db_default="", default=""),
        ),
        migrations.RemoveConstraint("case", "case_state"),
        AddConstraintNotValid("case", STATE),
        migrations.RemoveConstraint("pause", "pause_kind"),
        AddConstraintNotValid("pause", KIND),
        migrations.RemoveConstraint("pause", "pause_days"),
        AddConstraintNotValid("pause", DAYS),
    ]
