"""A special procedure (行政许可法 45) is a kind of pause too."""

from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0013_a_step_in_one_call")]
    operations = [
        migrations.RemoveConstraint("pause", "pause_kind"),
        AddConstraintNotValid(
            "pause",
            models.CheckConstraint(condition=models.Q(kind__in=["correction", "special"]), name="pause_kind"),
        ),
    ]
