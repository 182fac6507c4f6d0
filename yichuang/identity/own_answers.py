"""What the platform answers itself: that somebody's name and number were checked when their account was opened."""

from datetime import date, timedelta

from django.db.models import Q

from yichuang.core import clock
from yichuang.core.clock import local
from yichuang.exchange import tables
from yichuang.exchange.ports import EMPLOYER, OWN_ANSWERS, Answer, Asked, Whom
from yichuang.exchange.rules.answers import FOUND, NOT_FOUND
from yichuang.identity.models import RealName
from yichuang.registry import queries as register

CODE = "own.identity"
RECEIPT = "实名{key}"


@OWN_ANSWERS.register(CODE)
def checked_name(question: Asked) -> Answer:
    """Whether the person, or the handler of the unit, was checked.

    No longer ago than the pack says.

    Of a name that is not the one that was checked it says that it knows
    none: whose a number is, it tells nobody.
    """
    today = clock.today()
    of_them = _of(question.whom)
    rows = RealName.objects.filter(of_them)
    row = rows.order_by("-checked_at").first()
    if row is None:
        receipt = RECEIPT.format(key=0)
        return _answer(question, NOT_FOUND, today, receipt)
    receipt = RECEIPT.format(key=row.pk)
    checked_at = local(row.checked_at)
    checked_on = checked_at.date()
    if _is_stale(checked_on, today):
        return _answer(question, NOT_FOUND, today, receipt)
    return _answer(question, FOUND, checked_on, receipt)


def _of(whom: Whom) -> Q:
    """A filter on RealName: the account of who is meant.

    Of a person also one that they have for a unit.
    """
    if whom.kind == EMPLOYER:
        employer = register.employer_by_code(whom.number)
        return Q(employer=employer, employer__isnull=False)
    holders = register.holders(whom.number, whom.id_type)
    person = register.meant(holders, "", whom.name)
    own = Q(person=person, person__isnull=False)
    as_handler = Q(handler=person, handler__isnull=False)
    return own | as_handler


def _is_stale(checked_on: date, today: date) -> bool:
    """Whether the check is older than it may be.

    For how many days it holds stands in the pack of sources.
    """
    source = tables.source(CODE)
    fresh_for = timedelta(source.fresh_for)
    last_day = checked_on + fresh_for
    return last_day < today


def _answer(question: Asked, outcome: str, as_of: date, receipt: str) -> Answer:
    """What is said of who was asked about.

    No facts: that there is a check is all.
    """
    return Answer(
        question=question.uuid, outcome=outcome, whom=question.whom, as_of=as_of, receipt=receipt
    )
