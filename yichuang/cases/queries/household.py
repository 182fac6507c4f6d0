"""Whom somebody applied for before: offered again, so that a name and a number are not typed twice."""

from yichuang.cases.models import Party
from yichuang.cases.queries import applicants
from yichuang.identity.queries import Sight
from yichuang.registry.models import Person

MOST = 8


def applied_for(sight: Sight) -> list[Person]:
    """The people whom earlier cases that the account sees were about, the newest first, each once."""
    own = applicants.of_subject(sight).order_by().values("pk")
    about = Party.objects.filter(role="about", person__isnull=False, case__in=own)
    people = [party.person for party in about.select_related("person").order_by("-id")[: MOST * 4]]
    return list(dict.fromkeys(people))[:MOST]
