"""Every pause that was kept is of a kind that we know."""

from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("cases", "0014_kinds_of_pause")]
    operations = [ValidateConstraint("pause", "pause_kind")]
