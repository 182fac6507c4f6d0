"""承接、下放、取消、修订: why the catalogue changes, who asked, who agreed."""

from django.db import models
from django.db.models import F, Q

from yichuang.catalog.models.items import Item, ItemVersion


class ChangeOrder(models.Model):
    """One order to change one item. A second person approves; publishing carries it out."""

    TAKEN_OVER = "taken_over"
    SENT_DOWN = "sent_down"
    CANCELLED = "cancelled"
    REVISED = "revised"
    KINDS = [(TAKEN_OVER, "承接"), (SENT_DOWN, "下放"), (CANCELLED, "取消"), (REVISED, "修订")]
    OPEN = "open"
    APPROVED = "approved"
    REJECTED = "rejected"
    DONE = "done"
    STATES = [(OPEN, "待审核"), (APPROVED, "已审核"), (REJECTED, "未通过"), (DONE, "已执行")]

    NOT_DONE = (OPEN, APPROVED)

    item = models.ForeignKey(
        Item, verbose_name="事项", on_delete=models.PROTECT, related_name="changes"
    )
    kind = models.CharField("类型", max_length=12, choices=KINDS)
    reason = models.TextField("理由")
    power_list_ref = models.CharField("权责清单条目", max_length=200, blank=True)
    draft = models.JSONField("修订稿", null=True, blank=True)
    form_draft = models.JSONField("表单修订稿", null=True, blank=True)
    effective_on = models.DateField("拟生效日期")
    state = models.CharField("状态", max_length=10, choices=STATES, default=OPEN)
    opened_by = models.CharField("提出人", max_length=80)
    opened_at = models.DateTimeField("提出时间")
    decided_by = models.CharField("审核人", max_length=80, blank=True)
    decided_at = models.DateTimeField("审核时间", null=True, blank=True)
    decision_note = models.TextField("审核意见", blank=True)
    version = models.ForeignKey(
        ItemVersion,
        verbose_name="产生的版本",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="changes",
    )

    class Meta:
        verbose_name = "目录调整单"
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_by="") | ~Q(decided_by=F("opened_by")),
                name="change_decided_by_another_person",
            ),
            models.CheckConstraint(
                condition=Q(state="open") | ~Q(decided_by=""),
                name="decided_change_names_who_decided",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.item_id} {self.state}"
