"""Question and answer of an enquiry are encrypted, in new columns: a server of before goes on writing the old ones.
`manage bind_secrets` seals what they hold and empties them; a later release removes them."""

import yichuang.core.fields
from django.db import migrations

COLUMNS = """
alter table cases_enquiry add column question_sealed bytea;
alter table cases_enquiry add column answer_sealed bytea;
alter table cases_enquiry alter column question set default '';
alter table cases_enquiry alter column answer set default '';
"""
BACK = """
alter table cases_enquiry drop column question_sealed;
alter table cases_enquiry drop column answer_sealed;
"""


def sealed(column):
    return yichuang.core.fields.EncryptedTextField(db_column=column, null=True)


class Migration(migrations.Migration):
    dependencies = [("cases", "0024_events_name_their_request")]
    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(COLUMNS, BACK)],
            state_operations=[
                migrations.AlterField("enquiry", "question", sealed("question_sealed")),
                migrations.AlterField("enquiry", "answer", sealed("answer_sealed")),
            ],
        )
    ]
