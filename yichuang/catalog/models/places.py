"""Where a place differs from the common text, and who does what at which level there."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q

from yichuang.catalog.models.items import DateRange, Item


class Implementation(models.Model):
    """实施清单 of one place for one item, only what differs; everything else is inherited.

    It hangs on the item, not on a version, so that a new version keeps what the places have said.
    """

    item = models.ForeignKey(
        Item, verbose_name="事项", on_delete=models.PROTECT, related_name="implementations"
    )
    region = models.ForeignKey(
        "reference.Region", verbose_name="地方", on_delete=models.PROTECT, related_name="+"
    )
    differences = models.JSONField("不同之处")
    effective_from = models.DateField("生效日期")
    effective_to = models.DateField("失效日期", null=True, blank=True)
    said_by = models.CharField("填报人", max_length=80)

    class Meta:
        verbose_name = "地方实施清单"
        ordering = ["item_id", "region_id", "effective_from"]
        constraints = [
            models.CheckConstraint(
                condition=Q(effective_to__isnull=True) | Q(effective_to__gte=F("effective_from")),
                name="implementation_ends_after_it_begins",
            ),
            ExclusionConstraint(
                name="implementations_do_not_overlap",
                expressions=[
                    ("item", RangeOperators.EQUAL),
                    ("region", RangeOperators.EQUAL),
                    (DateRange("effective_from", "effective_to"), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item_id} @ {self.region_id}"


class DelegationOverride(models.Model):
    """The roles that a level holds for an item in one region, in place of the rule table's (下延矩阵)."""

    item = models.ForeignKey(
        Item, verbose_name="事项", on_delete=models.PROTECT, related_name="delegations"
    )
    region = models.ForeignKey(
        "reference.Region", verbose_name="地方", on_delete=models.PROTECT, related_name="+"
    )
    level = models.PositiveSmallIntegerField("层级")
    roles = models.JSONField("承担环节", default=list)

    class Meta:
        verbose_name = "下延调整"
        ordering = ["item_id", "region_id", "level"]
        constraints = [
            models.UniqueConstraint(
                fields=["item", "region", "level"], name="delegation_once_per_level"
            ),
            models.CheckConstraint(
                condition=Q(level__gte=1, level__lte=5), name="delegation_level_1_to_5"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item_id} @ {self.region_id} {self.level}"
