"""One draft at several doors: who has it open, and what a person has begun elsewhere."""

from datetime import datetime

from django.db.models import Q, QuerySet

from yichuang.accounts.models import User
from yichuang.cases.models import Draft, DraftHolder
from yichuang.cases.queries.drafts import BLANK
from yichuang.identity import queries as identity
from yichuang.registry.models import Employer, Person

AT_A_DESK = Q(actor__startswith="officer:", until__isnull=True)
MOST = 3
LOOKED_AT = 20  # drafts of one person, the newest first


def by_code(code: str, now: datetime) -> QuerySet[Draft]:
    """The unsent draft with this code, while the code holds."""
    rows = Draft.objects.filter(code=code, case_number="", code_until__gt=now)
    return rows.select_related("person", "employer", "owner", "version__item", "region")


def desk_of(draft: Draft) -> DraftHolder | None:
    """The desk that goes on with a draft.

    With its officer and unit; None where no desk does.
    """
    desks = draft.holders.filter(AT_A_DESK)
    joined = desks.select_related("user__officer__organisation")
    return joined.first()


def begun_elsewhere(subject: Person | Employer) -> list[Draft]:
    """What a person has begun online and not sent, the newest first.

    Of accounts of which it is known that they are the person's own.
    """
    if not isinstance(subject, Person):
        return []
    unsent = Draft.objects.filter(person=subject, case_number="", owner__kind=User.PERSON)
    begun = unsent.exclude(BLANK)
    joined = begun.select_related("owner", "version__item")
    newest = joined.order_by("-updated_at")
    rows = []
    for draft in newest[:LOOKED_AT]:
        if is_own(draft, subject):
            rows.append(draft)
    return rows[:MOST]


def is_own(draft: Draft, subject: Person) -> bool:
    """Whether a draft was begun by the proved account of the person whom it is for."""
    sight = identity.sight_of(draft.owner)
    if sight is None or not sight.everything:
        return False
    return sight.subject == subject
