"""The register of issued papers: what each says and how it looks is fixed at its issue, the sheet is set when somebody
first reads it and lies in file storage from then on."""

from django.db import models
from django.db.models import Q

from yichuang.core.fields import ClockNow, EncryptedTextField
from yichuang.core.ids import uuid7
from yichuang.documents.designs import Design


class Look(models.Model):
    """A design under which papers were issued. Never changed, never deleted: they are set from it later."""

    digest = models.CharField(max_length=64, unique=True)
    templates = models.JSONField(help_text="[[path, text], …]")
    fonts = models.CharField(max_length=64)
    setter = models.CharField(max_length=20)
    created_at = models.DateTimeField(db_default=ClockNow())

    def __str__(self) -> str:
        return self.digest[:16]

    def design(self) -> Design:
        """The design as a value; its digest is another when the row was changed."""
        templates = tuple((path, text) for path, text in self.templates)
        return Design(templates=templates, fonts=self.fonts, setter=self.setter)


class PaperCounter(models.Model):
    """The last number given per kind, issuer and year. Locked while the next one is given, so there is never a gap."""

    kind = models.CharField(max_length=40)
    issuer_code = models.CharField(max_length=40)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "issuer_code", "year"], name="paper_counter_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.issuer_code} {self.year}: {self.last}"


class Papers(models.Manager):
    """Papers without what they say, which is read only where a paper is set or proved."""

    def get_queryset(self):
        return super().get_queryset().defer("frozen")


class Paper(models.Model):
    """One issued paper. Never changed after it is issued, except to be voided and to keep its sheet and the moment when
    its owner first had it open online; the holder's name is kept masked. Papers from before looks were kept have a
    sheet and nothing frozen."""

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    kind = models.CharField("种类", max_length=40)
    number_text = models.CharField("文号", max_length=80)
    year = models.PositiveSmallIntegerField("年度")
    serial = models.PositiveIntegerField("序号")
    issuer_code = models.CharField("发文机关代码", max_length=40)
    issuer_name = models.CharField("发文机关", max_length=200)
    subject = models.CharField("对象", max_length=120, help_text="case:<uuid>")
    occasion = models.CharField(
        "事由", max_length=120, blank=True, help_text="tells two papers of a kind apart"
    )
    title = models.CharField("标题", max_length=200)
    language = models.CharField("语言", max_length=12, default="zh-CN")
    holder_masked = models.CharField("持有人（遮盖）", max_length=200, blank=True)
    look = models.ForeignKey(
        Look, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    frozen = EncryptedTextField("内容", null=True)
    frozen_sha256 = models.CharField(
        "内容摘要", max_length=64, blank=True, default="", db_default=""
    )
    sha256 = models.CharField("摘要", max_length=64, blank=True, default="")
    path = models.CharField("存放位置", max_length=200, blank=True, default="")
    size = models.PositiveIntegerField("字节数", default=0)
    verify_code = models.CharField("验真码", max_length=48, unique=True)
    issued_at = models.DateTimeField("签发时间")
    voided_at = models.DateTimeField("作废时间", null=True, blank=True)
    void_reason = models.CharField("作废原因", max_length=400, blank=True)
    read_at = models.DateTimeField("本人先在网上看到的时间", null=True, blank=True)
    created_at = models.DateTimeField(db_default=ClockNow())

    objects = Papers()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "issuer_code", "year", "serial"], name="paper_number_once"
            ),
            models.UniqueConstraint(
                fields=["kind", "subject", "occasion"], name="paper_occasion_once"
            ),
            models.CheckConstraint(
                condition=Q(voided_at__isnull=True, void_reason="")
                | Q(voided_at__isnull=False) & ~Q(void_reason=""),
                name="paper_void_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(look__isnull=True, frozen__isnull=True, frozen_sha256="")
                | Q(look__isnull=False, frozen__isnull=False) & ~Q(frozen_sha256=""),
                name="paper_frozen_whole",
            ),
            models.CheckConstraint(
                condition=Q(path="", sha256="", look__isnull=False) | ~Q(path="") & ~Q(sha256=""),
                name="paper_kept_whole",
            ),
        ]
        indexes = [
            models.Index(fields=["subject"], name="paper_subject"),
            models.Index(fields=["id"], condition=Q(path=""), name="paper_unread"),
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.number_text}"
