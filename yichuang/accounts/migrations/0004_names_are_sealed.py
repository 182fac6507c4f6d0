"""The name of an account is encrypted, in a new column: a server of before goes on writing the old one.
`manage bind_secrets` seals what it holds and empties it; a later release removes it."""

from django.db import migrations

from yichuang.core.fields import EncryptedTextField

COLUMN = """
alter table accounts_user add column name_sealed bytea;
alter table accounts_user alter column name set default '';
"""
NAME = EncryptedTextField("显示名", db_column="name_sealed", null=True)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_things_to_do")]
    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(COLUMN, "alter table accounts_user drop column name_sealed")],
            state_operations=[migrations.AlterField("user", "name", NAME)],
        )
    ]
