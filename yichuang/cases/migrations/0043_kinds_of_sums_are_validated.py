"""The kinds of sums that the migration before allowed."""

from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("cases", "0042_weeks_by_item_are_summed")]
    operations = [ValidateConstraint("daysummed", "day_summed_kind")]
