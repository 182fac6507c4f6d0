"""One number of a passport is one person of each country: the country stands in the key. Rows of before keep theirs.

The index is built beside the table in use; its constraint and the end of the old one are short locks."""

from django.db import migrations, models

from yichuang.core.resumable import AddField, AddUniqueConcurrently, RemoveConstraint


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("registry", "0004_found_by_name")]
    operations = [
        AddField(
            model_name="person",
            name="id_country",
            field=models.TextField(null=True),
        ),
        AddUniqueConcurrently(
            model_name="person",
            constraint=models.UniqueConstraint(
                fields=["id_blind", "id_type", "id_country"],
                name="person_document",
                nulls_distinct=False,
            ),
        ),
        RemoveConstraint(model_name="person", name="person_identity"),
    ]
