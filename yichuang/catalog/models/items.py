"""The item and its versions. A published version is never rewritten: only its end is set when the next one begins."""

from datetime import date

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q


class DateRange(Func):
    """daterange(from, to): the first day is in, the last one is out, an open end is a null."""

    function = "DATERANGE"
    output_field = DateRangeField()


def in_force(on: date, prefix: str = "") -> Q:
    """Rows whose effective range holds the day; `prefix` leads to them over a relation ("versions__")."""
    started = Q(**{f"{prefix}effective_from__lte": on})
    return started & (
        Q(**{f"{prefix}effective_to__isnull": True}) | Q(**{f"{prefix}effective_to__gt": on})
    )


class Item(models.Model):
    """One service item (事项), named for ever by its 12-digit basic code (GB/T 39554.1)."""

    ACTIVE = "active"
    CANCELLED = "cancelled"
    STATES = [(ACTIVE, "在用"), (CANCELLED, "已取消")]

    code = models.CharField("基本编码", max_length=12, unique=True, db_collation="C")
    name = models.CharField("事项名称", max_length=120)
    line = models.CharField("业务条线", max_length=20)
    sub_line = models.CharField("业务子类", max_length=40)
    service_objects = models.JSONField("服务对象", default=list)
    levels = models.JSONField("行使层级", default=list)
    type = models.CharField("事项类型", max_length=20)
    is_local_extension = models.BooleanField("地方新增", default=False)
    place = models.ForeignKey(
        "reference.Region",
        verbose_name="新增地方",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    status = models.CharField("状态", max_length=10, choices=STATES, default=ACTIVE)
    cancelled_on = models.DateField("取消日期", null=True, blank=True)
    source_digest = models.CharField("事项包摘要", max_length=64, blank=True)

    class Meta:
        verbose_name = "事项"
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(code__regex=r"^\d{12}$"), name="item_code_is_12_digits"
            ),
            models.CheckConstraint(
                condition=Q(is_local_extension=False, place__isnull=True)
                | Q(is_local_extension=True, place__isnull=False),
                name="local_extension_has_its_place",
            ),
            models.CheckConstraint(
                condition=~Q(status="cancelled") | Q(cancelled_on__isnull=False),
                name="cancelled_item_has_its_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class ItemVersion(models.Model):
    """One published text of an item: the whole definition and the whole form, frozen, in force from one day on
    until (not including) another. A case points here and stays here."""

    item = models.ForeignKey(
        Item, verbose_name="事项", on_delete=models.PROTECT, related_name="versions"
    )
    number = models.PositiveIntegerField("版本号")
    effective_from = models.DateField("生效日期")
    effective_to = models.DateField("失效日期", null=True, blank=True)
    definition = models.JSONField("要素")
    form = models.JSONField("表单")
    revision = models.CharField("内容摘要", max_length=64, db_collation="C")
    published_at = models.DateTimeField("发布时间")
    published_by = models.CharField("发布人", max_length=80)

    class Meta:
        verbose_name = "事项版本"
        ordering = ["item_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["item", "number"], name="item_version_number_once"),
            models.CheckConstraint(
                condition=Q(effective_to__isnull=True) | Q(effective_to__gte=F("effective_from")),
                name="item_version_ends_after_it_begins",
            ),
            ExclusionConstraint(
                name="item_versions_do_not_overlap",
                expressions=[
                    ("item", RangeOperators.EQUAL),
                    (DateRange("effective_from", "effective_to"), RangeOperators.OVERLAPS),
                ],
            ),
        ]
        indexes = [models.Index(fields=["effective_from"], name="item_version_from")]

    def __str__(self) -> str:
        return f"{self.item_id} v{self.number}"
