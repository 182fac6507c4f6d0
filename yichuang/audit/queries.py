"""Reading the record."""

from django.db.models import QuerySet

from yichuang.audit.models import Entry


def of_subject(subject: str) -> QuerySet[Entry]:
    """Everything recorded about one subject ("case:<uuid>"), oldest first."""
    return Entry.objects.filter(subject=subject).order_by("id")


def by_others(subjects: list[str], *, besides: str) -> QuerySet[Entry]:
    """Everything recorded about these subjects by anybody but `besides`, newest first: who has looked at my data."""
    return Entry.objects.filter(subject__in=subjects).exclude(actor=besides).order_by("-id")
