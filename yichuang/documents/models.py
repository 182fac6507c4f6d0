"""The register of issued papers. The sheet itself lies in file storage; here is what proves it."""

from django.db import models
from django.db.models import Q

from yichuang.core.fields import ClockNow
from yichuang.core.ids import uuid7


class PaperCounter(models.Model):
    """The last number given per kind, issuer and year. Locked while the next one is given, so there is never a gap."""

    kind = models.CharField(max_length=40)
    issuer_code = models.CharField(max_length=40)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "issuer_code", "year"], name="paper_counter_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.issuer_code} {self.year}: {self.last}"


class Paper(models.Model):
    """One issued paper. Never changed after it is issued, except to be voided; the holder's name is kept masked."""

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    kind = models.CharField("种类", max_length=40)
    number_text = models.CharField("文号", max_length=80)
    year = models.PositiveSmallIntegerField("年度")
    serial = models.PositiveIntegerField("序号")
    issuer_code = models.CharField("发文机关代码", max_length=40)
    issuer_name = models.CharField("发文机关", max_length=200)
    subject = models.CharField("对象", max_length=120, help_text="case:<uuid>")
    occasion = models.CharField("事由", max_length=120, blank=True, help_text="tells two papers of a kind apart")
    title = models.CharField("标题", max_length=200)
    language = models.CharField("语言", max_length=12, default="zh-CN")
    holder_masked = models.CharField("持有人（遮盖）", max_length=200, blank=True)
    sha256 = models.CharField("摘要", max_length=64)
    path = models.CharField("存放位置", max_length=200)
    size = models.PositiveIntegerField("字节数")
    verify_code = models.CharField("验真码", max_length=48, unique=True)
    issued_at = models.DateTimeField("签发时间")
    voided_at = models.DateTimeField("作废时间", null=True, blank=True)
    void_reason = models.CharField("作废原因", max_length=400, blank=True)
    created_at = models.DateTimeField(db_default=ClockNow())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "issuer_code", "year", "serial"], name="paper_number_once"),
            models.UniqueConstraint(fields=["kind", "subject", "occasion"], name="paper_occasion_once"),
            models.CheckConstraint(
                condition=Q(voided_at__isnull=True, void_reason="") | Q(voided_at__isnull=False) & ~Q(void_reason=""),
                name="paper_void_has_reason",
            ),
        ]
        indexes = [models.Index(fields=["subject"], name="paper_subject")]

    def __str__(self) -> str:
        return f"{self.title} {self.number_text}"
