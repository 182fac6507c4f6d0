"""Whom somebody applied for before: offered again, so that a name and a number are not typed twice."""

from yichuang.cases.models import Case, Party
from yichuang.registry.models import Employer, Person

MOST = 8


def applied_for(subject: Person | Employer) -> list[Person]:
    """The people whom earlier cases of this subject were about, the newest first, each once."""
    own = {"person": subject} if isinstance(subject, Person) else {"employer": subject}
    about = Party.objects.filter(role="about", person__isnull=False, case__in=Case.objects.filter(**own))
    people = [party.person for party in about.select_related("person").order_by("-id")[: MOST * 4]]
    return list(dict.fromkeys(people))[:MOST]
