"""Days that are over, summed by county and line: what is counted often is read from here, not from each case.

A day counts only while its mark (`DaySummed`) stands. The database takes the mark away when a case of that day is
written, by whomever (sql/case_days_3.sql); then the day is counted from its cases until it is summed anew."""

from django.db import models

from yichuang.cases.models.case import Case


class _Day(models.Model):
    """One county and line on one day of Shanghai."""

    day = models.DateField()
    county = models.TextField(db_collation="C")
    line = models.TextField()

    class Meta:
        abstract = True


class DayCame(_Day):
    """Applications received on the day, by channel."""

    channel_1 = models.PositiveIntegerField()
    channel_2 = models.PositiveIntegerField()
    channel_3 = models.PositiveIntegerField()
    channel_4 = models.PositiveIntegerField()
    channel_5 = models.PositiveIntegerField()
    channel_6 = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["day", "county", "line"], name="day_came")]


class DayEnded(_Day):
    """Cases that ended on the day: closed, refused (不予受理), dropped (撤回, 退件, 作废). late: of those closed or
    refused, after their due moment; of those closed, instant: 即办件, within: those within their minutes; timed and
    minutes: how many 即办件 have minutes of business, and the sum of these."""

    closed = models.PositiveIntegerField()
    refused = models.PositiveIntegerField(db_default=0)
    dropped = models.PositiveIntegerField(db_default=0)
    late = models.PositiveIntegerField()
    instant = models.PositiveIntegerField()
    within = models.PositiveIntegerField()
    timed = models.PositiveIntegerField()
    minutes = models.PositiveBigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["day", "county", "line"], name="day_ended")]


class DayDue(_Day):
    """Cases that were due on the day and are closed or refused. late: after it."""

    closed = models.PositiveIntegerField()
    late = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["day", "county", "line"], name="day_due")]


class WeekOfItem(_Day):
    """Cases of one item in the week that begins on the day, a Monday: what `DayCame` and `DayEnded` have by line."""

    item_code = models.TextField()
    received = models.PositiveIntegerField()
    online = models.PositiveIntegerField()
    closed = models.PositiveIntegerField()
    refused = models.PositiveIntegerField(db_default=0)
    dropped = models.PositiveIntegerField(db_default=0)
    late = models.PositiveIntegerField()
    instant = models.PositiveIntegerField()
    within = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["day", "county", "line", "item_code"], name="week_of_item"
            )
        ]


class OpenThen(_Day):
    """How many cases were open when the day began, the first of a month."""

    open = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["day", "county", "line"], name="open_then")]


class LateThen(models.Model):
    """One case that was late when a month began, by what had happened until then: the due moment and the state that it
    had, and whether an officer had it in hand. What happens afterwards changes none of it."""

    month = models.DateField()
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    due_at = models.DateTimeField()
    state = models.TextField()
    held = models.BooleanField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["month", "case"], name="late_then")]


class DaySummed(models.Model):
    """The sums of a kind hold for a day: "came", "ended", "due"; "items": for the week that begins; "late" and "open":
    `LateThen` and `OpenThen` hold for the month that begins."""

    CAME = "came"
    ENDED = "ended"
    DUE = "due"
    LATE = "late"
    ITEMS = "items"
    OPEN = "open"
    DAILY = (CAME, ENDED, DUE)

    kind = models.TextField()
    day = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "day"], name="day_summed"),
            models.CheckConstraint(
                condition=models.Q(kind__in=["came", "ended", "due", "late", "items", "open"]),
                name="day_summed_kind",
            ),
        ]
