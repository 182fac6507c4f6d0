"""A result handed out at a counter keeps who collected it, by which document, and how they belong to the applicant."""

from django.db import migrations, models

import yichuang.core.fields


class Migration(migrations.Migration):
    dependencies = [("cases", "0020_no_index_that_nobody_uses")]
    operations = [
        migrations.AddField("delivery", "signed_by", yichuang.core.fields.EncryptedTextField(null=True)),
        migrations.AddField("delivery", "signer_document", yichuang.core.fields.EncryptedTextField(null=True)),
        migrations.AddField("delivery", "signer_relation", models.TextField(null=True)),
    ]
