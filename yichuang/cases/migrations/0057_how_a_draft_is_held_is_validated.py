"""The ways by which drafts that are there are held are those that are allowed."""

from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("cases", "0056_a_code_of_a_draft_ends")]
    operations = [ValidateConstraint("draftholder", "draft_holder_how")]
