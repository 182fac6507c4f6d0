"""What the platform answers itself: that somebody has a result of an item that was granted here and still stands."""

from django.db.models import Q, QuerySet

from yichuang.cases.models import Case
from yichuang.cases.queries.grants import is_granted
from yichuang.core import clock
from yichuang.core.clock import local
from yichuang.exchange.ports import EMPLOYER, OWN_ANSWERS, Answer, Asked, Whom
from yichuang.exchange.rules.answers import FOUND, NOT_FOUND
from yichuang.registry import queries as register

CODE = "own.results"
NONE = "没有办结的件"


@OWN_ANSWERS.register(CODE)
def granted_here(question: Asked) -> Answer:
    """Whether a case of the item that the source names was granted to them, or about them, and not revoked since.

    By whom the register means, never by a number that stands somewhere in a case."""
    _, _, item = question.source.partition(":")
    case = _cases_of(question.whom).filter(is_granted(), item_code=item).first()
    if case is None:
        return Answer(
            question=question.uuid,
            outcome=NOT_FOUND,
            whom=question.whom,
            as_of=clock.today(),
            receipt=NONE,
        )
    return Answer(
        question=question.uuid,
        outcome=FOUND,
        whom=question.whom,
        as_of=local(case.decided_at).date(),
        receipt=case.number,
    )


def _cases_of(whom: Whom) -> QuerySet[Case]:
    """The cases of who is meant, and those that are about them, the newest first."""
    newest_first = Case.objects.order_by("-id")
    if whom.kind == EMPLOYER:
        employer = register.employer_by_code(whom.number)
        return newest_first.filter(employer=employer, employer__isnull=False)
    holders = register.holders(whom.number, whom.id_type)
    person = register.meant(holders, "", whom.name)
    if person is None:
        return newest_first.none()
    about = Q(parties__role="about", parties__person=person)
    own = Q(person=person)
    return newest_first.filter(own | about).only("number", "decided_at")
