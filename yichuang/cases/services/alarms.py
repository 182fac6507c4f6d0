"""The clock's own work: colours that change by themselves."""

from datetime import datetime

from django.db import transaction
from django.db.models import Case as When
from django.db.models import F, TextField, Value
from django.db.models import When as Is

from yichuang.cases.events import CaseAlarmed
from yichuang.cases.models import Case
from yichuang.cases.queries.standing import clock_stands
from yichuang.core.clock import local
from yichuang.core.outbox import publish


def raise_alarms(*, now: datetime, batch: int = 500) -> int:
    """Set the colour of every open case whose clock runs; publish each change once. Returns how many changed."""
    today = local(now).date()
    colour = When(
        Is(due_at__lt=now, then=Value("overdue")),
        Is(red_on__lte=today, then=Value("red")),
        Is(yellow_on__lte=today, then=Value("yellow")),
        default=Value("green"),
        output_field=TextField(),
    )
    running = Case.objects.filter(~clock_stands(), open=True).annotate(colour=colour)
    with transaction.atomic():
        changed = list(
            running.exclude(alarm=F("colour"))
            .order_by("due_at")
            .select_for_update(of=("self",), skip_locked=True)[:batch]
        )
        for case in changed:
            case.alarm = case.colour
            case.late = case.late or case.colour == "overdue"
            publish(CaseAlarmed(case=case.uuid, colour=case.colour, at=now))
        Case.objects.bulk_update(changed, ["alarm", "late"])
    return len(changed)
