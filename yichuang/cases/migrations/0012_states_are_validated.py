"""The CHECK on state and `open` is proved for the rows that were there before it."""

from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations

NOT_NULL = """
alter table cases_case validate constraint case_open_known;
alter table cases_case alter column open set not null;
alter table cases_case drop constraint case_open_known;
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0011_open_is_written_with_the_state")]
    operations = [migrations.RunSQL(NOT_NULL), ValidateConstraint("case", "case_state")]
