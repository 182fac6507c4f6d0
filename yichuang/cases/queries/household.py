"""Whom somebody applied for before: offered again, so that a name and a number are not typed twice."""

from yichuang.cases.models import Party
from yichuang.cases.queries import applicants
from yichuang.identity.queries import Sight
from yichuang.registry.models import Person

MOST = 8
LOOKED_AT = 4 * MOST  # earlier cases: several may be about one person


def applied_for(sight: Sight) -> list[Person]:
    """The people whom earlier cases that the account sees were about, the newest first, each once."""
    own = applicants.of_subject(sight).order_by().values("pk")
    about = Party.objects.filter(role="about", person__isnull=False, case__in=own)
    newest = about.select_related("person").order_by("-id")
    people: dict[Person, None] = {}
    for party in newest[:LOOKED_AT]:
        people.setdefault(party.person)
    return list(people)[:MOST]
