"""Whom somebody applied for before: offered again, so that a name and a number are not typed twice."""

from yichuang.cases.models import Party
from yichuang.cases.queries import applicants
from yichuang.identity.queries import Sight
from yichuang.registry.models import Person

MOST = 8
LOOKED_AT = 4 * MOST  # earlier cases: several may be about one person


def applied_for(sight: Sight) -> list[Person]:
    """The people whom earlier cases that the account sees were about.

    The newest first, each once, MOST of them.
    """
    cases = applicants.of_subject(sight).order_by()
    own = cases.values("pk")
    about = Party.objects.filter(role="about", person__isnull=False, case__in=own)
    joined = about.select_related("person")
    newest = joined.order_by("-id")
    people: list[Person] = []
    for party in newest[:LOOKED_AT]:
        if party.person not in people:
            people.append(party.person)
    return people[:MOST]
