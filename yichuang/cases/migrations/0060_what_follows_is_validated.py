"""The states, kinds of pause and ways of a paper that are there are those that are allowed."""

from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("cases", "0059_found_when_papers_follow")]
    operations = [
        ValidateConstraint("case", "case_state"),
        ValidateConstraint("case", "case_rule_only_grants"),
        ValidateConstraint("pause", "pause_kind"),
        ValidateConstraint("material", "material_source"),
    ]
