"""Units of the 人社 system and the villages that they serve."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q

from yichuang.core.ids import uuid7


class DateRange(Func):
    """daterange(from, to, '[]'): an open end is a null."""

    function = "DATERANGE"
    output_field = DateRangeField()


class Organisation(models.Model):
    """A bureau, hall, township station or village point. `code` is the region's code, with a suffix when one
    region holds several units (`-H1` a hall, `-S1` a shared station)."""

    BUREAU = "bureau"
    HALL = "hall"
    STATION = "station"
    POINT = "point"
    KINDS = [
        (BUREAU, "主管部门"),
        (HALL, "服务大厅"),
        (STATION, "乡镇街道平台"),
        (POINT, "村社区平台"),
    ]

    uuid = models.UUIDField("对外标识", default=uuid7, unique=True, editable=False)
    code = models.CharField("机构编码", max_length=20, unique=True, db_collation="C")
    name = models.CharField("机构名称", max_length=120)
    kind = models.CharField("机构类型", max_length=10, choices=KINDS)
    level = models.PositiveSmallIntegerField("层级")
    region = models.ForeignKey(
        "reference.Region", verbose_name="所在区划", on_delete=models.PROTECT
    )
    parent = models.ForeignKey(
        "self",
        verbose_name="上级机构",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
    )
    credit_code = models.CharField("统一社会信用代码", max_length=18, blank=True)
    address = models.CharField("地址", max_length=200, blank=True)
    phone = models.CharField("咨询电话", max_length=20, default="12333")
    open_hours = models.CharField("办公时间", max_length=100, blank=True)
    counters = models.PositiveSmallIntegerField("人社窗口数", default=0)
    active = models.BooleanField("启用", default=True)

    class Meta:
        verbose_name = "机构"
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(level__gte=2, level__lte=5), name="organisation_level_2_to_5"
            ),
            models.UniqueConstraint(
                fields=["credit_code"],
                condition=~Q(credit_code=""),
                name="organisation_credit_code_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ServiceArea(models.Model):
    """A village (or a town without villages) served by a unit from one day to another, both included."""

    organisation = models.ForeignKey(
        Organisation, verbose_name="机构", on_delete=models.PROTECT, related_name="service_areas"
    )
    region = models.ForeignKey(
        "reference.Region", verbose_name="服务村（社区）", on_delete=models.PROTECT
    )
    valid_from = models.DateField("起")
    valid_to = models.DateField("止", null=True, blank=True)

    class Meta:
        verbose_name = "服务区域"
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="service_area_dates_in_order",
            ),
            ExclusionConstraint(
                name="village_in_one_service_area_at_a_time",
                expressions=[
                    ("region", RangeOperators.EQUAL),
                    (
                        DateRange(
                            "valid_from",
                            "valid_to",
                            RangeBoundary(inclusive_lower=True, inclusive_upper=True),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                violation_error_message="该村（社区）在这段时间里已归另一个服务站服务，请先结束原来的服务区域。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id}: {self.region_id}"
