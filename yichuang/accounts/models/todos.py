"""What an officer, or whoever holds a role somewhere, has to do."""

from django.db import models
from django.db.models import Q

from yichuang.reference.models import Region

from .officers import Officer


class Todo(models.Model):
    """One thing to do. subject: what it is about ("case:<uuid>", "item:<code>"); owner: whose it is; role, region
    and line ("" for all): whose it is where there is no owner, and when the owner has left; link: the page where it is
    done; level: how often it was passed upward, last to escalated_to; task: how it presses, a key of TASKS; due_at: the
    moment until which it is to be done, where a day is too long; next_at: when it goes up next, null for never."""

    NOW = "now"
    TIMED = "timed"
    CAREFUL = "careful"
    TASKS = {NOW: "马上办", TIMED: "限时办", CAREFUL: "认真办"}

    kind = models.TextField()
    subject = models.TextField()
    title = models.TextField()
    link = models.TextField(default="", blank=True)
    owner = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+")
    role = models.TextField(default="", blank=True)
    region = models.ForeignKey(
        Region, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    line = models.TextField(default="", blank=True)
    task = models.TextField(default=TIMED, db_default=TIMED)
    due_on = models.DateField(null=True)
    due_at = models.DateTimeField(null=True)
    next_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(
        Officer, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    escalated_to = models.ForeignKey(
        Officer, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    level = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(owner__isnull=False) | (Q(region__isnull=False) & ~Q(role="")),
                name="todo_is_somebodys",
            ),
            models.CheckConstraint(
                condition=Q(task__in=["now", "timed", "careful"]), name="todo_task"
            ),
            models.UniqueConstraint(
                fields=["kind", "subject"], condition=Q(done_at__isnull=True), name="todo_once"
            ),
        ]
        indexes = [
            models.Index(
                fields=["region", "role", "due_on"],
                condition=Q(done_at__isnull=True),
                name="todo_open_place",
            ),
            models.Index(
                fields=["next_at"], condition=Q(done_at__isnull=True), name="todo_goes_up"
            ),
        ]
