"""`open` becomes a plain column, so that a new state rewrites no table; a state that nobody knows is refused.

Nothing is rewritten and nothing is scanned: the values stay as they were computed, the CHECK holds for new rows now and
is validated by the next migration."""

from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models

PLAIN = """
alter table cases_case alter column open drop expression;
alter table cases_case alter column open set default true;
alter table cases_case add constraint case_open_known check (open is not null) not valid;
"""
OPEN = ["received", "correcting", "supplied", "accepted", "reviewing", "second", "approved", "denied"]
FINAL = ["closed", "refused", "returned", "withdrawn", "voided"]


class Migration(migrations.Migration):
    dependencies = [("cases", "0010_cases_filed_elsewhere")]
    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(PLAIN)],
            state_operations=[
                migrations.AlterField("case", "open", models.BooleanField(default=True, db_default=True))
            ],
        ),
        AddConstraintNotValid(
            "case",
            models.CheckConstraint(
                condition=models.Q(open=True, state__in=OPEN) | models.Q(open=False, state__in=FINAL),
                name="case_state",
            ),
        ),
    ]
