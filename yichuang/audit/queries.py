"""Reading the record."""

from django.db.models import QuerySet

from yichuang.audit.models import OFFICER, Entry

# what only looks and does nothing; whoever adds a verb says on which side it stands (tests/audit/test_verbs.py)
LOOKS = (
    "account.export",
    "audit.search",
    "case.audit",
    "case.open",
    "case.read",
    "case.read_concerned",
    "case.read_taken",
    "case.read_whole",
    "credit.read",
    "case.track",
    "desk.find",
    "desk.find_nobody",
    "employer.prefill",
    "employer.read",
    "employer.read_whole",
    "enquiry.read",
    "enquiry.read_whole",
    "file.read",
    "officer.audit",
    "page.refused",
    "paper.read",
    "person.audit",
    "person.prefill",
    "person.read",
    "person.read_whole",
)


def of_subject(subject: str) -> QuerySet[Entry]:
    """Everything recorded about one subject ("case:<uuid>"), oldest first."""
    return Entry.objects.filter(subject=subject).order_by("id")


def by_others(subjects: list[str], *, besides: str) -> QuerySet[Entry]:
    """Everything recorded about these subjects by anybody but `besides`, newest first: who has looked at my data."""
    return Entry.objects.filter(subject__in=subjects).exclude(actor=besides).order_by("-id")


def of_subjects(subjects: list[str]) -> QuerySet[Entry]:
    """Everything recorded about any of these subjects, newest first."""
    return Entry.objects.filter(subject__in=subjects).order_by("-id")


def deeds(subjects: list[str]) -> QuerySet[Entry]:
    """What was done to any of these subjects, newest first. Who has looked at them is for auditors alone."""
    return of_subjects(subjects).exclude(verb__in=LOOKS)


def by_verbs(verbs: list[str]) -> QuerySet[Entry]:
    """Everything recorded under these verbs, oldest first."""
    return Entry.objects.filter(verb__in=verbs).order_by("id")


def by_officer(actors: list[str]) -> QuerySet[Entry]:
    """Everything that an officer read or did, under each of the names that the record knows the officer by, newest
    first. Says what the partial index says, so that it is used."""
    return Entry.objects.filter(actor__startswith=OFFICER, actor__in=actors).order_by("-id")
