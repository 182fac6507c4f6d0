"""A unit takes back what it let somebody do for it, in all its matters at once (民法典 173)."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q

from yichuang.audit.services import record
from yichuang.cases.models import Mandate, Party
from yichuang.cases.rules import states
from yichuang.cases.services import mandate_news
from yichuang.core.clock import local
from yichuang.identity import queries as identity
from yichuang.identity import services as accounts
from yichuang.registry.models import Employer, Person


@transaction.atomic
def stop_acting(*, employer: Employer, person: Person, actor: str, now: datetime) -> None:
    """The unit no longer lets this person act for it by any mandate, in any of its matters.

    They hand in and collect nothing, see nothing, have its account no longer,
    and hear nothing more but this. What they filed by a mandate and is not accepted yet owes one again.
    The caller has checked whose unit it is, and that it is known to be the unit who says so.
    Who handles the unit's business by the register still does."""
    today = local(now).date()
    yesterday = today - timedelta(days=1)
    of_unit = Mandate.objects.filter(employer=employer, person=person, ended_at=None)
    of_unit.update(ended_at=now)
    _leave_cases(employer, person, yesterday)
    accounts.end_handling(employer=employer, handler=person, last_day=yesterday)
    mandate_news.tell_of_end(employer, person, now)
    data = {"person": str(person.uuid)}
    record(
        actor=actor, verb="employer.end_mandate", subject=identity.subject_key(employer), data=data
    )


def _leave_cases(employer: Employer, person: Person, last_day: date) -> None:
    """Nothing of what they filed is theirs to follow any more.

    That is what they filed by a mandate, or owing one.
    Whoever handles the unit's business by the register keeps what they filed
    so."""
    parties = Party.objects.filter(case__employer=employer, role="agent", person=person)
    by_mandate = Q(mandate__isnull=False)
    owing = Q(owes_mandate=True)
    of_them = parties.filter(by_mandate | owing)
    no_last_day = Q(until=None)
    goes_on = Q(until__gt=last_day)
    of_them.filter(no_last_day | goes_on).update(until=last_day)
    before_acceptance = [*states.FRONT, states.CORRECTING]
    not_accepted = parties.filter(by_mandate, case__state__in=before_acceptance)
    not_accepted.update(owes_mandate=True)
