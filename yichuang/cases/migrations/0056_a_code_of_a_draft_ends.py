"""A code of a draft ends, and a desk may come to a draft by the document of whom it is for."""

from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models

HOW = models.Q(how__in=["owner", "code", "card"])


class Migration(migrations.Migration):
    dependencies = [("cases", "0055_a_question_has_an_owner")]
    operations = [
        migrations.AddField("draft", "code_until", models.DateTimeField(null=True)),
        migrations.RemoveConstraint("draftholder", "draft_holder_how"),
        AddConstraintNotValid(
            "draftholder", models.CheckConstraint(condition=HOW, name="draft_holder_how")
        ),
    ]
