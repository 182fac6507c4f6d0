"""Document and name in one keyed hash. Empty for people who are there already: it is filled when they are next met."""

from django.db import migrations, models

from yichuang.core.resumable import AddField, AddIndexConcurrently


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("registry", "0001_initial")]
    operations = [
        AddField(
            model_name="person", name="identity_blind", field=models.BinaryField(max_length=32, null=True)
        ),
        AddIndexConcurrently(model_name="person", index=models.Index(fields=["identity_blind"], name="person_known")),
    ]
