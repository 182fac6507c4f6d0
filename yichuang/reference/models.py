"""Administrative divisions, the one table that a foreign key of others may name; and the calendars that were loaded."""

from django.db import models
from django.db.models import Q


class Region(models.Model):
    """One division of the five-level tree, named by its 12-digit statistical code (统计用区划代码).

    `province`, `city` and `county` repeat the codes of the ancestors (and the own code on the own level),
    "" where the division stands above that level, so that a scope is one equality and never a walk.
    """

    PROVINCE = 1
    CITY = 2
    COUNTY = 3
    TOWN = 4
    VILLAGE = 5
    LEVELS = [(PROVINCE, "省"), (CITY, "市"), (COUNTY, "县"), (TOWN, "乡镇"), (VILLAGE, "村")]

    code = models.CharField("区划代码", max_length=12, primary_key=True, db_collation="C")
    level = models.PositiveSmallIntegerField("层级", choices=LEVELS)
    parent = models.ForeignKey(
        "self",
        verbose_name="上级",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
    )
    name = models.CharField("名称", max_length=60)
    full_name = models.CharField("全称", max_length=200)
    longitude = models.DecimalField("经度", max_digits=9, decimal_places=6, null=True, blank=True)
    latitude = models.DecimalField("纬度", max_digits=9, decimal_places=6, null=True, blank=True)
    province = models.CharField("所在省", max_length=12, db_collation="C")
    city = models.CharField("所在市", max_length=12, blank=True, db_collation="C")
    county = models.CharField("所在县", max_length=12, blank=True, db_collation="C")

    class Meta:
        verbose_name = "行政区划"
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(code__regex=r"^\d{12}$"), name="region_code_is_12_digits"
            ),
            models.CheckConstraint(
                condition=Q(level__gte=1, level__lte=5), name="region_level_1_to_5"
            ),
            models.CheckConstraint(
                condition=Q(level=1) | Q(parent__isnull=False), name="region_has_parent"
            ),
        ]

    def __str__(self) -> str:
        return self.full_name


class CalendarYear(models.Model):
    """The calendar of a year as it was last loaded.

    digest: of its days, compared with those of the pack; provisional: no notice of the State Council is out yet.
    """

    year = models.PositiveSmallIntegerField("年", primary_key=True)
    digest = models.TextField("摘要")
    provisional = models.BooleanField("推算")
    loaded_at = models.DateTimeField("装入时间")

    class Meta:
        verbose_name = "年历"
        ordering = ["year"]

    def __str__(self) -> str:
        return str(self.year)
