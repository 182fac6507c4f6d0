"""Reading the record."""

from django.db.models import QuerySet

from yichuang.audit.models import Entry


def of_subject(subject: str) -> QuerySet[Entry]:
    """Everything recorded about one subject ("case:<uuid>"), oldest first."""
    return Entry.objects.filter(subject=subject).order_by("id")
