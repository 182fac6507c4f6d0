"""No question is without an owner, in any state; the check that was there shows it without a look at each row."""

from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations, models
from django.db.models.deletion import PROTECT


class Migration(migrations.Migration):
    dependencies = [("cases", "0054_questions_without_an_owner_get_one")]
    operations = [
        ValidateConstraint("enquiry", "enquiry_owned"),
        migrations.AlterField(
            "enquiry",
            "owner",
            models.ForeignKey(on_delete=PROTECT, related_name="+", to="accounts.officer"),
        ),
        migrations.RemoveConstraint("enquiry", "enquiry_owned"),
    ]
