"""What the night looks for, and the breaches of terms, are found by indexes of their own, built beside running writers."""

from django.db import migrations, models
from django.db.models import Q

from yichuang.core.resumable import AddIndexConcurrently

FRONT = ["received", "supplied"]


def due(name, condition, *columns):
    index = models.Index(
        fields=["due_at", "id"],
        include=["county", "line", *columns],
        condition=condition,
        name=name,
    )
    return AddIndexConcurrently("case", index)


def by_day(name, column, condition):
    index = models.Index(fields=[column, "id"], condition=condition, name=name)
    return AddIndexConcurrently("case", index)


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("cases", "0046_what_moves_a_term")]
    operations = [
        due("case_deemed", Q(flags__contains=["deemed"]), "organisation"),
        due("case_told_late", Q(flags__contains=["late_notice"]), "organisation"),
        due("case_over_planned", Q(flags__contains=["over_planned"]), "organisation"),
        due("case_extended", Q(flags__contains=["extended"])),
        by_day(
            "case_unheard",
            "accept_by",
            Q(open=True, state__in=FRONT, accept_by__isnull=False),
        ),
        by_day("case_silent", "decides_on", Q(open=True, decides_on__isnull=False)),
    ]
