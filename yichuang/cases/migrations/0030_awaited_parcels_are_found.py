"""The few parcels that wait for the courier's word are found by an index of their own, built beside running writers."""

from django.db import migrations, models

from yichuang.core.resumable import AddIndexConcurrently


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("cases", "0029_the_courier_is_awaited")]
    operations = [
        AddIndexConcurrently(
            model_name="delivery",
            index=models.Index(
                fields=["asked_at"],
                condition=models.Q(asked_at__isnull=False),
                name="delivery_awaited",
            ),
        ),
    ]
