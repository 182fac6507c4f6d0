"""Whoever asked for a change of a place's list may take it back while it waits (docs/adr/0052-a-place-list-is-agreed.md).

Nobody decided such an order, so it names nobody who did.
"""

from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("catalog", "0004_places_keep_the_unit_of_their_promise")]
    operations = [
        migrations.AlterField(
            "placeorder",
            "state",
            models.CharField(
                "状态",
                max_length=10,
                choices=[
                    ("open", "待审核"),
                    ("approved", "已同意"),
                    ("rejected", "已退回"),
                    ("taken_back", "已撤回"),
                ],
                default="open",
            ),
        ),
        migrations.RemoveConstraint("placeorder", "decided_place_order_names_who"),
        AddConstraintNotValid(
            "placeorder",
            models.CheckConstraint(
                condition=models.Q(state__in=["open", "taken_back"]) | ~models.Q(decided_by=""),
                name="decided_place_order_names_who",
            ),
        ),
    ]
