"""A draw is of cases that are over, or of promises that are looked into: one of each kind for a place, line and month."""

from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models

KIND = models.CheckConstraint(
    condition=models.Q(kind__in=["quality", "promise"]), name="sample_kind"
)


class Migration(migrations.Migration):
    dependencies = [("supervision", "0004_work_is_looked_over_by_draw")]
    operations = [
        migrations.AddField(
            "sample", "kind", models.TextField(db_default="quality", default="quality")
        ),
        AddConstraintNotValid("sample", KIND),
    ]
