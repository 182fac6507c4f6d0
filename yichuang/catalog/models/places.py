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


class PlaceOrder(models.Model):
    """What a place wants to say of an item, until a second person agrees or whoever asked takes it back. stood: what it
    said and the version of the unified text when this was asked for; agreed to is only what nobody has changed since.
    decided_by: nobody where it was taken back; decided_at: when it stopped waiting."""

    OPEN = "open"
    APPROVED = "approved"
    REJECTED = "rejected"
    TAKEN_BACK = "taken_back"
    STATES = [(OPEN, "待审核"), (APPROVED, "已同意"), (REJECTED, "已退回"), (TAKEN_BACK, "已撤回")]

    item = models.ForeignKey(
        Item, verbose_name="事项", on_delete=models.PROTECT, related_name="place_orders"
    )
    region = models.ForeignKey(
        "reference.Region", verbose_name="地方", on_delete=models.PROTECT, related_name="+"
    )
    differences = models.JSONField("不同之处")
    stood = models.JSONField("提出时的样子")
    effective_from = models.DateField("从哪天起")
    state = models.CharField("状态", max_length=10, choices=STATES, default=OPEN)
    opened_by = models.CharField("提出人", max_length=80)
    opened_at = models.DateTimeField("提出时间")
    decided_by = models.CharField("审核人", max_length=80, blank=True)
    decided_at = models.DateTimeField("审核时间", null=True, blank=True)
    decision_note = models.TextField("审核意见", blank=True)

    class Meta:
        verbose_name = "地方实施清单的修改"
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["item", "region"],
                condition=Q(state="open"),
                name="place_order_one_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(decided_by="") | ~Q(decided_by=F("opened_by")),
                name="place_order_decided_by_another",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["open", "taken_back"]) | ~Q(decided_by=""),
                name="decided_place_order_names_who",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item_id} @ {self.region_id} {self.state}"
