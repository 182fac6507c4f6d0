"""Whom a desk knows: the register is one for all cities, a desk sees of it the people that it deals with."""

from yichuang.accounts import queries as accounts
from yichuang.accounts.models import Officer
from yichuang.cases.models import Case, Draft
from yichuang.cases.queries import enquiries, scope
from yichuang.cases.queries.drafts import BLANK, held_by
from yichuang.cases.rules.permission import WORKING_ROLES
from yichuang.reference.queries import in_scope
from yichuang.registry.models import Employer, Person


def knows(officer: Officer, subject: Person | Employer) -> bool:
    """Whether the officer may look this person or employer up.

    They live or lie in a place of the officer's, or have a case, a
    question or a draft there. Anybody else first shows a document, with
    number and name. 个人信息保护法 6.
    """
    return _at_home(officer, subject) or _has_business(officer, subject)


def _at_home(officer: Officer, subject: Person | Employer) -> bool:
    """Whether they live or lie in a place where the officer works."""
    if isinstance(subject, Person):
        home = subject.residence_id
    else:
        home = subject.region_id
    if not home:
        return False
    scopes = accounts.scopes(officer)
    working = scopes.of(*WORKING_ROLES)
    for place in working.regions:
        if in_scope(home, place):
            return True
    return False


def _has_business(officer: Officer, subject: Person | Employer) -> bool:
    """Whether something of theirs lies with the officer.

    A case, a draft that somebody wrote in, or a question.
    """
    if isinstance(subject, Person):
        side = {"person": subject}
    else:
        side = {"employer": subject}
    cases = Case.objects.filter(scope.visible_to(officer), **side)
    if cases.exists():
        return True
    drafts = Draft.objects.filter(held_by(officer.user), **side)
    begun = drafts.exclude(BLANK)
    if begun.exists():
        return True
    return bool(enquiries.enquiries_of(subject, officer))
