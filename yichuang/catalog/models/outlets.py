"""Where guides are shown and what each outlet shows now; which item is off on which channel."""

from django.db import models

from yichuang.catalog.models.items import Item


class Outlet(models.Model):
    """A place that shows guides. A live one reads the catalogue at every request; a pushed one keeps a copy and
    says so when it has taken over a new revision."""

    code = models.SlugField("代码", max_length=30, unique=True)
    name = models.CharField("名称", max_length=60)
    live = models.BooleanField("直接读取目录", default=True)
    enabled = models.BooleanField("启用", default=True)

    class Meta:
        verbose_name = "发布出口"
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class OutletRevision(models.Model):
    """The revision of an item that an outlet says it shows."""

    outlet = models.ForeignKey(
        Outlet, verbose_name="出口", on_delete=models.PROTECT, related_name="revisions"
    )
    item = models.ForeignKey(Item, verbose_name="事项", on_delete=models.PROTECT, related_name="+")
    revision = models.CharField("内容摘要", max_length=64)
    seen_at = models.DateTimeField("确认时间")

    class Meta:
        verbose_name = "出口版本"
        ordering = ["outlet_id", "item_id"]
        constraints = [
            models.UniqueConstraint(fields=["outlet", "item"], name="outlet_shows_one_revision")
        ]

    def __str__(self) -> str:
        return f"{self.outlet_id} {self.item_id} {self.revision[:8]}"


class ChannelSwitch(models.Model):
    """An item turned off (or on again) for one channel. No row: on."""

    item = models.ForeignKey(
        Item, verbose_name="事项", on_delete=models.PROTECT, related_name="switches"
    )
    channel = models.CharField("渠道", max_length=20)
    enabled = models.BooleanField("开通", default=True)
    reason = models.CharField("原因", max_length=200, blank=True)

    class Meta:
        verbose_name = "渠道开关"
        ordering = ["item_id", "channel"]
        constraints = [
            models.UniqueConstraint(fields=["item", "channel"], name="channel_switch_once")
        ]

    def __str__(self) -> str:
        return f"{self.item_id} {self.channel} {self.enabled}"
