"""The states, kinds of pause and days of a pause that are there are those that are allowed."""

from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("cases", "0047_found_by_the_clock")]
    operations = [
        ValidateConstraint("case", "case_state"),
        ValidateConstraint("pause", "pause_kind"),
        ValidateConstraint("pause", "pause_days"),
    ]
