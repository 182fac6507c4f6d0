"""Officers, the roles given to them and the items that they are qualified for."""

from datetime import date

from django.db import models
from django.db.models import F, Q

from yichuang.core.fields import EncryptedTextField
from yichuang.core.ids import uuid7

from .organisations import Organisation
from .users import User


def _in_order(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
        name=f"{name}_dates_in_order",
    )


class Officer(models.Model):
    """A member of staff, in one unit, with one account."""

    uuid = models.UUIDField("对外标识", default=uuid7, unique=True, editable=False)
    user = models.OneToOneField(
        User, verbose_name="账号", on_delete=models.PROTECT, related_name="officer"
    )
    name = models.CharField("姓名", max_length=60)
    organisation = models.ForeignKey(
        Organisation, verbose_name="所在机构", on_delete=models.PROTECT, related_name="officers"
    )
    employee_no = models.CharField("工号", max_length=20, unique=True)
    window = models.CharField("窗口", max_length=30, blank=True)
    phone = EncryptedTextField("手机", null=True)
    active = models.BooleanField("在岗", default=True)

    kept_scope = None  # (day, Scope), only where `queries.on_duty` found this officer for a request

    class Meta:
        verbose_name = "工作人员"

    def __str__(self) -> str:
        return self.name

    @property
    def actor(self) -> str:
        """The officer as the record names who acts, and whom an entry is about."""
        return f"officer:{self.uuid}"

    @property
    def names_in_the_record(self) -> tuple[str, str]:
        """The same, and by primary key, as entries of before name officers."""
        return (self.actor, f"officer:{self.pk}")


class Assignment(models.Model):
    """A role of an officer over one region and all below it, on one business line or ("") on every line.

    valid_to: the last day; ended_at: when it was taken back on that very day, from when on it gives nothing more."""

    officer = models.ForeignKey(
        Officer, verbose_name="工作人员", on_delete=models.PROTECT, related_name="assignments"
    )
    role = models.CharField("角色", max_length=20)
    line = models.CharField("业务线", max_length=20, blank=True)
    region = models.ForeignKey(
        "reference.Region", verbose_name="管辖区划", on_delete=models.PROTECT
    )
    valid_from = models.DateField("起")
    valid_to = models.DateField("止", null=True, blank=True)
    ended_at = models.DateTimeField("收回时间", null=True, blank=True)

    class Meta:
        verbose_name = "任职"
        constraints = [
            _in_order("assignment"),
            models.UniqueConstraint(
                fields=["officer", "role", "line", "region"],
                condition=Q(valid_to__isnull=True),
                name="assignment_open_once",
                violation_error_message="该工作人员已经有这个角色。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.officer_id}: {self.role} {self.line} {self.region_id}"

    def is_over(self, day: date) -> bool:
        """Whether it gives nothing any more from this day on: nothing is left to take back."""
        if self.valid_to is None:
            return False
        return self.valid_to < day or (self.ended_at is not None and self.valid_to == day)


class Qualification(models.Model):
    """The right to accept one item, shown by a certificate; `item_code` is the 12-digit code as text."""

    officer = models.ForeignKey(
        Officer, verbose_name="工作人员", on_delete=models.PROTECT, related_name="qualifications"
    )
    item_code = models.CharField("事项编码", max_length=12, db_collation="C")
    valid_from = models.DateField("起")
    valid_to = models.DateField("止", null=True, blank=True)
    certificate = models.CharField("证书编号", max_length=60, blank=True)

    class Meta:
        verbose_name = "事项资格"
        constraints = [
            _in_order("qualification"),
            models.UniqueConstraint(
                fields=["officer", "item_code"],
                condition=Q(valid_to__isnull=True),
                name="qualification_open_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.officer_id}: {self.item_code}"
