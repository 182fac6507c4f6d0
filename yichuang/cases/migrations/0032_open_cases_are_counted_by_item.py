"""The index of open cases has the item, so that a page by item reads no row; the one of before goes when it stands."""

from django.db import migrations, models

from yichuang.core.resumable import AddIndexConcurrently, RemoveIndexConcurrently


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("cases", "0031_days_that_are_over_are_summed")]
    operations = [
        AddIndexConcurrently(
            "case",
            models.Index(
                fields=["county", "due_at", "id", "state", "line", "organisation"],
                include=["paused_since", "received_at", "item_code"],
                condition=models.Q(open=True),
                name="case_open_counted",
            ),
        ),
        RemoveIndexConcurrently("case", "case_open_place"),
    ]
