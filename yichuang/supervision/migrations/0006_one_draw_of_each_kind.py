"""Each kind of draw once for a place, line and month; servers of before draw one kind, and name none."""

from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations, models

from yichuang.core.resumable import AddUniqueConcurrently, RemoveConstraint

OF_KIND = models.UniqueConstraint(
    fields=["place", "line", "month", "kind"], name="sample_of_kind"
)


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("supervision", "0005_promises_are_drawn_too")]
    operations = [
        ValidateConstraint("sample", "sample_kind"),
        AddUniqueConcurrently("sample", OF_KIND),
        RemoveConstraint("sample", "sample_of_month"),
    ]
