"""Anyone may ask what was decided on one item. Built beside running writers; a new case is not in it, only a decided one."""

from django.db import migrations, models

from yichuang.core.resumable import AddIndexConcurrently


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("cases", "0003_case_submit_takes_json")]
    operations = [
        AddIndexConcurrently(
            model_name="case",
            index=models.Index(
                fields=["item_code", "-id"],
                condition=models.Q(outcome__in=["approved", "denied"]),
                name="case_results",
            ),
        )
    ]
